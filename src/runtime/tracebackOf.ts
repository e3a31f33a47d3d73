import type { StoredException } from '../canvas/runtime.ts'
import type { TaskRun } from './taskRun.ts'

/** Where an error came from, if it is the one that the task threw in this thread. */
export const tracebackOf = ({ thrown }: TaskRun, { exc_type }: StoredException): string | null =>
  thrown?.stack === undefined || thrown.name !== exc_type ? null : thrown.stack
