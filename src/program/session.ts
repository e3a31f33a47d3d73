import { isBuiltin } from 'node:module'
import { inspect } from 'node:util'
import { Script } from 'node:vm'
import type { Canvas } from '../canvas/canvas.ts'
import { type App, Celery } from '../canvas/celery.ts'
import type { Runtime } from '../canvas/runtime.ts'
import { handlesIn } from '../runtime/handlesIn.ts'
import type { Recording } from '../runtime/recording.ts'
import { playIn, type simulate } from '../runtime/simulate.ts'
import { running } from '../runtime/taskCode.ts'
import type { Trace, TraceEvent } from '../runtime/trace.ts'
import { WORLD } from '../runtime/world.ts'
import { Captured } from './captured.ts'
import { type Carried, Carrier } from './carried.ts'
import type { Held } from './findTraps.ts'
import { nearest } from './nearest.ts'
import { Origins } from './origins.ts'
import type { Hooks, Imported, Place, Prepared } from './prepare.ts'
import { type ProgramRun, plainTrouble, type Trouble, UNKNOWN } from './programRun.ts'
import { Refused, refuse, whyNot } from './refusals.ts'
import type { Modules, ThreadOrder } from './serveProgram.ts'
import { Shortener } from './shorten.ts'
import { Watched } from './watched.ts'

/** One run of a program in its thread. */
export class Session {
  readonly #order: ThreadOrder
  readonly #modules: Modules
  readonly #names: readonly string[]
  readonly #captured: Captured
  readonly #simulations = new Map<App, Watched>()
  /** What the program recorded itself, with `simulate`. */
  readonly #recordings: Recorded[] = []
  #prepared: Prepared | null = null
  #origins = new Origins([], '')
  #look: Readonly<Record<string, () => unknown>> = {}
  /** The places that are awaited now, the innermost last. */
  readonly #awaiting = new Set<{ readonly place: number }>()
  /** Where an error came out of an `await`. */
  readonly #cameOutAt = new WeakMap<object, number>()
  /** Ends the run at once. */
  stop: (trouble: Trouble) => void = () => {}

