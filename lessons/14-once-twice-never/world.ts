import type { DeathPoint, Faults } from '../../src/runtime/faults.ts'
import type { World } from '../../src/runtime/world.ts'

/** One worker, which is started again a second after it died, and a broker that soon loses its patience. */
export const world = {
  seed: 7,
  workers: 1,
  concurrency: 1,
  latency: { publish: 60, run: [900, 100], store: [30, 10] },
  restartAfter: 1,
  visibilityTimeout: 3,
} satisfies World

/** The worker dies in the first task that it runs, and in no other. */
export const diesOnce = (at: DeathPoint): Faults => ({ workerDies: 1, maxDeaths: 1, diesAt: [at] })
