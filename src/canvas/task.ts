import type { About, about } from './about.ts'
import type { Callable } from './arity.ts'
import type { Bound, Missing, Positional } from './bound.ts'
import type { Called, CalleeOf, CheckedItems, CheckedRows } from './called.ts'
import type { App, TaskOptions } from './celery.ts'
import type { Chunks } from './chunks.ts'
import { wrapChunks } from './chunks.ts'
import { chunksOf, mapOf, starmapOf, taskCanvas } from './compose.ts'
import type { BareName, Loud, TaskName } from './fits.ts'
import { encodeJson } from './json.ts'
import type { IsAny } from './jsonable.ts'
import type { Before, GivenKeywords, KeywordsOf, MissingKeywords, OpenKeywords } from './keywords.ts'
import { encodeOptions, type LinkOptions, type SendOptions } from './options.ts'
import type { AsyncResult } from './result.ts'
import type { CheckedOption, Formed, Giver, IsErased, KeywordForm, Sending } from './sending.ts'
import type { Show } from './show.ts'
import {
  type CallOptions,
  encodeArgs,
  encodeKwargs,
  type ImmutableSignature,
  type KeptOf,
  type KeywordSignature,
  type Signature,
  type Silent,
  type SilentImmutable,
  sendCanvas,
  wrap,
} from './signature.ts'

/**
 * A task: a function with a name, that workers run. Its words make signatures, or send it at once. Of several tasks, one of
 * which is picked by a key, say what they have in common: `Record<Kind, Task<[x: number], number>>`.
 */
export interface Task<
  in Args extends Positional,
  out Result,
  out Name extends string = string,
  out Names extends readonly string[] = readonly string[],
> {
  readonly [about]: About<'other', (args: never) => void, unknown, { readonly task: Name }, symbol>
  /** Its name, by which messages and workers know it. */
  readonly name: BareName<Name>
  /**
   * Sends it: `task.delay(1, 2)`.
   *
   * @example
   * const result = await add.delay(2, 3)
   * await result.get() // 5
   */
  delay<const Given extends Positional>(
    ...args: Called<readonly [TaskName<Name>, Args], Args, Given>
  ): Promise<AsyncResult<Stored<Result, Name>, []>>
  /**
   * Sends it with keyword arguments and options: `task.applyAsync({ args: [1, 2], countdown: 5 })`.
   *
   * @example
   * const result = await add.applyAsync({ args: [2, 3], countdown: 5 })
   * await result.get() // 5
   */
  applyAsync<const Sent extends Positional>(
    ...call: SendingTask<TaskName<Name>, Args, Names, readonly [Result, TaskName<Name>], Sent>
  ): Promise<AsyncResult<KeptOf<Sent, Stored<Result, Name>>, []>>
  /**
   * A signature with these arguments bound. They are the *last* ones: a parent's result, or the arguments of `delay`,
   * go in front of them.
   *
   * @example
   * const result = await sub.s(1).delay(10)
   * await result.get() // 9
   */
  s<const Given extends Positional>(
    ...args: [Given] extends [never] ? Given : Bound<TaskName<Name>, Args, Given>
  ): SignatureBy<Name, Missing<Args, Given>, Result, StillOpen<Names, Args, Given>>
  /**
   * An immutable signature: complete, and without its parent's result.
   *
   * @example
   * const result = await chain(add.s(2, 3), add.si(4, 4)).delay()
   * await result.get() // 8
   */
  si<const Given extends Positional>(
    ...args: Called<readonly [TaskName<Name>, Args], Args, Given>
  ): ImmutableBy<Name, Result>
  /**
   * A signature with arguments, keyword arguments and options: `task.signature({ kwargs: { sep: '-' }, queue: 'q' })`.
   *
   * @example
   * const result = await join.signature({ kwargs: { sep: '+' } }).delay(['a', 'b'])
   * await result.get() // 'a+b'
   */
  signature<const Call extends object = {}>(
    call?: SignatureCall<TaskName<Name>, Args, Names, readonly [Result, TaskName<Name>], Call>,
  ): IsErased<Call> extends true
    ? SignatureBy<Name, Args, Result, {}>
    : SignatureOf<
        Missing<Before<Names, Args, GivenKeys<Call>>, GivenArgs<Call>>,
        Result,
        Name,
        OpenKeywords<Names, Args, Before<Names, Args, GivenKeys<Call>>, GivenKeys<Call>>,
        MissingKeywords<Names, Args, GivenKeys<Call>>,
        Call
      >
  /**
   * One message that runs the task once for each item: `task.map([1, 2])`.
   *
   * @example
   * const result = await double.map([1, 2, 3]).delay()
   * await result.get() // [2, 4, 6]
   */
  map<const Given extends Positional>(
    items: CheckedItems<CalleeOf<Name, Args>, Given>,
  ): ImmutableSignature<Result[], Loud<Name>>
  /**
   * One message that runs the task once for each list of arguments: `task.starmap([[1, 2], [3, 4]])`.
   *
   * @example
   * const result = await add.starmap([[1, 2], [3, 4]]).delay()
   * await result.get() // [3, 7]
   */
  starmap<const Given extends Positional>(
    // By the first of these what is made is a list of such lists; a `string` in it would swallow a sentence.
    items:
      | readonly { readonly [Place in keyof Args]: string extends Args[Place] ? never : Args[Place] }[]
      | CheckedRows<CalleeOf<Name, Args>, Given>,
  ): ImmutableSignature<Result[], Loud<Name>>
  /**
   * The lists of arguments in parts of n, each a starmap; sent directly it is a group.
   *
   * @example
   * const result = await add.chunks([[1, 1], [2, 2], [3, 3]], 2).delay()
   * await result.get() // [[2, 4], [6]]
   */
  chunks<const Given extends Positional, Gives = Result, Of extends string = Loud<Name>>(
    // By the first of these what is made is a list of such lists; a `string` in it would swallow a sentence.
    items:
      | readonly { readonly [Place in keyof Args]: string extends Args[Place] ? never : Args[Place] }[]
      | CheckedRows<CalleeOf<Name, Args>, Given>,
    n: number,
  ): Chunks<Gives, Of>
  /**
   * As Celery prints it.
   *
   * @example
   * add.toString() // '<@task: add of examples>'
   */
  toString(): string
}

