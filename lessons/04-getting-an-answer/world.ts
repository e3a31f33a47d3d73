import type { World } from '../../src/runtime/world.ts'

/** One worker with one process, and tasks of about a second. */
export const world = {
  seed: 7,
  workers: 1,
  concurrency: 1,
  latency: { publish: 60, run: [1200, 100], store: [25, 10] },
} satisfies World
