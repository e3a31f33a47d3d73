import type { World } from '../../src/runtime/world.ts'

/** One worker with two processes, and tasks of about a second. */
export const world = {
  seed: 7,
  workers: 1,
  concurrency: 2,
  latency: { publish: [60, 30], run: [900, 100], store: [30, 10] },
} satisfies World
