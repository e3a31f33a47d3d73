import type { World } from '../../src/runtime/world.ts'

/** One worker with three processes, and a broker that soon loses its patience. Moving money takes longer than telling of it. */
export const world = {
  seed: 7,
  workers: 1,
  concurrency: 3,
  latency: {
    publish: [60, 30],
    run: { default: [500, 100], 'bank.transfer': [900, 200] },
    store: [30, 10],
  },
  visibilityTimeout: 3,
  restartAfter: 1,
} satisfies World
