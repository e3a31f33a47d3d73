import type { About, Anything, about, Composable, Runnable } from './about.ts'
import type { Bound, Missing, Positional } from './bound.ts'
import type { Called, CalleeOf } from './called.ts'
import type { Canvas, GroupCanvas } from './canvas.ts'
import type { App } from './celery.ts'
import type { Chain } from './chain.ts'
import { cloneWith, link, linkError, pipe, setImmutable, setOptions, skew } from './compose.ts'
import type { Errback } from './errback.ts'
import type { Fits, TaskName } from './fits.ts'
import { freezeCanvas } from './freeze.ts'
import { encodeJson } from './json.ts'
import type { LinkOptions, SendOptions } from './options.ts'
import { encodeOptions } from './options.ts'
import { print } from './print.ts'
import { type AnyResult, type AsyncResult, resultOf } from './result.ts'
import type { Call as SentCall } from './runtime.ts'
import type { CheckedOptions, Sending } from './sending.ts'
import { type AnyStamps, type CheckedStamps, type StampOptions, type Stamps, stamp } from './stamp.ts'

/** Any canvas that can stand in another: a signature, chain, group or chord. */
export interface AnySignature extends Composable {
  readonly [about]: About<Runnable, (args: never) => void, unknown, unknown, unknown, unknown, unknown>
  /** The app it is sent through; null for an empty group. */
  readonly app: App | null
  /**
   * Celery's dict: the canvas as data, frozen.
   *
   * @example
   * const { task, args, immutable } = add.si(2, 3).toJSON()
   * const parts = [task, args, immutable]
   * parts // ['add', [2, 3], true]
   */
  toJSON(): Canvas
  /**
   * As Celery prints it.
   *
   * @example
   * chain(add.s(2, 3), double.s()).toString() // 'add(2, 3) | double()'
   */
  toString(): string
}

/** A task's name; in a list when nothing is kept of its result, so that the one is not taken for the other. */
export type Naming = string | readonly [silent: string]

/**
 * A call not yet made: a task with the arguments bound so far. `Args` are the ones still missing; a parent's result and
 * the arguments of `delay` go in front of the bound ones. A value: each word gives a new signature.
 */
export interface Signature<
  in Args extends Positional,
  out Result,
  out Name extends Naming = string,
  in Keywords = {},
