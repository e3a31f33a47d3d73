import type { World } from '../../src/runtime/world.ts'

/** One worker with three processes. Asking a branch takes longer than adding up. */
export const world = {
  seed: 7,
  workers: 1,
  concurrency: 3,
  latency: {
    publish: [60, 30],
    run: { default: [500, 100], 'bank.till': [1000, 300] },
    store: [30, 10],
  },
} satisfies World
