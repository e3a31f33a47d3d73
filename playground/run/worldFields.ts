import type { Duration } from '../../src/runtime/latency.ts'
import type { Backend, PlayWorld } from './world.ts'
import { playWorld } from './world.ts'

/** One line of the panel: something of the world that can be set. */
export interface WorldField {
  readonly name: string
  /** What it is, shown while it is chosen. */
  readonly says: string
  show(world: PlayWorld): string
  /** The world with it changed by so many steps; with `far` in larger ones. */
  change(world: PlayWorld, by: 1 | -1, far: boolean): PlayWorld
  /** The world with it as it is at first. */
  reset(world: PlayWorld): PlayWorld
}

type Counted = 'workers' | 'concurrency' | 'prefetchMultiplier' | 'seed'

const counted = (
  name: string,
  key: Counted,
  says: string,
  [least, most, far]: readonly [number, number, number],
): WorldField => ({
  name,
  says,
  show: (world) => String(world[key]),
  change: (world, by, isFar) => ({
    ...world,
    [key]: clamp(world[key] + by * (isFar ? far : 1), least, most),
  }),
  reset: (world) => ({ ...world, [key]: playWorld[key] }),
})

type Delay = 'publish' | 'run' | 'store'

/** Delays grow and shrink by a fifth, so that a few keys lead from milliseconds to minutes. */
const delay = (name: string, key: Delay, says: string): WorldField => ({
  name,
  says,
  show: ({ latency }) => {
    const [mean, spread] = pairOf(latency[key])
    const others = typeof latency[key] === 'object' && !Array.isArray(latency[key]) ? ', by task' : ''
    return `${mean} ±${spread} ms${others}`
  },
  change: (world, by, isFar) => withDelay(world, key, by === 1 ? (isFar ? 2 : 1.2) : isFar ? 1 / 2 : 1 / 1.2),
  reset: (world) => ({ ...world, latency: { ...world.latency, [key]: playWorld.latency[key] } }),
})

const withDelay = (world: PlayWorld, key: Delay, times: number): PlayWorld => {
  const scaled = (duration: Duration): Duration => {
    const [mean, spread] = pairOf(duration)
    const next = clamp(
      times > 1 ? Math.max(mean + 1, Math.round(mean * times)) : Math.floor(mean * times),
      0,
      3_600_000,
    )
    return [next, mean === 0 ? 0 : Math.round((spread * next) / mean)]
  }
  const before = world.latency[key]
  const after =
    typeof before === 'number' || Array.isArray(before)
      ? scaled(before as Duration)
      : Object.fromEntries(Object.entries(before).map(([task, each]) => [task, scaled(each)]))
  return { ...world, latency: { ...world.latency, [key]: after } }
}

/** Mean and spread; of delays that differ from task to task, those of the tasks that are not named. */
const pairOf = (duration: PlayWorld['latency']['run']): readonly [number, number] => {
  if (typeof duration === 'number') return [duration, 0]
  if (Array.isArray(duration)) return duration as unknown as readonly [number, number]
  return pairOf((duration as { readonly default: Duration }).default)
}

const backends: readonly Backend[] = ['own', 'redis', 'polling', 'rpc']

const backend: WorldField = {
  name: 'backend',
  says: 'own is what the program says; redis counts the parts of a chord, polling looks for them every second, rpc has no chords',
  show: (world) => world.backend,
  change: (world, by) => ({
    ...world,
    backend: backends[(backends.indexOf(world.backend) + by + backends.length) % backends.length]!,
  }),
  reset: (world) => ({ ...world, backend: playWorld.backend }),
}

type Chance = 'workerDies' | 'processDies' | 'duplicated' | 'late' | 'brokerPauses'

const chance = (name: string, key: Chance, says: string): WorldField => ({
  name,
  says,
  show: ({ faults = {} }) => `${Math.round((faults[key] ?? 0) * 100)}%`,
  change: (world, by, isFar) => {
    const percent = clamp(Math.round((world.faults?.[key] ?? 0) * 100) + by * (isFar ? 25 : 5), 0, 100)
    return { ...world, faults: { ...world.faults, [key]: percent / 100 } }
  },
  reset: (world) => ({ ...world, faults: { ...world.faults, [key]: 0 } }),
})

/** Everything that can be set, in the order of the panel. */
export const worldFields: readonly WorldField[] = [
  counted('workers', 'workers', 'how many workers there are', [0, 200, 10]),
  counted('concurrency', 'concurrency', 'processes of each worker', [1, 64, 8]),
  counted(
    'prefetch',
    'prefetchMultiplier',
    'messages a worker takes ahead, for each of its processes; 0 is no limit',
    [0, 100, 10],
  ),
  counted('seed', 'seed', 'chance: the same seed gives the same run', [0, 999_999, 10]),
  delay('publish', 'publish', 'from publishing a message until a worker can take it'),
  delay('run', 'run', 'how long a task runs, besides what it sleeps'),
  delay('store', 'store', 'from the end of a task until its result can be read'),
  backend,
  chance('worker dies', 'workerDies', 'for each task about to run: its worker dies with all it holds'),
  chance('process dies', 'processDies', 'for each task that runs: its process is killed'),
  chance('duplicated', 'duplicated', 'for each message: it is delivered twice'),
  chance('late', 'late', 'for each message: it comes late, by up to ten seconds'),
  chance('broker pauses', 'brokerPauses', 'for each message: the broker hands out none for a while'),
]

const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value))