> extends AnySignature {
  readonly [about]: About<'task', (args: Args) => void, Result, Name>
  /** The task's name. */
  readonly task: string
  /**
   * Sends it, with the arguments that are still missing.
   *
   * @example
   * const result = await sub.s(1).delay(10)
   * await result.get() // 9
   */
  delay<const Given extends Positional>(
    ...args: Called<readonly [TaskName<Name>, Open<Args, Keywords>], Open<Args, Keywords>, Given>
  ): Promise<AsyncResult<Kept<Result, Name>, []>>
  /**
   * Sends it with arguments, keyword arguments and options.
   *
   * @example
   * const result = await sub.s(1).applyAsync({ args: [10], countdown: 5 })
   * await result.get() // 9
   */
  applyAsync<const Sent extends Positional>(
    ...call: Sending<
      CalleeOf<Name, Open<Args, Keywords>, Keywords>,
      SendOptions & LinkOptions,
      readonly [Result, TaskName<Name>],
      Sent
    >
  ): Promise<AsyncResult<KeptOf<Sent, Kept<Result, Name>>, []>>
  /**
   * With options set: `set({ queue: 'sms', countdown: 5 })`.
   *
   * @example
   * add.s(2, 3).set({ queue: 'sums', countdown: 5 }).toJSON().options // { queue: 'sums', countdown: 5 }
   */
  set<const Given extends object>(
    options: CheckedOptions<Given, SendOptions>,
  ): Given extends { readonly ignoreResult: true } ? Silent<Args, Result, Spelt<Name>, Keywords> : this
  /**
   * With stamps: headers that travel with the message, and that events and the worker show.
   *
   * @example
   * add.s(2, 3).stamp({ tenant: 'acme' }).toJSON().options // { tenant: 'acme', stamped_headers: ['tenant'] }
   * const visitor = { onSignature: ({ task }: { task: string }) => ({ of: task }) }
   * add.s(2, 3).stamp({}, { visitor }).toJSON().options.of // 'add'
   */
  stamp<const Given extends AnyStamps>(stamps: CheckedStamps<Given>, options?: StampOptions): this
  /**
   * With a callback that gets the result. `link` gives the signature, not the callback: a signature is a value.
   *
   * @example
   * const result = await add.s(2, 3).link(double.s()).delay()
   * await result.get() // 5
   */
  link<Next extends Composable>(
    callback: Fits<Result, TaskName<Name>, Next> extends Next ? Next : Fits<Result, TaskName<Name>, Next>,
  ): this
  /**
   * With an errback that is called when the task has failed for good.
   *
   * @example
   * const alarm = app.task('alarm', (taskId: string) => `${taskId} failed`)
   * const result = await add.s(2, 3).linkError(alarm.s()).delay()
   * await result.get() // 5
   */
  linkError<Next extends Composable>(callback: Errback<TaskName<Name>, Next>): this
  /**
   * The same as `linkError`.
   *
   * @example
   * const alarm = app.task('alarm_on', (taskId: string) => `${taskId} failed`)
   * const result = await add.s(2, 3).onError(alarm.s()).delay()
   * await result.get() // 5
   */
  onError<Next extends Composable>(callback: Errback<TaskName<Name>, Next>): this
  /**
   * A copy with more bound: arguments in front of the bound ones, keyword arguments, options.
   *
   * @example
   * const result = await sub.s(1).clone({ args: [10] }).delay()
   * await result.get() // 9
   */
  clone<Given extends readonly Hint[] | [] = []>(partial?: {
    readonly args?: Bound<TaskName<Name>, Open<Args, Keywords>, Given> extends Given
      ? Given
      : Bound<TaskName<Name>, Open<Args, Keywords>, Given>
    readonly options?: SendOptions
  }): Given extends readonly [] ? this : Signature<Missing<Args, Given>, Result, Name, Keywords>
  /**
   * `|`: this, and then the next one with the result.
   *
   * @example
   * const result = await add.s(2, 3).pipe(double.s()).delay()
   * await result.get() // 10
   */
  pipe<Next extends Composable, Self extends Composable = this>(
    next: Fits<Result, TaskName<Name>, Next> extends Next ? Next : Fits<Result, TaskName<Name>, Next>,
  ): Chain<Open<Args, Keywords>, Next[typeof about]['inChain'], readonly [Self, Next]>
}

/** A signature whose result is not stored: `get()` gives null at once. A step after it gets the result all the same. */
export type Silent<Args extends Positional, Result, Name extends string = string, Keywords = {}> = Signature<
  Args,
  Result,
  readonly [Name],
  Keywords
>

/** The name alone. */
type Spelt<Name extends Naming> = Name extends readonly [infer Only extends string] ? Only : Name & string

/** What the backend keeps of a result: by the form of the name null, when it is told to ignore it. */
export type Kept<Result, Name extends Naming> = Name extends string ? Result : null

/** What is kept of the result of one call. */
export type KeptOf<Sent extends Positional, Stored> = Sent extends readonly [
  { readonly ignoreResult: infer Ignored },
]
  ? Ignored extends true
    ? null
    : Stored
  : Stored

/**
 * A call that is complete, and ignores its parent's result: made by `.si()`. It stands wherever one is asked for that
 * takes nothing, or anything.
 *
 * @example
 * const result = await chain(add.s(2, 3), add.si(4, 4)).delay()
 * await result.get() // 8
 */
