import type { about, Composable } from './about.ts'
import type { App } from './celery.ts'
import type { LastOf } from './chain.ts'
import { IncompleteStream, raise } from './exceptions.ts'
import type { Frozen, Group } from './group.ts'
import {
  type GroupHandle,
  type Handle,
  type HandleTuple,
  handleOf,
  type TaskHandle,
  tupleOf,
} from './handle.ts'
import type { Json } from './json.ts'
import { graphOf, type ResultGraph } from './resultGraph.ts'
import { type JoinOptions, ResultList, type TaskEnd } from './resultList.ts'
import type { GetOptions, RevokeOptions, Runtime, State, StoredException, TaskMeta } from './runtime.ts'
import type { AnySignature } from './signature.ts'
import type { Stamps } from './stamp.ts'
import { isException, isReady } from './states.ts'

/**
 * What sending a task gives: where its result will be. `Before` are the steps before it, whose results `parent` gives;
 * `AsyncResult<number>` takes any.
 */
export interface AsyncResult<out Value, Before extends readonly Composable[] = readonly AnySignature[]>
  extends AnyResult {
  /**
   * The result of the step before; null at the first.
   *
   * @example
   * const result = await chain(add.s(2, 3), double.s()).delay()
   * await result.get() // 10
   * await result.parent.get() // 5
   */
  readonly parent: ParentOf<Before>
  /**
   * Waits for the value, and rejects when the task, or one before it, failed. `propagate: false` gives the error as the
   * value; `timeout` (seconds) rejects with `TimeoutError`.
   *
   * @example
   * const result = await chain(add.s(2, 3), double.s()).delay()
   * await result.get({ timeout: 10 }) // 10
   * await result.parent.get() // 5
   */
  get<const Options extends GetOptions = {}>(options?: Options): Promise<Got<Value, Options>>
  /**
   * PENDING also for an id that nobody knows.
   *
   * @example
   * const result = await add.delay(2, 3)
   * await result.get()
   * await result.state() // 'SUCCESS'
   */
  state(): Promise<State | (string & {})>
  /**
   * The value once there, the error of a failed task, else what the backend holds.
   *
   * @example
   * const result = await add.delay(2, 3)
   * await result.get()
   * await result.result() // 5
   */
  result(): Promise<Value | Error | Json>
  /**
   * The traceback of a failed task.
   *
   * @example
   * const failing = app.task('failing', (x: number): number => { throw new Error(`not ${x}`) })
   * const result = await failing.delay(1)
   * await result.get({ propagate: false })
   * typeof (await result.traceback()) // 'string'
   */
  traceback(): Promise<string | null>
  /**
   * The results of what this one started: the next step, callbacks, a group's members. The types do not know them: a
   * task may send or replace what it likes, and one without a trail records none.
   *
   * @example
   * const result = await add.s(2, 3).link(double.s()).delay()
   * await result.get()
   * const started = await result.children()
   * started.length // 1
   */
  children(): Promise<readonly AnyResult[]>
  /**
   * Which result started which, from this one down: Celery's `result.graph`. Throws `IncompleteStream` when one of them is
   * not ready, unless `intermediate`.
   *
   * @example
   * const result = await chain(add.s(2, 3), double.s()).delay()
   * await result.get()
   * const { adjacent } = await result.parent.graph()
   * adjacent.get(result.parent.id) // [result.id]
   */
  graph(options?: { readonly intermediate?: boolean }): Promise<ResultGraph>
  /**
   * Tells the workers to drop every task that has one of these stamps, whether this is one of them or not.
   *
   * @example
   * const result = await add.s(1, 2).set({ countdown: 60 }).stamp({ tenant: 'globex' }).delay()
   * await result.revokeByStampedHeaders({ tenant: ['globex'] })
   * await result.get({ propagate: false })
   * await result.state() // 'REVOKED'
   */
  revokeByStampedHeaders(headers: Stamps, options?: RevokeOptions): Promise<void>
}

/** What sending a group gives: the results of its members, in call order. It has no state of its own. */
export interface GroupResult<
  out Values,
  Members extends readonly Composable[] = readonly AnySignature[],
  Before extends readonly Composable[] = readonly AnySignature[],
