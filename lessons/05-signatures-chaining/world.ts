import type { World } from '../../src/runtime/world.ts'

/** One worker with four processes, and tasks of about a second. */
export const world = {
  seed: 7,
  workers: 1,
  concurrency: 4,
  latency: {
    publish: [60, 20],
    run: {
      default: [900, 200],
      'bank.send_whatsapp': [1400, 200],
      'bank.confirm_sms': [1200, 200],
      'bank.confirm_both': [1200, 200],
      'bank.count_sms': [400, 100],
      'bank.count_whatsapp': [400, 100],
    },
    store: [25, 10],
  },
} satisfies World