export type ImmutableSignature<Result, Name extends Naming = string> = Signature<
  Anything,
  Result,
  Name,
  {} | null
>

/** What must still be given: nothing to an immutable one, whose keywords may be null. */
type Open<Args extends Positional, Keywords> = ((keywords: Keywords) => void) extends (keywords: null) => void
  ? []
  : Args

/** An immutable signature whose result is not stored. */
export type SilentImmutable<Result, Name extends string = string> = ImmutableSignature<
  Result,
  readonly [Name]
>

/**
 * A signature that cannot run before a keyword argument is given: `signature({ kwargs: { y: 1 } })` of a task (x, y, z).
 */
export interface KeywordSignature<
  in Args extends Positional,
  out Result,
  in out Name extends string,
  in Keywords,
> {
  readonly [about]: About<
    'other',
    (args: never) => void,
    unknown,
    `${TaskName<Name>} cannot run before the keywords are given that come after the ones it has: give them here too`,
    symbol
  >
  /** The task's name. */
  readonly task: string
  /** Cannot be sent so: the keyword arguments that are missing are given by `applyAsync`. */
  delay(
    ...args: `${TaskName<Name>} still misses keyword arguments: send it by applyAsync({ args: [...], kwargs: {...} })` &
      readonly unknown[]
  ): never
  /**
   * Sends it with the keyword arguments that are missing.
   *
   * @example
   * const box = app.task('box', { parameters: ['x', 'y', 'z'] }, (x: number, y: number, z: number) => x * y * z)
   * const result = await box.signature({ kwargs: { y: 2 } }).applyAsync({ args: [1], kwargs: { z: 3 } })
   * await result.get() // 6
   */
  applyAsync(
    call: SendOptions & LinkOptions & { readonly args: Args; readonly kwargs: Keywords },
  ): Promise<AsyncResult<Result, []>>
  /**
   * With options set: `set({ queue: 'sms', countdown: 5 })`.
   *
   * @example
   * const crate = app.task('crate', { parameters: ['x', 'y', 'z'] }, (x: number, y: number, z: number) => x * y * z)
   * crate.signature({ kwargs: { y: 2 } }).set({ queue: 'sums' }).toJSON().options // { queue: 'sums' }
   */
  set(options: SendOptions): KeywordSignature<Args, Result, Name, Keywords>
  /**
   * Celery's dict: the canvas as data, frozen.
   *
   * @example
   * const chest = app.task('chest', { parameters: ['x', 'y', 'z'] }, (x: number, y: number, z: number) => x * y * z)
   * chest.signature({ kwargs: { y: 2 } }).toJSON().kwargs // { y: 2 }
   */
  toJSON(): Canvas
  /**
   * As Celery prints it.
   *
   * @example
   * const case_ = app.task('case', { parameters: ['x', 'y', 'z'] }, (x: number, y: number, z: number) => x * y * z)
   * case_.signature({ kwargs: { y: 2 } }).toString() // 'case(y=2)'
   */
  toString(): string
}

/** Anything, said so that the compiler infers literals and tuples, two levels deep. */
export type Hint =
  | Leaf
  | readonly (Leaf | readonly Leaf[])[]
  | { readonly [key: string]: Leaf | readonly Leaf[] }
type Leaf = string | number | boolean | null | undefined | bigint | symbol | object | []

/** A canvas with the words, untyped: each word is one expression over the data. */
class Words {
  readonly app: App | null
  readonly #canvas: Canvas

  constructor(app: App | null, canvas: Canvas) {
    this.app = app
    this.#canvas = freezeCanvas(canvas)
  }

  get task(): string {
    return this.#canvas.task
  }

  toJSON(): Canvas {
    return this.#canvas
  }

