import type { Handle, HandleTuple } from '../canvas/handle.ts'
import type { Trace } from './trace.ts'

/** A run that can be looked at: its trace, what the program holds under which name, and the world it ran in. */
export interface Recording {
  readonly trace: Trace
  readonly handles: Readonly<Record<string, Handle>>
  readonly workers: number
  /** Processes of each worker. */
  readonly concurrency: number
  /** A real cluster that was watched from outside: what its events told. They say nothing of client and backend. */
  readonly live?: LiveCluster
}

/** What is known of a cluster that was watched. */
export interface LiveCluster {
  /** The names of the workers, `celery@host`, the first worker's first. */
  readonly hostnames: readonly string[]
  /** What each task sent, as far as it was told. */
  readonly children: ReadonlyMap<string, readonly HandleTuple[]>
}
