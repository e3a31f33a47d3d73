import { freshen } from '../launch.mjs'

/** Tests that run a learner's program start its bundle. */
export const setup = () => freshen(['program'])
