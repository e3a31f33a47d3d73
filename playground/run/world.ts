import { LATENCY, type Latency } from '../../src/runtime/latency.ts'
import { WORLD, type World } from '../../src/runtime/world.ts'

/** The world that a program is run in, as it is set in the panel. */
export interface PlayWorld extends World {
  readonly workers: number
  readonly concurrency: number
  readonly prefetchMultiplier: number
  readonly seed: number
  readonly latency: Latency
  readonly backend: Backend
}

/** The one the program asks for, or another for all its apps: Redis counts the parts of a chord, others are polled, and rpc has no chords. */
export type Backend = 'own' | 'redis' | 'polling' | 'rpc'

/** The URL that stands for a backend; null for what the program says itself. */
export const backendUrl: Readonly<Record<Backend, string | null>> = {
  own: null,
  redis: 'redis://',
  polling: 'db+sqlite://',
  rpc: 'rpc://',
}

/** A small cluster on which one can see what happens: tasks take about a second. */
export const playWorld: PlayWorld = {
  seed: 7,
  workers: 2,
  concurrency: 2,
  prefetchMultiplier: WORLD.prefetchMultiplier,
  latency: { ...LATENCY, publish: [60, 20], run: [900, 200], store: [25, 10] },
  backend: 'own',
  faults: {},
}
