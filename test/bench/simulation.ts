import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
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

/** Tasks a second of a program that is run again and again for as long, with all that it leaves to be collected. */
async function rateOf({ run, tasks }: Program, seconds: number): Promise<number> {
  const start = performance.now()
  let done = 0
  let tookMs = 0
  while (tookMs < seconds * 1000) {
    app.connectTo(new Simulation(app, WORKERS))
    await run()
    done += tasks
    tookMs = performance.now() - start
  }
  return (done / tookMs) * 1000
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
app.conf.task_always_eager = True
@app.task(name='add')
def add(x, y): return x + y
sums = group([add.s(i, 1) for i in range(${SMALL})])
for _ in sys.stdin:
    start = time.perf_counter()
    sums.apply_async().get()
    print(${SMALL} / (time.perf_counter() - start), flush=True)
`

/**
 * Tasks a second of groups beside Celery's eager mode, where there is a Python that has Celery. Both run a group that was
 * made before; eager mode keeps no results, sends no messages and counts nothing, and the simulation does all that.
 */
async function eager(): Promise<readonly Row[]> {
  const python = process.env.CELERIAC_PYTHON ?? '.venv/bin/python'
  const celery = spawn(python, ['-c', EAGER], { stdio: ['pipe', 'pipe', 'ignore'] })
  celery.on('error', () => {})
  celery.stdin.on('error', () => {})
  const answers = createInterface({ input: celery.stdout })[Symbol.asyncIterator]()
  const rateOfCelery = async (): Promise<number | null> => {
    celery.stdin.write('again\n')
    const { value, done } = await answers.next()
    return done ? null : Number(value)
  }
  try {
    if ((await rateOfCelery()) === null) {
      console.error(`no Celery beside it: ${python} has none (set CELERIAC_PYTHON to one that has)`)
      return []
    }
    const rows: Row[] = []
    for (const size of [SMALL, LARGE]) {
      const program = groupOf(size)
      const ours: number[] = []
      const theirs: number[] = []
      // In turns, as with the heap, and as long as each other.
      for (let round = 0; round <= ROUNDS; round++) {
        const rate = (await rateOfCelery()) ?? Number.NaN
        const tasksPerSecond = await rateOf(program, SMALL / rate)
        if (round === 0) continue
        ours.push(tasksPerSecond)
        theirs.push(rate)
      }
      const floor = median(theirs)
      rows.push({
        what: `simulation: tasks of a group of ${size.toLocaleString('en')}, beside Celery's eager mode`,
        unit: '/s',
        measured: median(ours),
        floor,
        budget: floor * 60,
        atLeast: true,
      })
    }
    return rows
  } finally {
    celery.kill()
  }
}
