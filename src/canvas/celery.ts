import type { Positional } from './bound.ts'
import type { Canvas } from './canvas.ts'
import { taskCanvas } from './compose.ts'
import type { Context } from './context.ts'
import { Control } from './control.ts'
import { decodeCanvas } from './decode.ts'
import { ImproperlyConfigured } from './exceptions.ts'
import { type HandleTuple, handleOf } from './handle.ts'
import type { Hooks } from './hooks.ts'
import type { Instead } from './instead.ts'
import type { Json, JsonObject } from './json.ts'
import type { ResultOf, Survives } from './jsonable.ts'
import { type CompressionName, encodeOptions, type SendOptions } from './options.ts'
import { type AnyResult, type AsyncResult, type GroupResult, resultOf } from './result.ts'
import type { Runtime } from './runtime.ts'
import { encodeArgs, encodeKwargs, type Signature, wrap } from './signature.ts'
import { type RegisteredTask, type Task, wrapTask } from './task.ts'

/** The settings of an app. */
export interface Configuration {
  /** Where messages go: `memory://` (default), `redis://...`, `amqp://...`. */
  readonly broker?: string
  /** Where results go: `memory://` (default), `redis://...`, `rpc://`. With another broker and no backend: none. */
  readonly backend?: string
  /** The queue of messages for which nothing else is said; `celery`. */
  readonly taskDefaultQueue?: string
  /**
   * Where tasks go, by name or by pattern: `{ 'bank.*': 'bank', 'feed.*': { queue: 'feeds', routingKey: 'feed.import' } }`.
   * The name counts, else the first pattern that fits; a text is a queue.
   */
  readonly taskRoutes?: Readonly<Record<string, string | Route>>
  /** Queues that are declared otherwise than by their name alone; a worker of which nothing is said consumes all of them. */
  readonly taskQueues?: Readonly<Record<string, QueueOptions>>
  /** The exchange of queues that name none, and its type; the default queue's name, and `direct`. */
  readonly taskDefaultExchange?: string
  readonly taskDefaultExchangeType?: ExchangeType
  /** With what the default queue is bound; its name. */
  readonly taskDefaultRoutingKey?: string
  /** Tell whoever watches about every message that is sent (`task-sent`); false. */
  readonly taskSendSentEvent?: boolean
  /** How messages are packed for which nothing else is said; not at all. */
  readonly taskCompression?: CompressionName
  /** 1 keeps messages in RabbitMQ's memory alone, 2 on its disk too; 2. */
  readonly taskDefaultDeliveryMode?: 1 | 2
  /** What a task sends has the task's own priority; false. */
  readonly taskInheritParentPriority?: boolean
  /** An errback of a chord is one of its header's members too, once for each that fails; false. */
  readonly taskAllowErrorCbOnChordHeader?: boolean
  /** A task with `acksLate` that is delivered again and has succeeded already is not run again; false. */
  readonly workerDeduplicateSuccessfulTasks?: boolean
  /** Seconds between two looks of a backend that cannot count; 1. */
  readonly resultChordRetryInterval?: number
  /** Seconds that results are kept; 86400 (a day), null for ever. */
  readonly resultExpires?: number | null
  /** Keep a task's name, arguments, worker, retries and queue with its result; false. */
  readonly resultExtended?: boolean
  /** The highest priority of the queues (RabbitMQ's `x-max-priority`); without one RabbitMQ knows no priorities. */
  readonly taskQueueMaxPriority?: number
  /** What a broker is told besides its URL. */
  readonly brokerTransportOptions?: {
    /** Redis: seconds after which a message that was not acknowledged is delivered again; 3600. */
    readonly visibilityTimeout?: number
    /** Redis: stands before every key. */
    readonly globalKeyprefix?: string
  }
  /** Who carries messages and waits for results; chosen by the URLs when left out. */
  readonly runtime?: Runtime | ((app: App) => Runtime)
}

/** How an exchange brings messages to queues: with the same key, with a key that fits a pattern, or always. */
export type ExchangeType = 'direct' | 'topic' | 'fanout'

/** How a queue is declared, where nothing is said bound to the default exchange with its name. */
export interface QueueOptions {
  readonly exchange?: string
  /** Of the exchange that is named; `direct`. Over Redis what goes to a `fanout` reaches who listens, and is not kept. */
  readonly exchangeType?: ExchangeType
  /** For a `topic` a pattern of words: `*` is one, `#` any number. */
  readonly routingKey?: string
  /** RabbitMQ's `x-max-priority`. */
  readonly maxPriority?: number
}

/** How a task is sent. What the call or the task says goes before it. */
export interface Route
  extends Pick<
    SendOptions,
    'queue' | 'exchange' | 'routingKey' | 'priority' | 'compression' | 'deliveryMode'
  > {}

