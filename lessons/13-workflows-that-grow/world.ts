import type { World } from '../../src/runtime/world.ts'

/** One worker with four processes. An SMS takes longer than anything else. */
export const world = {
  seed: 7,
  workers: 1,
  concurrency: 4,
  latency: {
    publish: [60, 30],
    run: { default: [400, 100], 'bank.send_sms': [1500, 200], 'bank.call': [1500, 200] },
    store: [30, 10],
  },
} satisfies World
