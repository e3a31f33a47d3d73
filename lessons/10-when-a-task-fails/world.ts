import type { World } from '../../src/runtime/world.ts'

/** One worker with four processes. The gateway takes its time to say no, and WhatsApp takes longer. */
export const world = {
  seed: 7,
  workers: 1,
  concurrency: 4,
  latency: {
    publish: [60, 30],
    run: { default: [600, 100], 'bank.send_whatsapp': [2000, 200] },
    store: [30, 10],
  },
} satisfies World
