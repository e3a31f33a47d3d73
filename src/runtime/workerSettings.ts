import type { ThreadSettings } from './threads.ts'
import type { LogLevel } from './workerLog.ts'

/** How a worker works. */
export interface WorkerSettings {
  /** How many tasks it runs at once; 10. */
  readonly concurrency?: number
  /** The queues it consumes; the default queue when nothing is said. */
  readonly queues?: readonly string[]
  /** How many messages it holds for each task it can run; 4, 0 is no limit. */
  readonly prefetchMultiplier?: number
  /** Its name; `celery@` and the machine's. Two workers need two names. */
  readonly hostname?: string
  /** Tell whoever watches about every task (`worker_send_task_events`); false. */
  readonly events?: boolean
  /**
   * Runs tasks in worker threads, as many as run at once: for tasks that compute. What their limits end is ended, even a
   * loop; a soft limit that such a loop cannot hear ends it too.
   */
  readonly threads?: ThreadSettings
  /** The limits of tasks whose messages name none, in seconds (`task_time_limit`, `task_soft_time_limit`). */
  readonly timeLimit?: number
  readonly softTimeLimit?: number
  /** Tell whoever watches every two seconds that it is there; true. */
  readonly heartbeat?: boolean
  /**
   * Ask the other workers, before it takes messages, which tasks were revoked while it was not there: a second for their
   * answers; false, but true for `celeriac worker`.
   */
  readonly mingle?: boolean
  /** What is worth a line in its log; `WARNING`. */
  readonly loglevel?: LogLevel
  /** Takes its log, a line each; standard error when left out. */
  readonly log?: (line: string) => void
}