/** The options of a task, in Celery's names. */
export interface TaskOptions extends Hooks {
  /** The function's first parameter is the task's context: `request`, `retry`, `replace`, ... */
  readonly bind?: boolean
  /** The parameters' names, for keyword arguments: `'sep?'` is optional, `'*args'` the rest, `'**kwargs'` takes any. */
  readonly parameters?: readonly string[]
  /** How often it may be retried; 3, null is no limit. */
  readonly maxRetries?: number | null
  /** Seconds before a retry; 180. */
  readonly defaultRetryDelay?: number
  /** Errors after which it is retried by itself. */
  readonly autoretryFor?: readonly (new (
    ...args: never[]
  ) => Error)[]
  readonly dontAutoretryFor?: readonly (new (...args: never[]) => Error)[]
  readonly retryKwargs?: { readonly maxRetries?: number | null; readonly countdown?: number }
  /** Delays of automatic retries double, from this many seconds (true is 1). */
  readonly retryBackoff?: boolean | number
  /** The longest such delay, in seconds; 600. */
  readonly retryBackoffMax?: number
  /** Each such delay is a random one between zero and it; true. */
  readonly retryJitter?: boolean
  /** Store no result. */
  readonly ignoreResult?: boolean
  /** Store failures even so. */
  readonly storeErrorsEvenIfIgnored?: boolean
  /** Acknowledge the message after the run, not before. */
  readonly acksLate?: boolean
  /** With `acksLate`: put the message back when the worker process dies. */
  readonly rejectOnWorkerLost?: boolean
  /** Seconds after which the worker kills the process. */
  readonly timeLimit?: number
  /** Seconds after which `SoftTimeLimitExceeded` is raised inside. */
  readonly softTimeLimit?: number
  /** `'10/s'`, `'100/m'`, `'1000/h'`, or a number a second. */
  readonly rateLimit?: string | number | null
  /** Report STARTED. */
  readonly trackStarted?: boolean
  readonly queue?: string
  readonly priority?: number
  readonly compression?: CompressionName
  readonly deliveryMode?: 1 | 2
  /** Check the arguments when it is sent; true. */
  readonly typing?: boolean
  /** Record what the task starts as its children; true. */
  readonly trail?: boolean
}

/** The app as the words see it. */
export interface App {
  readonly name: string
  readonly tasks: ReadonlyMap<string, RegisteredTask>
  readonly broker: string
  readonly backend: string
  /** Its settings, as they were given. */
  readonly conf: Configuration
  readonly runtime: Runtime
}

/** The backend of a configuration: what is given, else memory beside a memory broker, else none. */
type BackendOf<Settings> = Settings extends { readonly backend: infer Backend extends string }
  ? Backend
  : Settings extends { readonly broker: infer Broker extends string }
    ? Broker extends `memory:${string}`
      ? 'memory://'
      : 'disabled://'
    : 'memory://'

/** A task's name, marked with the backend when that cannot do chords, `add@rpc`, and when it ignores its result, `add~`. */
export type Marked<Name extends string, Settings, Options = {}> = Options extends {
  readonly ignoreResult: true
}
  ? MarkedWith<`${Name}~`, Settings>
  : MarkedWith<Name, Settings>
type MarkedWith<Name extends string, Settings> =
  BackendOf<Settings> extends infer Backend
    ? Backend extends `rpc${string}`
      ? `${Name}@rpc`
      : Backend extends `disabled${string}`
        ? `${Name}@disabled`
        : Name
    : never

type NamesOf<Options> = Options extends { readonly parameters: infer Names extends readonly string[] }
  ? Names
  : readonly []

/**
 * Unknown when all that is given are known words; else a sentence in the place of each other one: `{ queu: 'q' }` asks for
 * `queue`. It is in a list, for of a number and a text the compiler would say that the whole is never.
 */
type OnlyKnown<Given, Known, Kind extends string> = [Other<keyof Given, Known>] extends [never]
  ? unknown
  : {
      readonly [Key in keyof Given as Other<Key, Known>]: readonly [
        `there is no ${Kind} ${Key & string}${Instead<Key, keyof Known & string>}`,
      ]
    }
type Other<Key, Known> = Key extends keyof Known
  ? never
  : Key extends string
    ? string extends Key
      ? never
      : Key
    : never

/** The context of a bound task, that knows the types of its first parameters: never where nothing is said of one. */
type ContextOf<Options, Known extends Positional> = Options extends { readonly bind: true }
  ? Context<unknown, KnownOf<Known>>
  : never