  toString(): string {
    return print(this.#canvas)
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }

  delay(...args: unknown[]) {
    return this.applyAsync({ args })
  }

  async applyAsync(call: CallOptions = {}) {
    return sendCanvas(this.app, this.#canvas, call)
  }

  set({ immutable, ...options }: SendOptions & { readonly immutable?: boolean }) {
    const canvas = setOptions(this.#canvas, encodeOptions(options))
    return wrap(this.app, immutable === undefined ? canvas : setImmutable(canvas, immutable))
  }

  link(callback: AnySignature) {
    return wrap(this.app, link(this.#canvas, callback.toJSON()))
  }

  linkError(errback: AnySignature) {
    const onHeader = this.app?.conf.taskAllowErrorCbOnChordHeader ?? false
    return wrap(this.app, linkError(this.#canvas, errback.toJSON(), onHeader))
  }

  onError(errback: AnySignature) {
    return this.linkError(errback)
  }

  stamp(stamps: Stamps, options?: StampOptions) {
    return wrap(this.app, stamp(this.#canvas, encodeKwargs(this.#canvas.task, stamps), options))
  }

  clone({ args = [], kwargs = {}, options = {} }: PartialCall = {}) {
    return wrap(
      this.app,
      cloneWith(this.#canvas, {
        args: encodeArgs(this.#canvas.task, args),
        kwargs: encodeKwargs(this.#canvas.task, kwargs),
        options: encodeOptions(options),
      }),
    )
  }

  /** A word of groups only; the types of the others do not have it. */
  skew(start?: number, stop?: number | null, step?: number) {
    return wrap(this.app, skew(this.#canvas as GroupCanvas, start, stop, step))
  }

  pipe(next: AnySignature) {
    return wrap(this.app ?? next.app, pipe(this.#canvas, next.toJSON()))
  }
}

interface PartialCall {
  readonly args?: readonly unknown[]
  readonly kwargs?: { readonly [keyword: string]: unknown }
  readonly options?: SendOptions
}

/** Everything `applyAsync` takes, untyped. */
export type CallOptions = Omit<PartialCall, 'options'> & SendOptions & LinkOptions

/** The object with the words, for a canvas; its type is the caller's to say. */
export function wrap<Typed = never>(app: App | null, canvas: Canvas): Typed {
  return new Words(app, canvas) as unknown as Typed
}

/** Sends a canvas and gives its result; null for an empty chain. */
export async function sendCanvas(
  app: App | null,
  canvas: Canvas,
  call: CallOptions,
): Promise<AnyResult | null> {
  if (!app) throw new TypeError('an empty group belongs to no app: send it through one with members')
  const { args = [], kwargs = {}, ...options } = call
  const encoded: SentCall = {
    args: encodeArgs(canvas.task, args),
    kwargs: encodeKwargs(canvas.task, kwargs),
    options: encodeOptions(options),
  }
  const handle = await app.runtime.send(canvas, encoded)
  if (handle?.type !== 'task') return handle && (resultOf(app, handle) as AnyResult)
  return resultOf(app, isIgnored(app, canvas, encoded) ? { ...handle, ignored: true } : handle) as AnyResult
}

/** Whether a lone task was sent with its result ignored: a chain's or a chord's last one is waited for all the same. */
function isIgnored(app: App, canvas: Canvas, { options }: SentCall): boolean {
  if (canvas.subtask_type !== null) return false
  const { ignoreResult = false } = app.tasks.get(canvas.task)?.options ?? {}
  return (options?.ignore_result ?? canvas.options.ignore_result ?? ignoreResult) === true
}

/** Arguments as they will arrive. */
export const encodeArgs = (task: string, args: readonly unknown[]) =>
  args.map((arg, index) => encodeJson(arg, `argument ${index + 1} of ${task}`))

/** Keyword arguments as they will arrive; one that is undefined is not given. */
export const encodeKwargs = (task: string, kwargs: { readonly [keyword: string]: unknown }) =>
  Object.fromEntries(
    Object.entries(kwargs)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, encodeJson(value, `keyword argument ${key} of ${task}`)]),
  )
