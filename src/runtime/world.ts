import type { Faults } from './faults.ts'
import type { Latency } from './latency.ts'

/** The cluster that a simulation plays: who works, how fast, what goes wrong, and what chance decides. */
export interface World {
  /** The same seed gives the same run, to the byte. */
  readonly seed?: number
  /** How many workers, or each with what it does. Without any, nothing runs. */
  readonly workers?: number | readonly WorkerOptions[]
  /** Processes of each worker: how many tasks it runs at once. */
  readonly concurrency?: number
  /**
   * The most and the least processes of a worker (`--autoscale=4,1`), in place of `concurrency`: it begins with the least,
   * and adds one whenever it holds more messages than it has processes. Those it would end again are kept: idle they show
   * nowhere.
   */
  readonly autoscale?: readonly [max: number, min: number]
  /** How many messages a worker holds for each of its processes (worker_prefetch_multiplier); 0 is no limit. */
  readonly prefetchMultiplier?: number
  readonly latency?: Partial<Latency>
  readonly faults?: Faults
  /** Seconds after which a message that was not acknowledged is delivered again (Redis' visibility_timeout). */
  readonly visibilityTimeout?: number
  /** Seconds after which a worker that died is there again. */
  readonly restartAfter?: number
  /** Real milliseconds after which a task that has not returned counts as stuck. */
  readonly stuckAfterMs?: number
  /** When virtual time begins. */
  readonly startsAt?: Date
}

/** One worker of a simulation. */
export interface WorkerOptions {
  readonly concurrency?: number
  readonly autoscale?: readonly [max: number, min: number]
  /** The queues it consumes; `celery` when nothing is said. */
  readonly queues?: readonly string[]
  readonly prefetchMultiplier?: number
}

/** The world of a simulation of which nothing is said. */
export const WORLD = {
  seed: 1,
  workers: 2,
  concurrency: 2,
  prefetchMultiplier: 4,
  faults: {},
  visibilityTimeout: 3600,
  restartAfter: 5,
  stuckAfterMs: 5_000,
  startsAt: new Date('2030-01-01T00:00:00Z'),
} as const