/** The value that the backend keeps: of a task that ignores its result null, though the next step gets the result. */
type Stored<Result, Name extends string> = Name extends `${string}~` | `${string}~@${string}` ? null : Result

/** A signature of a task; of one that ignores its result a silent one. */
type SignatureBy<Name extends string, Args extends Positional, Result, Keywords> = Name extends
  | `${string}~`
  | `${string}~@${string}`
  ? Silent<Args, Result, Loud<Name>, Keywords>
  : Signature<Args, Result, Loud<Name>, Keywords>
type ImmutableBy<Name extends string, Result> = Name extends `${string}~` | `${string}~@${string}`
  ? SilentImmutable<Result, Loud<Name>>
  : ImmutableSignature<Result, Loud<Name>>

/** The keywords that are open once `Given` is bound. */
type StillOpen<Names extends readonly string[], Args extends Positional, Given extends Positional> =
  IsAny<Given> extends true ? {} : OpenKeywords<Names, Args, readonly [...Missing<Args, Given>, ...Given]>

/** The same with keyword arguments: those that are given by keyword are not missing by position. */
type SendingTask<
  Name extends string,
  Args extends Positional,
  Names extends readonly string[],
  From extends Giver,
  Sent extends Positional,
> =
  IsAny<Sent> extends true
    ? [call: SendOptions & LinkOptions & { readonly args: Args }]
    : Sending<
        readonly [
          readonly [Name, Before<Names, Args, GivenKeys<Sent[0]>>],
          Before<Names, Args, GivenKeys<Sent[0]>>,
          KeywordsOf<Names, Args>,
        ],
        SendOptions & LinkOptions,
        From,
        Sent
      >
type GivenKeys<Sent> = Sent extends { readonly kwargs: infer Keywords } ? keyof Keywords : never

/** What `signature` is given: itself, or a sentence in the place of what is wrong in it. */
type SignatureCall<
  Name extends string,
  Args extends Positional,
  Names extends readonly string[],
  From extends Giver,
  Sent,
> = [Sent] extends [never]
  ? Sent & {
      readonly args?: Partial<Args>
      readonly kwargs?: Partial<KeywordsOf<Names, Args>>
      readonly immutable?: boolean
    } & SendOptions &
      LinkOptions
  : IsErased<Sent> extends true
    ? SendOptions & { readonly args?: Args }
    : SignatureForm<SignatureParts<Name, Args, Names, From, Sent>, Args, KeywordsOf<Names, Args>, Sent>
type SignatureForm<Parts, Args extends Positional, Keywords, Sent> = Formed<
  Sent,
  Parts,
  {
    readonly args?: Parts extends { readonly args: infer Bound } ? Bound : Partial<Args>
    readonly immutable?: boolean
  } & KeywordForm<Keywords> &
    SendOptions &
    LinkOptions
>
type SignatureParts<
  Name extends string,
  Args extends Positional,
  Names extends readonly string[],
  From extends Giver,
  Sent,
> = {
  [Key in keyof Sent]: Key extends 'args'
    ? Sent[Key] extends infer Given extends Positional
      ? Bound<Name, Before<Names, Args, GivenKeys<Sent>>, Given>
      : `args is a list, but gets ${Show<Sent[Key]>}`
    : Key extends 'kwargs'
      ? GivenKeywords<Name, Sent[Key], KeywordsOf<Names, Args>>
      : Key extends 'immutable'
        ? Sent[Key]
        : CheckedOption<Key, Sent[Key], SendOptions & LinkOptions, From>
}
/** Keywords given where they are taken. */
type GivenArgs<Sent> = Sent extends { readonly args: infer Given extends Positional } ? Given : []

/** The kind of signature: immutable ones must be complete, and nothing runs before its keywords are given. */
type SignatureOf<
  Args extends Positional,
  Result,
  Name extends string,
  Keywords,
  Required,
  Call,
> = {} extends Required
  ? Call extends { readonly immutable: true }
    ? [] extends Args
      ? ImmutableBy<Name, Result>
      : KeywordSignature<Args, Result, Loud<Name>, Keywords>
    : SignatureBy<Name, Args, Result, Keywords>
  : KeywordSignature<Args, Result, Loud<Name>, Required>

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
