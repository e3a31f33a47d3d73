import type { World } from '../../src/runtime/world.ts'

/** One worker with two processes, and tasks of about a second. */
export const world = {
  seed: 7,
  workers: 1,
  concurrency: 2,
  latency: { publish: [60, 30], run: [900, 100], store: [30, 10] },
} satisfies World

/** One process, and an SMS takes a second. */
export const oneAtATime = {
  seed: 7,
  workers: 1,
  concurrency: 1,
  latency: { publish: [60, 30], run: 1000, store: [30, 10] },
} satisfies World
