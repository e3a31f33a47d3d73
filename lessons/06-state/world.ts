import type { Faults } from '../../src/runtime/faults.ts'
import type { World } from '../../src/runtime/world.ts'

/** One worker with one process. Messages arrive in the order in which they are sent. */
export const world = {
  seed: 7,
  workers: 1,
  concurrency: 1,
  latency: { publish: 60, run: [800, 100], store: [25, 10] },
  restartAfter: 1,
} satisfies World

/** The worker dies in the middle of its first task. */
export const dies: Faults = { workerDies: 1, diesAt: ['mid-task'] }
