import type { World } from '../../src/runtime/world.ts'

/** The programs of this chapter play simulations of their own, in a world that they name. */
export const world = { seed: 7, workers: 1 } satisfies World
