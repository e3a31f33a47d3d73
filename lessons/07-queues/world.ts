import type { World } from '../../src/runtime/world.ts'

/** One worker with one process. Messages arrive in the order in which they are sent. */
export const world = {
  seed: 7,
  workers: 1,
  concurrency: 1,
  latency: { publish: 60, run: { default: [800, 100], 'bank.day_report': [3000, 200] }, store: [25, 10] },
} satisfies World
