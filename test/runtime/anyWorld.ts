import fc from 'fast-check'
import type { Faults } from '../../src/runtime/faults.ts'
import type { World } from '../../src/runtime/world.ts'

/** Clusters without faults: some workers, some processes, some delays, and a seed. */
export const anyWorld: fc.Arbitrary<World> = fc.record(
  {
    seed: fc.nat(),
    workers: fc.integer({ min: 1, max: 3 }),
    concurrency: fc.integer({ min: 1, max: 3 }),
    autoscale: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.nat(3)),
    prefetchMultiplier: fc.nat(2),
    latency: fc.record({
      publish: fc.constantFrom(0, 5, [5, 5] as const),
      run: fc.constantFrom(0, 40, [40, 40] as const),
      store: fc.constantFrom(0, 3, [3, 3] as const),
    }),
  },
  { requiredKeys: ['seed', 'workers', 'concurrency', 'prefetchMultiplier', 'latency'] },
)

const chance = fc.constantFrom(0, 0.02, 0.1)

/** What may go wrong besides: workers and processes die, messages come twice or late, the broker pauses. */
export const anyFaults: fc.Arbitrary<Faults> = fc.record({
  workerDies: chance,
  processDies: chance,
  duplicated: chance,
  late: chance,
  brokerPauses: chance,
})

/** Clusters with faults. */
export const anyBadWorld: fc.Arbitrary<World> = fc
  .tuple(anyWorld, anyFaults)
  .map(([world, faults]) => ({ ...world, faults, visibilityTimeout: 60 }))
