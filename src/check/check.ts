import type { Canvas } from '../canvas/canvas.ts'
import { Celery } from '../canvas/celery.ts'
import { decodeCanvas } from '../canvas/decode.ts'
import { NeverReady } from '../canvas/exceptions.ts'
import type { Json } from '../canvas/json.ts'
import type { RegisteredTask } from '../canvas/task.ts'
import { tasksOf } from '../canvas/walk.ts'
import { Simulation } from '../runtime/simulation.ts'
import type { Trace } from '../runtime/trace.ts'
import type { Run, Trap } from './trap.ts'

/** How a canvas is to be looked at. */
export interface CheckOptions {
  /** The result backend's URL; it decides what a chord can do. `memory://`, which does what Redis does. */
  readonly backend?: string
  /** Arguments that it will be sent with. */
  readonly args?: readonly Json[]
  /** The app's tasks, for those that ignore their results. Their code does not run. */
  readonly tasks?: ReadonlyMap<string, Pick<RegisteredTask, 'options'>>
  /** At most so many runs of tasks are made to fail, spread over all of them; as many as take a few seconds. */
  readonly failures?: number
}

/**
 * Looks for the traps of a canvas before it is sent: it is rehearsed on a cluster in memory with tasks that do nothing,
 * once as it is meant, and once for every run of a task, with that one failing. What comes back is where Celery's `get()`
 * would wait for ever and why, what would run twice, what would never run. No news is good news about the shape of the
 * canvas; of the tasks' own code it says nothing.
 *
 * @example
 * const add = app.task('add', (x: number, y: number) => x + y)
 * const traps = await check(chain(add.s(1, 2), group([add.s(3), add.s(4)])))
 * traps.map(trapSentence) // ['when add fails, the result can never become ready: ...']
 */
export const check = async (
  canvas: { toJSON(): Canvas } | Canvas,
  options: CheckOptions = {},
): Promise<readonly Trap[]> => {
  const plain = decodeCanvas('toJSON' in canvas ? canvas.toJSON() : canvas)
  const meant = await rehearse(plain, options, null)
  if (meant.refused !== null) return [{ type: 'refused', error: meant.refused }]
  if (meant.never !== null)
    return [{ type: 'never-ready', when: null, why: meant.never }, ...counted(plain, meant)]
  const traps = new Map<string, Trap>()
  for (const when of spread(
    meant.runs,
    options.failures ?? Math.max(3, Math.floor(MANY / meant.runs.length)),
  )) {
    const { never } = await rehearse(plain, options, when)
    // The members of a group fail in the same way.
    if (never !== null && !traps.has(never)) traps.set(never, { type: 'never-ready', when, why: never })
  }
  return [...counted(plain, meant), ...traps.values()]
}

interface Rehearsed {
  readonly refused: string | null
  /** Why `get()` never comes back; null when it does. */
  readonly never: string | null
  /** In the order they began. */
  readonly runs: readonly Run[]
}

/** Plays the canvas, with one run failing if it is said which. */
const rehearse = async (canvas: Canvas, options: CheckOptions, failing: Run | null): Promise<Rehearsed> => {
  const app = new Celery('rehearsal', { backend: options.backend ?? 'memory://' })
  for (const task of namesIn(canvas)) {
    const { ignoreResult = false } = options.tasks?.get(task)?.options ?? {}
    app.task(task, { bind: true, ignoreResult }, (self, ..._args: readonly Json[]): null => {
      if (self.request.id === failing?.id) throw new Error('rehearsed')
      return null
    })
  }
  const simulation = new Simulation(app, STILL)
  app.connectTo(simulation)
  const sent = await settled(app.signature<Json[]>(canvas).delay(...(options.args ?? [])))
  if (sent instanceof Error) return { refused: `${sent.name}: ${sent.message}`, never: null, runs: [] }
  const got = await settled(sent?.get())
  await simulation.settle()
  return { refused: null, never: got instanceof NeverReady ? got.why : null, runs: runsIn(simulation.trace) }
}

/** Runs of tasks that are rehearsed in about a second. */
const MANY = 20_000

/** A cluster on which nothing takes long, so that the shape of the canvas alone decides. */
const STILL = { workers: 1, concurrency: 1, latency: { publish: 0, run: 1, store: 0 } } as const

const settled = <Value>(promise: Promise<Value> | undefined): Promise<Value | Error | undefined> =>
  Promise.resolve(promise).catch((error: Error) => error)

/** The tasks of a canvas, and those that `map`, `starmap` and `chunks` call inside. */
const namesIn = (canvas: Canvas): ReadonlySet<string> => {
  const names = new Set<string>()
  JSON.stringify(canvas, (key, value) => {
    if (key === 'task' && typeof value === 'string' && !value.startsWith('celery.')) names.add(value)
    return value
  })
  return names
}

const runsIn = (trace: Trace): readonly Run[] => {
  const names = new Map<string, string>()
  const counts = new Map<string, number>()
  return trace.flatMap((event) => {
    if (event.type === 'task-sent') names.set(event.taskId, event.task)
    if (event.type !== 'task-started') return []
    const task = names.get(event.taskId)!
    const nth = (counts.get(task) ?? 0) + 1
    counts.set(task, nth)
    return [{ task, nth, id: event.taskId }]
  })
}

/** Tasks that do not run as often as they stand in the canvas. What only runs when something fails does not count. */
const counted = (canvas: Canvas, { runs }: Rehearsed): readonly Trap[] => {
  const stand = new Map<string, number>()
  for (const { task } of tasksOf(canvas, { errbacks: false })) stand.set(task, (stand.get(task) ?? 0) + 1)
  return [...stand].flatMap(([task, stands]): readonly Trap[] => {
    const ran = runs.filter((run) => run.task === task).length
    // What stands in Celery's own tasks (map, chunks) is their business.
    if (ran === stands || task.startsWith('celery.')) return []
    return [{ type: ran > stands ? 'runs-again' : 'never-runs', task, stands, runs: ran }]
  })
}

/** So many of them at most, from the first to the last. */
const spread = <Item>(items: readonly Item[], most: number): readonly Item[] =>
  items.length <= most
    ? items
    : Array.from(
        { length: most },
        (_, index) => items[Math.round((index * (items.length - 1)) / (most - 1))]!,
      )
