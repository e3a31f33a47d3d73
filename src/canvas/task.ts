import type { About, about } from './about.ts'
import type { Callable } from './arity.ts'
import type { Bound, Missing, Positional } from './bound.ts'
import type { App, TaskOptions } from './celery.ts'
import type { Chunks } from './chunks.ts'
import { wrapChunks } from './chunks.ts'
import { chunksOf, mapOf, starmapOf, taskCanvas } from './compose.ts'
import type { BareName, Loud, TaskName } from './fits.ts'
import { encodeJson } from './json.ts'
import type { Before, CheckedKeywords, KeywordsOf, MissingKeywords, OpenKeywords } from './keywords.ts'
import { encodeOptions, type LinkOptions, type SendOptions } from './options.ts'
import type { AsyncResult } from './result.ts'
import type { Show } from './show.ts'
import {
  type Call,
  type CallOptions,
  encodeArgs,
  encodeKwargs,
  type Hint,
  type ImmutableSignature,
  type KeywordSignature,
  type Signature,
  type Silent,
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
  /** Its name, by which messages and workers know it. */
  readonly name: BareName<Name>
  /**
   * Sends it: `task.delay(1, 2)`.
   *
   * @example
   * const result = await add.delay(2, 3)
   * await result.get() // 5
   */
  delay(...args: Args): Promise<AsyncResult<Stored<Result, Name>>>
  /**
   * Sends it with keyword arguments and options: `task.applyAsync({ args: [1, 2], countdown: 5 })`.
   *
   * @example
   * const result = await add.applyAsync({ args: [2, 3], countdown: 5 })
   * await result.get() // 5
   */
  applyAsync<Keywords extends { readonly [keyword: string]: Hint } = {}>(
    ...call: Call<
      Before<Names, Args, keyof Keywords>,
      Kwargs<Keywords, Names, Args, Name> & SendOptions & LinkOptions
    >
  ): Promise<AsyncResult<Stored<Result, Name>>>
  /**
   * A signature with these arguments bound. They are the *last* ones: a parent's result, or the arguments of `delay`,
   * go in front of them.
   *
   * @example
   * const result = await sub.s(1).delay(10)
   * await result.get() // 9
   */
  s<Given extends readonly Hint[] | []>(
    ...args: [Given] extends [never] ? Given : Bound<TaskName<Name>, Args, Given>
  ): MadeBy<
    Name,
    Missing<Args, Given>,
    Signature<
      Missing<Args, Given>,
      Result,
      Loud<Name>,
      OpenKeywords<Names, Args, readonly [...Missing<Args, Given>, ...Given]>
    >
  >
  /**
   * An immutable signature: complete, and without its parent's result.
   *
   * @example
   * const result = await chain(add.s(2, 3), add.si(4, 4)).delay()
   * await result.get() // 8
   */
  si(...args: Args): MadeBy<Name, [], ImmutableSignature<Result, Loud<Name>>>
  /**
   * A signature with arguments, keyword arguments and options: `task.signature({ kwargs: { sep: '-' }, queue: 'q' })`.
   *
   * @example
   * const result = await join.signature({ kwargs: { sep: '+' } }).delay(['a', 'b'])
   * await result.get() // 'a+b'
   */
  signature<
    Given extends readonly Hint[] | [] = [],
    Keywords extends { readonly [keyword: string]: Hint } = {},
    const Immutable extends boolean = false,
  >(
    call?: {
      readonly args?: [Given] extends [never]
        ? Given
        : Bound<TaskName<Name>, Before<Names, Args, keyof Keywords>, Given>
      readonly immutable?: Immutable
    } & Kwargs<Keywords, Names, Args, Name> &
      SendOptions &
      LinkOptions,
  ): MadeBy<
    Name,
    Missing<Before<Names, Args, keyof Keywords>, Given>,
    SignatureOf<
      Missing<Before<Names, Args, keyof Keywords>, Given>,
      Result,
      Loud<Name>,
      OpenKeywords<Names, Args, Before<Names, Args, keyof Keywords>, keyof Keywords>,
      MissingKeywords<Names, Args, keyof Keywords>,
      Immutable
    >
  >
  /**
   * One message that runs the task once for each item: `task.map([1, 2])`.
   *
   * @example
   * const result = await double.map([1, 2, 3]).delay()
   * await result.get() // [2, 4, 6]
   */
  map(items: Items<Args, Name>): ImmutableSignature<Result[], Loud<Name>>
  /**
   * One message that runs the task once for each list of arguments: `task.starmap([[1, 2], [3, 4]])`.
   *
   * @example
   * const result = await add.starmap([[1, 2], [3, 4]]).delay()
   * await result.get() // [3, 7]
   */
  starmap(items: readonly Readonly<Args>[]): ImmutableSignature<Result[], Loud<Name>>
  /**
   * The lists of arguments in parts of n, each a starmap; sent directly it is a group.
   *
   * @example
   * const result = await add.chunks([[1, 1], [2, 2], [3, 3]], 2).delay()
   * await result.get() // [[2, 4], [6]]
   */
  chunks(items: readonly Readonly<Args>[], n: number): Chunks<Result, Loud<Name>>
  /** `<@task: bank.add of bank>` */
  toString(): string
}

/** The value that the backend keeps: of a task that ignores its result null, though the next step gets the result. */
type Stored<Result, Name extends string> = Name extends `${string}~` | `${string}~@${string}` ? null : Result

/** A signature of a task; of one that ignores its result a silent one. */
type MadeBy<Name extends string, Args extends Positional, Made> = Name extends
  | `${string}~`
  | `${string}~@${string}`
  ? Silent<Args> & Made
  : Made

/** What map gives to each call: one item, which must be all that the task needs. */
type Items<Args extends Positional, Name extends string> = [Args[0]] extends Args
  ? readonly Args[0][]
  : `${TaskName<Name>} takes ${Show<Args>}, but map gives it one item at a time: use starmap`

/** Keyword arguments; one that the task has not becomes a sentence. */
type Kwargs<Keywords, Names extends readonly string[], Args extends Positional, Name extends string> = {
  readonly kwargs?: Keywords extends CheckedKeywords<TaskName<Name>, Keywords, Names, Args>
    ? Keywords & Partial<KeywordsOf<Names, Args>>
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
