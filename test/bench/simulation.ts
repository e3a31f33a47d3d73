import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { Celery, chain, chord, group } from '../../src/index.ts'
import { Simulation } from '../../src/runtime/simulation.ts'
import { type Bench, median, type Row } from './row.ts'

const ROUNDS = 7

/**
 * Events a second of the simulation beside a bare binary heap of as many events in the same process, and whether a
 * group, a chord and a chain cost the same for each task when they are ten times as long.
 */
export const simulation: Bench = async () => {
  const groups: Figures[] = []
  const heaps: number[] = []
  // In turns: what else this machine does hits both alike. The first round warms up.
  for (let round = 0; round <= ROUNDS; round++) {
    const figures = await figuresOf(groupOf(LARGE))
    const heap = bareHeap(figures.events)
    if (round === 0) continue
    groups.push(figures)
    heaps.push(heap)
  }
  const heap = median(heaps)
  return [
    {
      what: `simulation: events of a group of ${LARGE.toLocaleString('en')}, beside a bare binary heap`,
      unit: '/s',
      measured: median(groups.map((figures) => figures.eventsPerSecond)),
      floor: heap,
      budget: heap / 10,
      atLeast: true,
    },
    ...(await growth('group', groupOf)),
    ...(await growth('chord', chordOf)),
    ...(await growth('chain', chainOf, 1_000)),
    ...(await eager()),
  ]
}

const LARGE = 100_000
/** As large as the group that Celery's eager mode is measured with. */
const SMALL = 1_000
const WORKERS = { workers: 4, concurrency: 4 }

interface Figures {
  /** What came due on the virtual clock, and what was written down of it. */
  readonly events: number
  readonly eventsPerSecond: number
  readonly msPerTask: number
}

interface Program {
  readonly tasks: number
  readonly run: () => Promise<unknown>
}

const app = new Celery('bench')
const add = app.task('bench.add', (x: number, y: number) => x + y)
const total = app.task('bench.total', (numbers: readonly number[]) => numbers.length)

const sums = (length: number) => Array.from({ length }, (_, index) => add.s(index, 1))

const groupOf = (tasks: number): Program => {
  const canvas = group(sums(tasks))
  return { tasks, run: async () => (await canvas.delay()).get() }
}

const chordOf = (tasks: number): Program => {
  const canvas = chord(sums(tasks), total.s())
  return { tasks, run: async () => (await canvas.delay()).get() }
}

const chainOf = (tasks: number): Program => {
  const steps = [add.s(1, 1), ...Array.from({ length: tasks - 1 }, () => add.s(1))]
  const canvas = (chain as (...steps: readonly unknown[]) => ReturnType<typeof chain>)(...steps)
  return { tasks, run: async () => (await canvas.delay()).get() }
}

async function figuresOf(program: Program): Promise<Figures> {
  const simulation = new Simulation(app, WORKERS)
  app.connectTo(simulation)
  const start = performance.now()
  await program.run()
  const seconds = (performance.now() - start) / 1000
  const events = simulation.trace.length
  return {
    events,
    eventsPerSecond: events / seconds,
    msPerTask: (seconds * 1000) / program.tasks,
  }
}

/** Pushes and pops as many events, ordered by time and then by entry, as a simulation must at the least. */
function bareHeap(events: number): number {
  const heap: { readonly atMs: number; readonly order: number }[] = []
  const isBefore = (a: (typeof heap)[number], b: (typeof heap)[number]) =>
    a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order)
  const start = performance.now()
  for (let order = 0; order < events; order++) {
    const entry = { atMs: Math.random() * 1000, order }
    let hole = heap.length
    heap.push(entry)
    for (let parent = (hole - 1) >> 1; hole > 0 && isBefore(entry, heap[parent]!); parent = (hole - 1) >> 1) {
      heap[hole] = heap[parent]!
      hole = parent
    }
    heap[hole] = entry
  }
  let last = 0
  while (heap.length > 0) {
    last = heap[0]!.atMs
    const entry = heap.pop()!
    const { length } = heap
    if (length === 0) break
    let hole = 0
    for (let child = 1; child < length; child = 2 * hole + 1) {
      if (child + 1 < length && isBefore(heap[child + 1]!, heap[child]!)) child++
      if (!isBefore(heap[child]!, entry)) break
      heap[hole] = heap[child]!
      hole = child
    }
    heap[hole] = entry
  }
  const seconds = (performance.now() - start) / 1000
  if (last > 1000) throw new Error('a heap that gives what was never put in')
  return events / seconds
}

