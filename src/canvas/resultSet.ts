import type { App } from './celery.ts'
import { KeyError } from './exceptions.ts'
import type { GroupHandle } from './handle.ts'
import type { AnyResult, AsyncResult, EndOf, GotAll, GroupResult, Joined } from './result.ts'
import { type AnyJoinOptions, type JoinOptions, type Member, ResultList } from './resultList.ts'
import type { GetOptions, RevokeOptions } from './runtime.ts'

/**
 * Results that were sent one by one, taken together: Celery's `ResultSet`. It holds each result once, in the order it was
 * given, and unlike everything else here it changes. It has no id, and is not kept in the backend.
 *
 * @example
 * const results = new ResultSet([await add.delay(1, 1), await add.delay(2, 2)])
 * results.add(await add.delay(3, 3))
 * await results.get() // [2, 4, 6]
 */
export class ResultSet<Result extends AnyResult = AnyResult> {
  readonly #list: ListOfSet

  constructor(results: Iterable<Result> = []) {
    this.#list = new ListOfSet()
    this.update(results)
  }

  /** The results, in the order they were given. */
  get results(): readonly Result[] {
    return this.#list.results as unknown as readonly Result[]
  }

  /** How many there are. */
  get length(): number {
    return this.#list.results.length
  }

  /** Takes one more, unless it is there already. */
  add(result: Result): void {
    const { byId } = this.#list
    if (!byId.has(result.id)) byId.set(result.id, result as unknown as Member)
  }

  /** Takes several more. */
  update(results: Iterable<Result>): void {
    for (const result of results) this.add(result)
  }

  /** Lets go of a result, or of the one with this id. Throws `KeyError` when it is not there. */
  remove(result: Result | string): void {
    const id = typeof result === 'string' ? result : result.id
    if (!this.#list.byId.delete(id))
      throw new KeyError(
        `${id} is not in this set of ${this.length}: discard() takes away what may not be there`,
      )
  }

  /** Lets go of a result, or of the one with this id, if it is there. */
  discard(result: Result | string): void {
    this.#list.byId.delete(typeof result === 'string' ? result : result.id)
  }

  /** Lets go of all. */
  clear(): void {
    this.#list.byId.clear()
  }

  [Symbol.iterator](): Iterator<Result> {
    return this.results[Symbol.iterator]()
  }

  /**
   * Waits for all values, in the order of the results; rejects with the first failure to arrive. The options are those of
   * a group's `get`.
   *
   * @example
   * const results = new ResultSet([await add.delay(1, 1), await add.delay(2, 2)])
   * await results.get({ timeout: 10 }) // [2, 4]
   */
  get<const Options extends GetOptions = {}>(options?: Options): Promise<GotAll<ValueOf<Result>[], Options>> {
    return this.#list.get(options) as Promise<GotAll<ValueOf<Result>[], Options>>
  }

  /** As `get`, but one result after the other, as a group's `join`: with a `callback` for each, if one is given. */
  join<Propagate extends boolean = true, Called = never>(
    options?: JoinOptions<ValueOf<Result>, Propagate, Called>,
  ): Promise<Joined<ValueOf<Result>[], Propagate, Called>> {
    return this.#list.join(options as AnyJoinOptions) as Promise<Joined<ValueOf<Result>[], Propagate, Called>>
  }

  /**
   * The ids of the results, each with what came of it, in the order they arrive; as a group's `iterNative`.
   *
   * @example
   * const results = new ResultSet([await add.delay(1, 1), await add.delay(2, 2)])
   * const states = new Map<string, string>()
   * for await (const [id, { status }] of results.iterNative()) states.set(id, status)
   * [...states.values()] // ['SUCCESS', 'SUCCESS']
   */
  iterNative(
    options?: Pick<GetOptions, 'timeout'>,
  ): AsyncGenerator<EndOf<Result, ValueOf<Result>>, void, void> {
    return this.#list.iterNative(options) as AsyncGenerator<EndOf<Result, ValueOf<Result>>, void, void>
  }

  /** Whether every result has ended, in whatever way. */
  ready(): Promise<boolean> {
    return this.#list.ready()
  }

  /** Whether any result is not ready. */
  waiting(): Promise<boolean> {
    return this.#list.waiting()
  }

  /** Whether every result is there with a value. */
  successful(): Promise<boolean> {
    return this.#list.successful()
  }

  /** Whether any task has failed. */
  failed(): Promise<boolean> {
    return this.#list.failed()
  }

  /** How many have succeeded. */
  completedCount(): Promise<number> {
    return this.#list.completedCount()
  }

  /** Tells the workers to drop all of them; `terminate` also kills the processes that run them. */
  revoke(options?: RevokeOptions): Promise<void> {
    return this.#list.revoke(options)
  }

  /** Deletes what the backend holds of them. */
  forget(): Promise<void> {
    return this.#list.forget()
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `<ResultSet: [${this.results.map(({ id }) => id).join(', ')}]>`
  }
}

/** The value that a result gives. */
type ValueOf<Result> =
  Result extends AsyncResult<infer Value>
    ? Value
    : Result extends GroupResult<infer Values>
      ? Values
      : unknown

class ListOfSet extends ResultList {
  readonly byId = new Map<string, Member>()

  get results(): readonly Member[] {
    return [...this.byId.values()]
  }

  /** That of the first, as in Celery. */
  get app(): App | null {
    return this.results[0]?.app ?? null
  }

  /** A set has no id: it is called by what it is. */
  get handle(): GroupHandle {
    return { type: 'group', id: 'results', parent: null, results: this.results.map(({ handle }) => handle) }
  }
}
