import type { World } from '../../src/runtime/world.ts'

/** One worker with three processes. Celery's own task, which looks whether a header is there, is quick. */
export const world = {
  seed: 7,
  workers: 1,
  concurrency: 3,
  latency: {
    publish: [60, 30],
    run: { default: [1300, 100], 'celery.chord_unlock': [50, 10] },
    store: [30, 10],
  },
} satisfies World