/** The cost of a task in a canvas ten times as large, beside its cost in the small one: 1 is linear, 10 is quadratic. */
async function growth(
  what: string,
  programOf: (tasks: number) => Program,
  small = 10_000,
): Promise<readonly Row[]> {
  const ratios: number[] = []
  const sizes = [small, small * 10] as const
  for (let round = 0; round < 3; round++) {
    const [few, many] = [await figuresOf(programOf(sizes[0])), await figuresOf(programOf(sizes[1]))]
    ratios.push(many.msPerTask / few.msPerTask)
  }
  const measured = median(ratios)
  return [
    {
      what: `simulation: a task in a ${what} of ${sizes[1].toLocaleString('en')}, beside one of ${small.toLocaleString('en')}`,
      unit: 'times',
      measured,
      floor: 1,
      budget: 4,
    },
  ]
}

const EAGER = `
import sys, time
from celery import Celery, group
app = Celery('eager', broker='memory://', backend='cache+memory://')
app.conf.update(task_always_eager=True, task_store_eager_result=sys.argv[1] == 'stores')
@app.task(name='add')
def add(x, y): return x + y
sums = group([add.s(i, 1) for i in range(${SMALL})])
for line in sys.stdin:
    start, tasks = time.perf_counter(), 0
    while time.perf_counter() - start < float(line):
        sums.apply_async().get()
        tasks += ${SMALL}
    print(tasks / (time.perf_counter() - start), flush=True)
`

/** How long each side runs in a round, in seconds, and before the first. */
const TURN_S = 1
const WARM_UP_S = 3

/**
 * Tasks a second of groups beside Celery's eager mode, where there is a Python that has Celery: each in a process of its
 * own, in turns, over groups that were made before. Eager mode sends no messages and counts nothing; it stores results
 * where it is told to (`task_store_eager_result`), as the simulation always does, and else it does not even that.
 */
async function eager(): Promise<readonly Row[]> {
  const python = process.env.CELERIAC_PYTHON ?? '.venv/bin/python'
  const celeries = [
    { name: 'that stores its results', rates: new Rates(python, '-c', EAGER, 'stores') },
    { name: 'that stores nothing', rates: new Rates(python, '-c', EAGER, 'forgets') },
  ]
  const program = fileURLToPath(new URL('simulatedGroups.js', import.meta.url))
  const simulations = [SMALL, LARGE].map((size) => ({
    size,
    rates: new Rates(process.execPath, program, String(size)),
  }))
  const all = [...celeries, ...simulations]
  try {
    for (const { rates } of all) {
      if ((await rates.next(WARM_UP_S)) !== null) continue
      console.error(`no Celery beside it: ${python} has none (set CELERIAC_PYTHON to one that has)`)
      return []
    }
    const seen = all.map((): number[] => [])
    for (let round = 0; round < ROUNDS; round++)
      for (const [index, { rates }] of all.entries())
        seen[index]!.push((await rates.next(TURN_S)) ?? Number.NaN)
    return simulations.flatMap(({ size }, index) =>
      celeries.map(({ name }, celery) => {
        const floor = median(seen[celery]!)
        return {
          what: `simulation: tasks of a group of ${size.toLocaleString('en')}, beside Celery's eager mode ${name}`,
          unit: '/s',
          measured: median(seen[celeries.length + index]!),
          floor,
          budget: floor * 60,
          atLeast: true,
        }
      }),
    )
  } finally {
    for (const { rates } of all) rates.stop()
  }
}

/** A process that is told how many seconds to run, and answers how much it did in one. */
class Rates {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>
  readonly #answers: AsyncIterator<string>

  constructor(command: string, ...words: readonly string[]) {
    this.#process = spawn(command, words, { stdio: ['pipe', 'pipe', 'ignore'] })
    this.#process.on('error', () => {})
    this.#process.stdin.on('error', () => {})
    this.#answers = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]()
  }

  /** Null when the process is gone. */
  async next(seconds: number): Promise<number | null> {
    this.#process.stdin.write(`${seconds}\n`)
    const { value, done } = await this.#answers.next()
    return done ? null : Number(value)
  }

  stop(): void {
    this.#process.kill()
  }
}