> extends AnyResult {
  /**
   * The result of the step before; null at the first.
   *
   * @example
   * const result = await chain(add.s(2, 3), group(add.s(1), double.s())).delay()
   * await result.get() // [6, 10]
   * await result.parent.get() // 5
   */
  readonly parent: ParentOf<Before>
  /**
   * The members' results.
   *
   * @example
   * const result = await group(add.s(1, 1), double.s(5)).delay()
   * await result.results[1].get() // 10
   */
  readonly results: HandlesOf<Members>
  /**
   * Waits for all values, in call order; rejects with the first failure to arrive. `propagate: false` leaves errors in
   * their places.
   *
   * @example
   * const result = await group(add.s(1, 1), double.s(5)).delay()
   * await result.get() // [2, 10]
   */
  get<const Options extends GetOptions = {}>(options?: Options): Promise<GotAll<Values, Options>>
  /**
   * The ids of the members, each with what came of it, in the order they arrive: `{ status, result, traceback }`, where the
   * result of one that has failed is its error. A group among the members comes first, with its own results instead.
   * `timeout` (seconds) is that of the whole: then it throws `TimeoutError`. Whoever leaves the loop waits no more.
   *
   * @example
   * const result = await group(add.s(1, 1), double.s(5)).delay()
   * const states = new Map<string, string>()
   * for await (const [id, { status }] of result.iterNative()) states.set(id, status)
   * states.get(result.results[1].id) // 'SUCCESS'
   */
  iterNative(
    options?: Pick<GetOptions, 'timeout'>,
  ): AsyncGenerator<EndOf<HandlesOf<Members>[number], ItemOf<Values>>, void, void>
  /**
   * The members' results, in call order: a group starts nothing else.
   *
   * @example
   * const result = await group(add.s(1, 1), double.s(5)).delay()
   * const [first] = await result.children()
   * await first.get() // 2
   */
  children(): Promise<HandlesOf<Members>>
  /**
   * As `get`, but one member after the other: of several failures it rejects with the first in call order, where `get`
   * rejects with the first to arrive. A `callback` is called with the id and the value of each, and awaited; nothing else
   * is given then.
   *
   * @example
   * const result = await group(add.s(1, 1), double.s(5)).delay()
   * await result.join() // [2, 10]
   * const values: number[] = []
   * await result.join({ callback: (id, value) => values.push(value) })
   * values // [2, 10]
   */
  join<Propagate extends boolean = true, Called = never>(
    options?: JoinOptions<ItemOf<Values>, Propagate, Called>,
  ): Promise<Joined<Values, Propagate, Called>>
  /**
   * Whether any member is not ready.
   *
   * @example
   * const result = await group(add.s(1, 1), double.s(5)).delay()
   * await result.get()
   * await result.waiting() // false
   */
  waiting(): Promise<boolean>
  /**
   * How many members have succeeded.
   *
   * @example
   * const result = await group(add.s(1, 1), double.s(5)).delay()
   * await result.get()
   * await result.completedCount() // 2
   */
  completedCount(): Promise<number>
  /**
   * Keeps the members' ids in the backend, so that `app.groupResult(id)` gives this result again.
   *
   * @example
   * const result = await group(add.s(1, 1), double.s(5)).delay()
   * await result.save()
   * const saved = await app.groupResult(result.id)
   * await saved?.get() // [2, 10]
   */
  save(): Promise<void>
  /**
   * Deletes what `save` kept.
   *
   * @example
   * const result = await group(add.s(1, 1), double.s(5)).delay()
   * await result.save()
   * await result.delete()
   * await app.groupResult(result.id) // null
   */
  delete(): Promise<void>
}