/** `[number, string | undefined, never, never]` is `[number, string?, ...unknown[]]`. */
type KnownOf<Known extends Positional> = Known extends readonly [infer First, ...infer Rest]
  ? [First] extends [never]
    ? readonly unknown[]
    : undefined extends First
      ? readonly [First?, ...KnownOf<Rest>]
      : readonly [First, ...KnownOf<Rest>]
  : readonly unknown[]

/**
 * An app's name. With `strictNullChecks` or `strictFunctionTypes` off the compiler takes nearly any canvas for right: then
 * a sentence in its place asks for them.
 */
type AppName = undefined extends string
  ? 'canvases are checked with "strictNullChecks" alone: set "strict": true in tsconfig.json'
  : ((text: string) => void) extends (value: unknown) => void
    ? 'canvases are checked with "strictFunctionTypes" alone: set "strict": true in tsconfig.json'
    : string

/** The parameters of a task's function, without the context. */
type ArgsOf<Options, Fn> = Fn extends (...args: infer Args) => unknown
  ? Options extends { readonly bind: true }
    ? WithoutFirst<Args>
    : Args
  : never[]
type Returned<Fn> = Fn extends (...args: never[]) => infer Result ? Result : unknown
type WithoutFirst<Args extends Positional> = Args extends readonly [unknown, ...infer Rest]
  ? Rest
  : number extends Args['length']
    ? Args
    : []

/** By two forms, so that the compiler leaves a generic function as it is: by one it would fill in what it takes. */
interface AnyFunction {
  (...args: never[]): unknown
  (...args: never[]): unknown
}

/**
 * An app: its tasks by name, and where messages and results go. Without a broker everything stays in memory, on a
 * virtual clock. Its types need `"strict": true` in tsconfig.json.
 *
 * @example
 * const app = new Celery('bank')
 * const add = app.task('bank.add', (x: number, y: number) => x + y)
 * await (await add.delay(2, 2)).get() // 4
 */
export class Celery<const Settings extends Configuration = {}> implements App {
  /** Its name; a worker's log and `toString` of its tasks say it. */
  readonly name: string
  readonly #settings: Configuration
  readonly #tasks = new Map<string, RegisteredTask>()
  #runtime: Runtime | undefined

  constructor(name: AppName, settings?: Settings & OnlyKnown<Settings, Configuration, 'setting'>) {
    this.name = name
    this.#settings = settings ?? {}
  }

  /** The tasks whose code is in this program, by name. */
  get tasks(): ReadonlyMap<string, RegisteredTask> {
    return this.#tasks
  }

  /** What can be told to all workers. */
  get control(): Control {
    return new Control(() => this.runtime)
  }

  /** Its settings, as they were given. */
  get conf(): Configuration {
    return this.#settings
  }

  /** Where messages go, as a URL; `memory://` when nothing is said. */
  get broker(): string {
    return this.#settings.broker ?? 'memory://'
  }

  /** Where results go, as a URL; `disabled://` when there is a broker and nothing is said. */
  get backend(): string {
    return this.#settings.backend ?? (this.broker.startsWith('memory:') ? 'memory://' : 'disabled://')
  }

  /** Connected when it is first needed. */
  get runtime(): Runtime {
    this.#runtime ??= this.connect(this.#settings.runtime)
    return this.#runtime
  }

  /** Sends through this runtime from now on. */
  connectTo(runtime: Runtime): void {
    this.#runtime = runtime
  }

  /** The runtime of a setting; a subclass knows one for an app that has none. */
  protected connect(runtime: Configuration['runtime']): Runtime {
    if (!runtime)
      throw new ImproperlyConfigured(
        `${this.name} has no runtime: import Celery from 'celeriac', or give one as { runtime }`,
      )
    return typeof runtime === 'function' ? runtime(this) : runtime
  }

