import type { About, about } from './about.ts'
import type { Callable } from './arity.ts'
import type { Bound, Missing, Positional } from './bound.ts'
import type { App, TaskOptions } from './celery.ts'
import type { Chunks } from './chunks.ts'
import { wrapChunks } from './chunks.ts'
import { chunksOf, mapOf, starmapOf, taskCanvas } from './compose.ts'
import type { TaskName } from './fits.ts'
import { encodeJson } from './json.ts'
import type { Before, CheckedKeywords, MissingKeywords, OpenKeywords } from './keywords.ts'
import { encodeOptions, type LinkOptions, type SendOptions } from './options.ts'
import type { AsyncResult } from './result.ts'
import {
  type Call,
  type CallOptions,
  encodeArgs,
  encodeKwargs,
  type Hint,
  type ImmutableSignature,
  type KeywordSignature,
  type Signature,
  sendCanvas,
  wrap,
} from './signature.ts'

/** A task: a function with a name, that workers run. Its words make signatures, or send it at once. */
export interface Task<
  in out Args extends Positional,
  in out Result,
  in out Name extends string = string,
  in out Names extends readonly string[] = readonly [],
> {
  readonly [about]: About<
    'other',
    (args: never) => void,
    unknown,
    `${TaskName<Name>} is a task: write ${TaskName<Name>}.s(...)`,
    symbol
  >
  readonly name: Name
  /** Sends it: `task.delay(1, 2)`. */
  delay(...args: Args): Promise<AsyncResult<Result>>
  /** Sends it with keyword arguments and options: `task.applyAsync({ args: [1, 2], countdown: 5 })`. */
  applyAsync<Keywords extends { readonly [keyword: string]: Hint } = {}>(
    ...call: Call<
      Before<Names, Args, keyof Keywords>,
      Kwargs<Keywords, Names, Args, Name> & SendOptions & LinkOptions
    >
  ): Promise<AsyncResult<Result>>
  /**
   * A signature with these arguments bound. They are the *last* ones: a parent's result, or the arguments of `delay`,
   * go in front of them.
   */
  s<Given extends readonly Hint[] | []>(
    ...args: Bound<TaskName<Name>, Args, Given> extends Given ? Given : Bound<TaskName<Name>, Args, Given>
  ): Signature<
    Missing<Args, Given>,
    Result,
    Name,
    OpenKeywords<Names, Args, readonly [...Missing<Args, Given>, ...Given]>
  >
  /** An immutable signature: complete, and without its parent's result. */
  si(...args: Args): ImmutableSignature<Result, Name>
  /** A signature with arguments, keyword arguments and options: `task.signature({ kwargs: { sep: '-' }, queue: 'q' })`. */
  signature<
    Given extends readonly Hint[] | [] = [],
    Keywords extends { readonly [keyword: string]: Hint } = {},
    const Immutable extends boolean = false,
  >(
    call?: {
      readonly args?: Bound<TaskName<Name>, Before<Names, Args, keyof Keywords>, Given> extends Given
        ? Given
        : Bound<TaskName<Name>, Before<Names, Args, keyof Keywords>, Given>
      readonly immutable?: Immutable
    } & Kwargs<Keywords, Names, Args, Name> &
      SendOptions &
      LinkOptions,
  ): SignatureOf<
    Missing<Before<Names, Args, keyof Keywords>, Given>,
    Result,
    Name,
    OpenKeywords<Names, Args, Before<Names, Args, keyof Keywords>, keyof Keywords>,
    MissingKeywords<Names, Args, keyof Keywords>,
    Immutable
  >
  /** One message that runs the task once for each item: `task.map([1, 2])`. */
  map(items: readonly Args[0][]): ImmutableSignature<Result[], Name>
  /** One message that runs the task once for each list of arguments: `task.starmap([[1, 2], [3, 4]])`. */
  starmap(items: readonly Readonly<Args>[]): ImmutableSignature<Result[], Name>
  /** The lists of arguments in parts of n, each a starmap; sent directly it is a group. */
  chunks(items: readonly Readonly<Args>[], n: number): Chunks<Result, Name>
  toString(): string
}

/** Keyword arguments; one that the task has not becomes a sentence. */
type Kwargs<Keywords, Names extends readonly string[], Args extends Positional, Name extends string> = {
  readonly kwargs?: Keywords extends CheckedKeywords<TaskName<Name>, Keywords, Names, Args>
    ? Keywords
    : CheckedKeywords<TaskName<Name>, Keywords, Names, Args>
}

/** The kind of signature: immutable ones must be complete, and nothing runs before its keywords are given. */
type SignatureOf<
  Args extends Positional,
  Result,
  Name extends string,
  Keywords,
  Required,
  Immutable,
> = {} extends Required
  ? Immutable extends true
    ? [] extends Args
      ? ImmutableSignature<Result, Name>
      : KeywordSignature<Args, Result, Name, Keywords>
    : Signature<Args, Result, Name, Keywords>
  : KeywordSignature<Args, Result, Name, Required>

/** What the app knows of a task by its name. */
export interface RegisteredTask extends Callable {
  readonly options: TaskOptions
}

/** A task with its words, untyped. */
class TaskWords {
  readonly #app: App
  readonly #task: RegisteredTask

  constructor(app: App, task: RegisteredTask) {
    this.#app = app
    this.#task = task
  }

  get name(): string {
    return this.#task.name
  }

  delay(...args: unknown[]) {
    return this.applyAsync({ args })
  }

  applyAsync(call: CallOptions = {}) {
    return sendCanvas(this.#app, taskCanvas(this.name), call)
  }

  s(...args: unknown[]) {
    return wrap(this.#app, taskCanvas(this.name, { args: encodeArgs(this.name, args) }))
  }

  si(...args: unknown[]) {
    return wrap(this.#app, taskCanvas(this.name, { args: encodeArgs(this.name, args), immutable: true }))
  }

  signature({
    args = [],
    kwargs = {},
    immutable = false,
    ...options
  }: CallOptions & { immutable?: boolean } = {}) {
    const canvas = taskCanvas(this.name, {
      args: encodeArgs(this.name, args),
      kwargs: encodeKwargs(this.name, kwargs),
      options: encodeOptions(options),
      immutable,
    })
    return wrap(this.#app, canvas)
  }

  map(items: readonly unknown[]) {
    return wrap(this.#app, mapOf(taskCanvas(this.name), this.#items(items) as never))
  }

  starmap(items: readonly unknown[]) {
    return wrap(this.#app, starmapOf(taskCanvas(this.name), this.#items(items) as never))
  }

  chunks(items: readonly unknown[], n: number) {
    return wrapChunks(this.#app, chunksOf(taskCanvas(this.name), this.#items(items) as never, n))
  }

  toString(): string {
    return `<@task: ${this.name} of ${this.#app.name}>`
  }

  #items(items: readonly unknown[]) {
    return encodeJson(items, `the items of ${this.name}`)
  }
}

/** The words of a registered task; their type is the caller's to say. */
export function wrapTask<Typed>(app: App, task: RegisteredTask): Typed {
  return new TaskWords(app, task) as unknown as Typed
}