/** Either kind of result. */
export interface AnyResult {
  /** The result of the step before; null at the first. */
  readonly parent: AnyResult | null
  /** The results of what this one started. */
  children(): Promise<readonly AnyResult[]>
  /** The task's or the group's id. */
  readonly id: string
  /**
   * Whether it has ended, in whatever way; a group when every member has.
   *
   * @example
   * const result = await add.delay(2, 3)
   * await result.get()
   * await result.ready() // true
   */
  ready(): Promise<boolean>
  /**
   * Whether it has ended with a value; a group when every member has.
   *
   * @example
   * const result = await add.delay(2, 3)
   * await result.get()
   * await result.successful() // true
   */
  successful(): Promise<boolean>
  /**
   * Whether it has failed; a group when any member has.
   *
   * @example
   * const result = await add.delay(2, 3)
   * await result.get()
   * await result.failed() // false
   */
  failed(): Promise<boolean>
  /**
   * This result and every one below it, with its value, breadth first; waits for each. Throws `IncompleteStream` after
   * one that is not ready all the same, unless `intermediate`.
   *
   * @example
   * const result = await add.s(2, 3).link(double.s()).delay()
   * const values = []
   * for await (const [, value] of result.collect()) values.push(value)
   * values // [5, 10]
   */
  collect(options?: {
    readonly intermediate?: boolean
  }): AsyncGenerator<readonly [AnyResult, Json], void, void>
  /**
   * Tells the workers to drop it; `terminate` also kills the process that runs it.
   *
   * @example
   * const result = await add.applyAsync({ args: [1, 2], countdown: 60 })
   * await result.revoke()
   * await result.get({ propagate: false })
   * await result.state() // 'REVOKED'
   */
  revoke(options?: RevokeOptions): Promise<void>
  /**
   * Deletes what the backend holds.
   *
   * @example
   * const result = await add.delay(2, 3)
   * await result.get()
   * await result.forget()
   * await result.state() // 'PENDING'
   */
  forget(): Promise<void>
  /**
   * `[[id, parent], null]`, from which Celery rebuilds it.
   *
   * @example
   * const result = await add.delay(2, 3)
   * result.asTuple() // [[result.id, null], null]
   */
  asTuple(): HandleTuple
  /**
   * Its id.
   *
   * @example
   * const result = await add.delay(2, 3)
   * result.toString() // result.id
   */
  toString(): string
}

type Got<Value, Options> = Options extends { readonly propagate: infer Propagate }
  ? false extends Propagate
    ? Value | Error
    : Value
  : Value

/** The values of several results, with errors among them if those are not thrown. */
export type GotAll<Values, Options> = Options extends { readonly propagate: infer Propagate }
  ? Joined<Values, Propagate, never>
  : Values

/** The same; nothing when a callback is given them. */
export type Joined<Values, Propagate, Called> = [Called] extends [never]
  ? false extends Propagate
    ? { [Place in keyof Values]: Values[Place] | Error }
    : Values
  : undefined

/** One of the values of a group. */
type ItemOf<Values> = Values extends readonly (infer Item)[] ? Item : never

/** How `iterNative` tells of a result: by the value it gives, else by this one. */
export type EndOf<Result, Value> =
  Result extends GroupResult<unknown>
    ? readonly [id: string, results: Result['results']]
    : Result extends AsyncResult<infer Own>
      ? readonly [id: string, end: TaskEnd<Own>]
      : readonly [id: string, end: TaskEnd<Value>]

/** The result of the last of these steps; null for none. */
export type ParentOf<Before extends readonly Composable[]> = Before extends readonly [
  ...infer Earlier extends readonly Composable[],
  infer Step extends Composable,
]
  ? HandleOf<Step, Earlier>
  : Before extends readonly []
    ? null
    : AnyResult | null

/** What sending a canvas gives, when it comes after these steps; of an `AnySignature` it is not known. */
export type HandleOf<
  Step extends Composable,
  Before extends readonly Composable[] = [],
> = unknown extends Step[typeof about]['parts'] ? AnyResult : KindHandle<Step, Before>
type KindHandle<Step extends Composable, Before extends readonly Composable[]> = {
  readonly task: AsyncResult<IsSilent<Step> extends true ? never : Step[typeof about]['gives'], Before>
  readonly group: MembersHandle<Step, Before>
  readonly chain: StepsHandle<StepsOf<Step>, Before>
  readonly chord: HandleOf<
    BodyOf<Step>,
    readonly [...Before, Group<[], Frozen<HeaderOf<Step>>, HeaderOf<Step>>]
  >
  readonly other: never
}[Step[typeof about]['kind']]

/** In a chain a group of one is its member. */
type MembersHandle<Step extends Composable, Before extends readonly Composable[]> =
  StepsOf<Step> extends readonly [infer Only extends Composable]
    ? HandleOf<Only, Before>
    : GroupResult<ValuesOf<Step[typeof about]['gives'], StepsOf<Step>>, StepsOf<Step>, Before>

/** The values of a group; never, as Celery waits for ever, when one of its members keeps none. */
export type ValuesOf<Values, Members extends readonly Composable[]> =
  true extends IsSilent<Members[number]> ? never : Values

