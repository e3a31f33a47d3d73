import type { World } from '../../src/runtime/world.ts'

/** Messages arrive in the order in which they are sent. An SMS takes a second, the report of the day five. */
export const world = {
  seed: 7,
  workers: 1,
  concurrency: 1,
  latency: {
    publish: 60,
    run: { default: [900, 100], 'bank.day_report': [5000, 200], 'bank.late_report': [5000, 200] },
    store: [25, 10],
  },
} satisfies World