  /** Declares a task that lives elsewhere, by its type: `app.task<(x: number) => string>('mail.send')`. */
  task<Fn extends AnyFunction = never>(
    name: string,
  ): Task<Parameters<Fn>, ResultOf<ReturnType<Fn>>, Marked<string, Settings>, readonly []>
  /** The same with its name in the types: `app.task<'mail.send', (x: number) => string>('mail.send')`. */
  task<const Name extends string, Fn extends AnyFunction>(
    name: Name,
  ): Task<Parameters<Fn>, ResultOf<ReturnType<Fn>>, Marked<Name, Settings>, readonly []>
  /** Registers a task: `app.task('bank.add', (x: number, y: number) => x + y)`. Of a function's overloads the last counts. */
  task<const Name extends string, Fn extends AnyFunction>(
    name: Name,
    fn: Fn & NoInfer<Survives<Name, Parameters<Fn>, ReturnType<Fn>>>,
  ): Task<Parameters<Fn>, ResultOf<ReturnType<Fn>>, Marked<Name, Settings>, readonly []>
  /**
   * Registers a task with options: `app.task('bank.add', { maxRetries: 5 }, (x: number) => ...)`.
   *
   * @example
   * const retried = app.task('retried', { maxRetries: 5 }, (x: number) => x + 1)
   * const result = await retried.delay(1)
   * await result.get() // 2
   */
  task<
    const Name extends string,
    const Options extends TaskOptions,
    // Without a constraint, which would be a second form of the function: without `noImplicitAny` there may be one alone.
    Fn,
    // The types of the first parameters, which the compiler knows before it looks at what the function does.
    A = never,
    B = never,
    C = never,
    D = never,
    E = never,
    F = never,
  >(
    name: Name,
    options: Options & OnlyKnown<Options, TaskOptions, 'option'>,
    fn: Fn &
      ((
        self: ContextOf<Options, [A, B, C, D, E, F]>,
        a: A,
        b: B,
        c: C,
        d: D,
        e: E,
        f: F,
        ...rest: never[]
      ) => unknown) &
      NoInfer<Survives<Name, ArgsOf<Options, Fn>, Returned<Fn>>>,
  ): Task<ArgsOf<Options, Fn>, ResultOf<Returned<Fn>>, Marked<Name, Settings, Options>, NamesOf<Options>>
  task(name: string, ...rest: readonly (TaskOptions | AnyFunction)[]): unknown {
    const fn = rest.find((part): part is AnyFunction => typeof part === 'function') ?? null
    const options = rest.find((part): part is TaskOptions => typeof part === 'object') ?? {}
    if (fn && this.#tasks.has(name)) throw new TypeError(`${this.name} has a task ${name} already`)
    const task: RegisteredTask = {
      name,
      fn,
      bind: options.bind ?? false,
      parameters: options.parameters ?? null,
      options,
    }
    if (fn) this.#tasks.set(name, task)
    return wrapTask(this, task)
  }

  /**
   * A signature by name, or from Celery's dict. What it takes and gives is not known, unless said:
   * `app.signature<[x: number], string>('mail.send')`. Throws `DecodeError` for what is not a canvas.
   *
   * @example
   * const result = await app.signature<[x: number], number>('add', { args: [3] }).delay(2)
   * await result.get() // 5
   * const again = await app.signature(chain(add.s(2, 3), double.s()).toJSON()).delay()
   * await again.get() // 10
   */
  signature<Args extends Positional = [], Result = Json>(
    task: string | Canvas | JsonObject,
    call: {
      readonly args?: readonly Json[]
      readonly kwargs?: JsonObject
      readonly immutable?: boolean
    } & SendOptions = {},
  ): Signature<Args, Result, Marked<string, Settings>> {
    if (typeof task !== 'string') return wrap(this, decodeCanvas(task))
    const { args = [], kwargs = {}, immutable = false, ...options } = call
    const canvas = taskCanvas(task, {
      args: encodeArgs(task, args),
      kwargs: encodeKwargs(task, kwargs),
      options: encodeOptions(options),
      immutable,
    })
    return wrap(this, canvas)
  }

  /**
   * The result of an id that was kept: Celery's `AsyncResult(id)`. It has no parent.
   *
   * @example
   * const { id } = await add.delay(2, 3)
   * await app.asyncResult<number>(id).get() // 5
   */
  asyncResult<Value = Json>(id: string): AsyncResult<Value, []> {
    return resultOf(this, { type: 'task', id, parent: null }) as unknown as AsyncResult<Value, []>
  }

  /**
   * The result of a group that was saved: Celery's `GroupResult.restore(id)`; null when none was.
   *
   * @example
   * const sent = await group(add.s(1, 1), add.s(2, 2)).delay()
   * await sent.save()
   * const restored = await app.groupResult<number[]>(sent.id)
   * await restored?.get() // [2, 4]
   */
  async groupResult<Values = readonly Json[]>(id: string): Promise<GroupResult<Values> | null> {
    const group = await this.runtime.restoreGroup(id)
    return group && (resultOf(this, group) as unknown as GroupResult<Values>)
  }

  /**
   * A result from its `asTuple()`: Celery's `result_from_tuple`.
   *
   * @example
   * const sent = await chain(add.s(2, 3), double.s()).delay()
   * const rebuilt = app.resultFromTuple(sent.asTuple())
   * await sent.get() // 10
   * await rebuilt.parent?.ready() // true
   */
  resultFromTuple(tuple: HandleTuple): AnyResult {
    return resultOf(this, handleOf(tuple)) as unknown as AnyResult
  }
}