/** Whether nothing is kept of the result of a canvas: its last task ignores it. */
type IsSilent<Step> = Step extends Composable
  ? unknown extends Step[typeof about]['parts']
    ? false
    : {
        readonly task: Step[typeof about]['parts'] extends readonly [string] ? true : false
        readonly chain: IsSilent<LastSignature<StepsOf<Step>>>
        readonly group: IsSilent<StepsOf<Step>[number]>
        readonly chord: IsSilent<BodyOf<Step>>
        readonly other: false
      }[Step[typeof about]['kind']]
  : false

/** The steps of a chain, the members of a group. */
type StepsOf<Step extends Composable> = Step[typeof about]['parts'] extends infer Parts extends
  readonly Composable[]
  ? Parts
  : readonly Composable[]

type BodyOf<Step extends Composable> = Step[typeof about]['parts'] extends {
  readonly body: infer Body extends Composable
}
  ? Body
  : Composable

/** The header a chain or chord begins with. */
type HeaderOf<Step extends Composable> = Step[typeof about]['parts'] extends {
  readonly header: infer Header extends readonly Composable[]
}
  ? Header
  : StepsOf<Step>

type StepsHandle<
  Steps extends readonly Composable[],
  Before extends readonly Composable[],
> = Steps extends readonly [...infer Init extends readonly Composable[], infer Last extends Composable]
  ? HandleOf<Last, readonly [...Before, ...Init]>
  : HandleOf<Steps[number], readonly AnySignature[]>

/**
 * What sending a chain gives: of a lone task what the task does. When it is folded into one chord, the last result's parent is the header's, and the steps
 * between are skipped (canvas.py `_chord.run`).
 */
export type ChainHandle<Steps extends readonly Composable[]> =
  IsOneChord<Steps> extends true
    ? BareHandle<LastSignature<Steps>, HeaderOf<FirstSignature<Steps>>>
    : Steps extends readonly [{ readonly [about]: { readonly parts: readonly [string] } }]
      ? AsyncResult<null, []>
      : StepsHandle<Steps, []>

type LastSignature<Steps extends readonly Composable[]> =
  LastOf<Steps> extends infer Last extends Composable ? Last : never
type FirstSignature<Steps extends readonly Composable[]> = Steps[0] extends infer First extends Composable
  ? First
  : never

type IsOneChord<Steps extends readonly Composable[]> = Steps extends readonly [
  infer First extends Composable,
  infer Second extends Composable,
  ...infer Rest extends readonly Composable[],
]
  ? First[typeof about]['kind'] extends 'group'
    ? StepsOf<First> extends readonly [Composable]
      ? false
      : Rest[number][typeof about]['kind'] extends 'task' | 'chord'
        ? true
        : false
    : First[typeof about]['kind'] extends 'chord'
      ? 'chord' extends (Second | Rest[number])[typeof about]['kind']
        ? false
        : true
      : false
  : Steps extends readonly [infer Only extends Composable]
    ? Only[typeof about]['kind'] extends 'chord'
      ? true
      : false
    : false

/** What sending a chord by itself gives: the result of its last task, whose parent is the header's. */
export type BareHandle<Body extends Composable, Header extends readonly Composable[]> = {
  readonly task: HandleOf<Body, readonly [Group<[], Frozen<Header>, Header>]>
  readonly group: HandleOf<Body, readonly [Group<[], Frozen<Header>, Header>]>
  readonly chain: BareHandle<LastSignature<StepsOf<Body>>, Header>
  readonly chord: BareHandle<BodyOf<Body>, Header>
  readonly other: never
}[Body[typeof about]['kind']]

/** The results of a group's members; nested groups are flattened. */
export type HandlesOf<Members extends readonly Composable[]> = Members extends infer All extends
  readonly Composable[]
  ? 'group' extends All[number][typeof about]['kind']
    ? readonly AnyResult[]
    : { readonly [Place in keyof All]: HandleOf<All[Place]> }
  : never

/** A handle with its words. */
export function resultOf(app: App, handle: Handle): TaskResult | MembersResult {
  return handle.type === 'task' ? new TaskResult(app, handle) : new MembersResult(app, handle)
}

class TaskResult {
  readonly id: string
  readonly app: App
  readonly handle: TaskHandle
  #parent: AnyResult | null | undefined

