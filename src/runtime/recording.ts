import type { Handle } from '../canvas/handle.ts'
import type { Trace } from './trace.ts'

/** A run that can be looked at: its trace, what the program holds under which name, and the world it ran in. */
export interface Recording {
  readonly trace: Trace
  readonly handles: Readonly<Record<string, Handle>>
  readonly workers: number
  /** Processes of each worker. */
  readonly concurrency: number
}
