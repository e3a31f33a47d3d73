import type { Message } from '../protocol/message.ts'
import type { WorkerOptions } from './world.ts'

/** A worker: the queues it consumes, what it has received and not started, and its processes. */
export interface Worker {
  /** From 1. */
  readonly number: number
  readonly queues: readonly string[]
  readonly concurrency: number
  /** Received and waiting for a process, first come first served. */
  readonly waiting: Message[]
  /** The message each process runs, or null. */
  readonly processes: (Message | null)[]
  /** How many messages it may hold unacknowledged; grows by one for each that is parked until its eta. */
  prefetch: number
  /** How many it holds. */
  held: number
}

/** Workers as a world describes them. */
export function workersOf(
  workers: number | readonly WorkerOptions[],
  defaults: { readonly concurrency: number; readonly prefetchMultiplier: number },
): readonly Worker[] {
  const options: readonly WorkerOptions[] =
    typeof workers === 'number' ? Array.from({ length: workers }, () => ({})) : workers
  return options.map((own, index) => {
    const { concurrency, prefetchMultiplier } = { ...defaults, ...own }
    return {
      number: index + 1,
      queues: own.queues ?? ['celery'],
      concurrency,
      waiting: [],
      processes: Array.from({ length: concurrency }, () => null),
      // A multiplier of 0 is no limit, as in Celery.
      prefetch: prefetchMultiplier === 0 ? Number.POSITIVE_INFINITY : concurrency * prefetchMultiplier,
      held: 0,
    }
  })
}

/** The worker that gets the next message: one with a free process before one that only stores, the least busy first. */
export function nextWorker(workers: readonly Worker[], queue: string): Worker | null {
  let best: Worker | null = null
  for (const worker of workers) {
    if (worker.held >= worker.prefetch || !worker.queues.includes(queue)) continue
    if (!best || worker.held / worker.concurrency < best.held / best.concurrency) best = worker
  }
  return best
}