  constructor(app: App, handle: TaskHandle) {
    this.app = app
    this.handle = handle
    this.id = handle.id
  }

  get #runtime(): Runtime {
    return this.app.runtime
  }

  get parent(): AnyResult | null {
    this.#parent ??= this.handle.parent && (resultOf(this.app, this.handle.parent) as AnyResult)
    return this.#parent
  }

  async get(options: GetOptions = {}): Promise<unknown> {
    return this.handle.ignored ? null : this.#runtime.get(this.handle, options)
  }

  #meta(): Promise<TaskMeta> {
    return this.#runtime.meta(this.id, this.handle)
  }

  async state(): Promise<string> {
    return (await this.#meta()).status
  }

  async result(): Promise<unknown> {
    const { status, result } = await this.#meta()
    return isException(status) ? raise(result as StoredException) : result
  }

  async traceback(): Promise<string | null> {
    return (await this.#meta()).traceback
  }

  async ready(): Promise<boolean> {
    return isReady(await this.state())
  }

  async successful(): Promise<boolean> {
    return (await this.state()) === 'SUCCESS'
  }

  async failed(): Promise<boolean> {
    return (await this.state()) === 'FAILURE'
  }

  async children(): Promise<readonly AnyResult[]> {
    const { children } = await this.#meta()
    return children.map((child) => resultOf(this.app, handleOf(child)) as AnyResult)
  }

  collect(options: { readonly intermediate?: boolean } = {}) {
    return collect(this as unknown as AnyResult, options)
  }

  async revoke(options: RevokeOptions = {}): Promise<void> {
    await this.#runtime.revoke([this.id], options)
  }

  graph({ intermediate = false }: { readonly intermediate?: boolean } = {}): Promise<ResultGraph> {
    return graphOf(this as unknown as AnyResult, intermediate)
  }

  async revokeByStampedHeaders(headers: Stamps, options: RevokeOptions = {}): Promise<void> {
    await this.#runtime.revokeByStampedHeaders(headers, options)
  }

  async forget(): Promise<void> {
    await this.#runtime.forget([this.id])
  }

  asTuple(): HandleTuple {
    return tupleOf(this.handle)
  }

  toString(): string {
    return this.id
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `<AsyncResult: ${this.id}>`
  }
}

class MembersResult extends ResultList {
  readonly id: string
  readonly app: App
  readonly handle: GroupHandle
  #parent: AnyResult | null | undefined
  #results: readonly (TaskResult | MembersResult)[] | undefined

  constructor(app: App, handle: GroupHandle) {
    super()
    this.app = app
    this.handle = handle
    this.id = handle.id
  }

  /** Made when they are first asked for: most groups are only waited for as a whole. */
  get results(): readonly (TaskResult | MembersResult)[] {
    this.#results ??= this.handle.results.map((member) => resultOf(this.app, member))
    return this.#results
  }

  get parent(): AnyResult | null {
    this.#parent ??= this.handle.parent && (resultOf(this.app, this.handle.parent) as AnyResult)
    return this.#parent
  }

  async save(): Promise<void> {
    await this.app.runtime.saveGroup(this.handle)
  }

  async delete(): Promise<void> {
    await this.app.runtime.deleteGroup(this.id)
  }

  async children(): Promise<readonly AnyResult[]> {
    return this.results as unknown as readonly AnyResult[]
  }

  collect(options: { readonly intermediate?: boolean } = {}) {
    return collect(this as unknown as AnyResult, options)
  }

  asTuple(): HandleTuple {
    return tupleOf(this.handle)
  }

  override toString(): string {
    return this.id
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `<GroupResult: ${this.id} [${this.results.map((result) => result.id).join(', ')}]>`
  }
}

/** `collect()`: breadth first over children, from the result in hand down, never up (result.py `iterdeps`). */
async function* collect(
  root: AnyResult,
  { intermediate = false }: { readonly intermediate?: boolean },
): AsyncGenerator<readonly [AnyResult, Json], void, void> {
  const queue: AnyResult[] = [root]
  for (const node of queue) {
    yield [node, await (node as AsyncResult<Json>).get()]
    if (await node.ready()) queue.push(...(await node.children()))
    else if (!intermediate) throw new IncompleteStream(`${node.id} is not ready`)
  }
}