  constructor(order: ThreadOrder, modules: Modules, names: readonly string[]) {
    this.#order = order
    this.#modules = modules
    this.#names = names
    this.#captured = new Captured(order.limits, () => ({
      atMs: this.#nowMs(),
      count: this.#main()?.trace.length ?? 0,
      taskId: running.getStore()?.id ?? null,
    }))
  }

  /** Runs the program to its end, until nothing is due any more, or until it is stopped. */
  async run(prepared: Prepared, begins: () => void): Promise<ProgramRun> {
    this.#prepared = prepared
    this.#origins = new Origins(prepared.calls, this.#order.file)
    const stopped = new Promise<Trouble>((resolve) => {
      this.stop = resolve
    })
    const loaded: object[] = []
    for (const one of prepared.imports) {
      const module = await this.#load(one).catch((error: unknown) => this.#troubleOf(error, one))
      if (isTrouble(module)) return this.ended(module)
      loaded.push(module)
    }
    refuse(this.#order.mayReach)
    Error.stackTraceLimit = 50
    process.on('uncaughtException', (error) => this.stop(this.#troubleOf(error)))
    process.on('unhandledRejection', (error) => this.stop(this.#troubleOf(error)))
    process.on('beforeExit', () => this.stop(this.#never()))
    const counting = setInterval(() => this.#countEvents(), 20)
    counting.unref()
    begins()
    return this.ended(await Promise.race([this.#play(prepared, loaded), stopped]))
  }

  /** What there is to hand over. */
  ended(trouble: Trouble | null): ProgramRun {
    const { limits } = this.#order
    const short = new Shortener(limits.characters)
    const held: Record<string, unknown> = {}
    for (const [name, look] of Object.entries(this.#look)) {
      const bound = boundTo(look)
      if (bound !== null) held[name] = bound.value
    }
    const { trace, workers, concurrency, watched } = this.#recorded()
    const whole = trace.slice(0, limits.events)
    const events = whole.map(short.event)
    const returned: Record<string, unknown> = {}
    const canvases: Record<string, Canvas> = {}
    for (const [name, value] of Object.entries(held)) {
      if (isCanvas(value)) canvases[name] = value.toJSON()
      else if (isPlain(value)) returned[name] = short.value(value)
    }
    return {
      trace: events,
      workers,
      concurrency,
      handles: handlesIn(held),
      returned,
      canvases,
      printed: this.#captured.printed,
      messages: watched === null ? [] : this.#carriedBy(watched, events, short),
      ...(watched === null ? UNKNOWN : this.#origins.made(whole, watched)),
      trouble: trouble === null ? this.#overLimits(short) : this.#placed(trouble),
    }
  }

  /** What the program sent; when it sent nothing, the canvases that it holds. */
  held(): readonly Held[] {
    const backendOf = (app: App) => this.#order.backend ?? app.backend
    const sent = [...this.#simulations].flatMap(([app, { sent }]) =>
      sent.map(({ canvas, args, stretch }): Held => {
        const place = this.#origins.placeOf(stretch)
        return { canvas, args, backend: backendOf(app), tasks: app.tasks, place }
      }),
    )
    if (sent.length > 0) return sent
    return (this.#prepared?.names ?? []).flatMap(({ name, line, column }): readonly Held[] => {
      const value = boundTo(this.#look[name])?.value
      if (!isCanvas(value) || value.app === null) return []
      const { app } = value
      const canvas = value.toJSON()
      return [{ canvas, args: [], backend: backendOf(app), tasks: app.tasks, place: { line, column } }]
    })
  }

  /** What the messages carry that the events do not tell. */
  #carriedBy({ messages }: Watched, events: Trace, short: Shortener): readonly (Carried | null)[] {
    const startsAt = this.#order.world.startsAt ?? WORLD.startsAt
    const carrier = new Carrier(startsAt.getTime(), short.canvas)
    return events
      .filter((event): event is TraceEvent & { readonly type: 'task-sent' } => event.type === 'task-sent')
      .map((event, index) => carrier.carried(messages[index]!, event))
  }

  async #play(prepared: Prepared, modules: readonly object[]): Promise<Trouble | null> {
    let trouble: Trouble | null = null
    try {
      const script = new Script(prepared.code, { filename: this.#order.file })
      await script.runInThisContext()(this.#hooks(modules))
    } catch (error) {
      trouble = this.#troubleOf(error)
    }
    await Promise.all([...this.#simulations.values()].filter(hasEvents).map((each) => each.settle()))
    const used = [...this.#simulations].filter(([, each]) => hasEvents(each)).map(([app]) => app.name)
    if (used.length > 1)
      trouble ??= plainTrouble(
        'refused',
        `The program sends through ${used.length} apps (${used.join(', ')}), and a run shows one cluster: send through one of them.`,
      )
    return trouble
  }

  #hooks(modules: readonly object[]): Hooks {
    return {
      modules,
      names: (look) => {
        this.#look = look
      },
      at: this.#order.at,
      begins: (call) => this.#origins.begins(call),
      ended: (call, value) => this.#origins.ended(call, value),
      wait: (place, value) => this.#wait(place, value),
      load: async (specifier) => this.#load({ specifier: String(specifier), names: [], line: 1, column: 1 }),
      meta: { url: `file:///${this.#order.file}`, filename: this.#order.file },
    }
  }

  /** Awaits for the program, and knows where it does. */
  #wait(place: number, value: unknown): unknown {
    if (!isThenable(value)) return value
    const here = { place }
    this.#awaiting.add(here)
    return Promise.resolve(value).then(
      (given) => {
        this.#awaiting.delete(here)
        return given
      },
      (error) => {
        this.#awaiting.delete(here)
        if (typeof error === 'object' && error !== null && !this.#cameOutAt.has(error))
          this.#cameOutAt.set(error, place)
        throw error
      },
    )
  }

  async #load({ specifier, names }: Imported): Promise<object> {
    const found = await this.#modules(specifier)
    const reached =
      found ?? (this.#order.mayReach && isBuiltin(specifier) ? await import(specifier) : undefined)
    if (reached === undefined) throw new Missing(whyNot(specifier, this.#names))
    const module = specifier === 'celeriac' ? this.#celeriac(reached) : reached
    for (const one of names)
      if (!(one.name in module)) throw new Missing(noSuchName(specifier, one.name, Object.keys(module)), one)
    for (const value of Object.values(module)) if (value instanceof Celery) this.#connect(value)
    return module
  }

  /** The library, with apps that send through this run's simulation whatever their broker is. */
  #celeriac(library: object): object {
    const connect = (app: Celery): Runtime => this.#connect(app)
    const { Celery: Library } = library as Library
    class Simulated extends Library {
      protected override connect(): Runtime {
        return connect(this)
      }
    }
    Object.defineProperty(Simulated, 'name', { value: 'Celery' })
    const recording: Library['simulate'] = async (app, world, program) => {
      const watched = new Watched(app, world, (stretch) => this.#origins.happened(stretch))
      const recorded = await playIn(watched, app, program)
      this.#recordings.push({ ...recorded, watched })
      return recorded
    }
    return { ...library, Celery: Simulated, simulate: recording }
  }

  #connect(app: Celery): Watched {
    const known = this.#simulations.get(app)
    if (known) return known
    const { world, backend } = this.#order
    const simulation = new Watched(
      backend === null ? app : withBackend(app, backend),
      { ...world, stuckAfterMs: Math.min(world.stuckAfterMs ?? STUCK_MS, STUCK_MS) },
      (stretch) => this.#origins.happened(stretch),
    )
    this.#simulations.set(app, simulation)
    app.connectTo(simulation)
    return simulation
  }

  /** The simulation in which most happened. */
  #main(): Watched | undefined {
    return [...this.#simulations.values()].reduce<Watched | undefined>(
      (most, each) => (most === undefined || each.trace.length > most.trace.length ? each : most),
      undefined,
    )
  }

  #recorded(): Recorded {
    const main = this.#main()
    const own = this.#recordings.at(-1)
    if (own !== undefined && (main === undefined || !hasEvents(main))) return own
    const workers = main?.workers ?? []
    return {
      trace: main?.trace ?? [],
      watched: main ?? null,
      workers: workers.length,
      concurrency: Math.max(0, ...workers.map(({ concurrency }) => concurrency)),
    }
  }

  #countEvents(): void {
    const { events } = this.#order.limits
    if ((this.#main()?.trace.length ?? 0) > events)
      this.stop(
        plainTrouble(
          'events',
          `More than ${events} things happened, and the run was stopped: does something send itself again and again?`,
        ),
      )
  }

  #overLimits({ largest }: Shortener): Trouble | null {
    const { events, lines } = this.#order.limits
    if ((this.#main()?.trace.length ?? 0) > events)
      return plainTrouble('events', `More than ${events} things happened; the first ${events} are shown.`)
    if (largest > 0)
      return plainTrouble(
        'output',
        `A value of ${megabytes(largest)} went over the wire, and only its beginning is shown. A message or result is for what a task needs to know: keep what is large elsewhere, and send where it is.`,
      )
    const { dropped } = this.#captured
    if (dropped > 0)
      return plainTrouble('output', `It printed ${lines + dropped} lines; the first ${lines} are shown.`)
    return null
  }

  #never(): Trouble {
    return plainTrouble(
      'never',
      'The program waits here for something that will never come: nothing is under way any more that could end it.',
    )
  }

  /** Nothing is said of where: then it is where the program waits. */
  #placed(trouble: Trouble): Trouble {
    const [waiting] = this.#awaiting
    const place = waiting && this.#prepared?.places[waiting.place]
    return trouble.line === null && place && (trouble.type === 'never' || trouble.type === 'time')
      ? { ...trouble, ...place }
      : trouble
  }

  #troubleOf(error: unknown, place: Place | null = null): Trouble {
    const at = place ?? this.#placeOf(error)
    const where = { line: at?.line ?? null, column: at?.column ?? null }
    if (error instanceof Missing) return { type: 'import', says: error.message, ...where, ...error.place }
    if (error instanceof Refused) return { type: 'refused', says: error.message, ...where }
    if (!(error instanceof Error))
      return {
        type: 'threw',
        says: `It threw ${inspect(error, { breakLength: 60 }).slice(0, 200)}.`,
        ...where,
      }
    // Where a call is marked, V8 names the marking in the place of the call.
    const [says = ''] = error.message.replace(/\$celeriac\.\w+\(\.\.\.\)/g, '(...)').split('\n\n')
    return {
      type: 'threw',
      says: says === '' ? error.name : `${error.name}: ${says}`,
      ...where,
      name: error.name,
    }
  }

  /** The first place of the program's file in the error's stack, or where the error came out of an `await`. */
  #placeOf(error: unknown): Place | null {
    if (typeof error !== 'object' || error === null || this.#prepared === null) return null
    const { file } = this.#order
    const { stack = '' } = error as { readonly stack?: string }
    for (const line of stack.split('\n')) {
      const found =
        line.startsWith('    at ') && line.includes(`${file}:`) ? /:(\d+):(\d+)\)?$/.exec(line) : null
      if (found) return this.#prepared.placeOf(Number(found[1]), Number(found[2]))
    }
    const awaited = this.#cameOutAt.get(error)
    return awaited === undefined ? null : this.#prepared.places[awaited]!
  }

  /** Virtual milliseconds since the run began; a date has whole ones only. */
  #nowMs(): number {
    const main = this.#main()
    const startsAt = this.#order.world.startsAt ?? WORLD.startsAt
    return main ? Math.max(main.now().getTime() - startsAt.getTime(), main.trace.at(-1)?.atMs ?? 0) : 0
  }
}

/** What was recorded, and of which simulation; null before there was any. */
interface Recorded extends Omit<Recording, 'handles'> {
  readonly watched: Watched | null
}

/** What a run replaces of the library. */
interface Library {
  readonly Celery: typeof Celery
  readonly simulate: typeof simulate
}

/** Real milliseconds after which a task that has not returned counts as stuck. */
const STUCK_MS = 1000

/** Something that is imported is not there. */
class Missing extends Error {
  readonly place: Place | undefined

  constructor(says: string, place?: Place) {
    super(says)
    this.place = place && { line: place.line, column: place.column }
  }
}

const noSuchName = (specifier: string, name: string, names: readonly string[]): string => {
  const like = nearest(name, names)
  const meant = like === undefined ? '' : ` Did you mean ${like}?`
  const type = /^[A-Z]/.test(name) ? ` If it is a type, write: import type { ${name} }.` : ''
  return `${specifier} has no ${name}.${meant}${type}`
}

/** What a name is bound to; null where the program ended before it was. */
const boundTo = (look: (() => unknown) | undefined): { readonly value: unknown } | null => {
  try {
    return look ? { value: look() } : null
  } catch {
    return null
  }
}

const isTrouble = (value: object): value is Trouble => 'says' in value && 'type' in value && 'column' in value

/** The app as it would be with another backend. */
const withBackend = (app: App, backend: string): App => ({
  name: app.name,
  tasks: app.tasks,
  broker: app.broker,
  backend,
  conf: app.conf,
  get runtime() {
    return app.runtime
  },
})

const hasEvents = ({ trace }: Watched): boolean => trace.length > 0

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as { readonly then?: unknown }).then === 'function'

const isCanvas = (value: unknown): value is { toJSON(): Canvas; readonly app: App | null } => {
  if (typeof value !== 'object' || value === null || !('toJSON' in value)) return false
  const { toJSON } = value
  return typeof toJSON === 'function' && 'applyAsync' in value
}

/** A value that can be shown, and crosses threads: no function, no instance of a class. */
const isPlain = (value: unknown): boolean => {
  if (typeof value === 'function' || typeof value === 'symbol') return false
  if (typeof value !== 'object' || value === null || value instanceof Error) return true
  if (Array.isArray(value)) return value.every(isPlain)
  const prototype = Object.getPrototypeOf(value)
  return (prototype === Object.prototype || prototype === null) && Object.values(value).every(isPlain)
}

const megabytes = (characters: number): string =>
  characters >= 1e6 ? `${(characters / 1e6).toFixed(1)} MB` : `${Math.round(characters / 1000)} kB`
