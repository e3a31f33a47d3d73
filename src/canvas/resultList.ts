import type { App } from './celery.ts'
import { raise } from './exceptions.ts'
import { type GroupHandle, type Handle, idsOf } from './handle.ts'
import type { GetOptions, RevokeOptions, StoredException, TaskMeta } from './runtime.ts'
import { hasFailed } from './states.ts'

/** A result as a list of results holds it: with the app it was sent through and what it stands for. */
export interface Member {
  readonly app: App
  readonly handle: Handle
  get(options?: GetOptions): Promise<unknown>
  ready(): Promise<boolean>
  successful(): Promise<boolean>
  failed(): Promise<boolean>
}

/** What came of a task, as `iterNative` tells it. */
export type TaskEnd<Value> =
  | { readonly status: 'SUCCESS'; readonly result: Value; readonly traceback: null }
  | { readonly status: 'FAILURE' | 'REVOKED'; readonly result: Error; readonly traceback: string | null }

/** How results are joined: waited for as one is, or with a callback for each, which is awaited. */
export interface JoinOptions<Value, Propagate, Called> extends Omit<GetOptions, 'propagate'> {
  readonly propagate?: Propagate
  /** Called with the id and the value of each result; with its error, if errors are not thrown. */
  readonly callback?: (id: string, value: false extends Propagate ? Value | Error : Value) => Called
}

/** The same, untyped. */
export type AnyJoinOptions = GetOptions & {
  readonly callback?: (id: string, value: unknown) => unknown
}

/** The words of several results together: what Celery's `ResultSet` and `GroupResult` have in common, untyped. */
export abstract class ResultList {
  /** Null for none, when there are no results. */
  abstract readonly app: App | null
  /** In call order. */
  abstract readonly results: readonly Member[]
  /** What is waited for as a whole; its id stands in the trace. */
  abstract readonly handle: GroupHandle

  async get(options: GetOptions = {}): Promise<unknown> {
    return this.app ? this.app.runtime.get(this.handle, options) : []
  }

  async join({ callback, ...options }: AnyJoinOptions = {}): Promise<unknown> {
    // All are asked now, so that a timeout is that of the whole; they are looked at in order.
    const asked = this.results.map(async (member) => [member.handle.id, await member.get(options)] as const)
    for (const each of asked) each.catch(() => {})
    const values: unknown[] = []
    for (const each of asked) {
      const [id, value] = await each
      if (callback) await callback(id, value)
      else values.push(value)
    }
    return callback ? undefined : values
  }

  /** Groups among them come first, with their members, and are not waited for (asynchronous.py, `iter_native`). */
  async *iterNative({
    timeout,
  }: Pick<GetOptions, 'timeout'> = {}): AsyncGenerator<
    readonly [string, TaskEnd<unknown> | readonly Member[]],
    void,
    void
  > {
    for (const member of this.results)
      if (member instanceof ResultList) yield [member.handle.id, member.results]
    const singles = this.handle.results.filter(({ type }) => type === 'task')
    if (!this.app || singles.length === 0) return

    const arrived: (readonly [string, TaskMeta])[] = []
    let error: Error | null = null
    let wake = (): void => {}
    let leave = (_why: Error): void => {}
    const waiting = this.app.runtime.get(
      { ...this.handle, results: singles },
      { propagate: false, ...(timeout !== undefined && { timeout }) },
      {
        onMember: (id, meta) => {
          arrived.push([id, meta])
          wake()
        },
        left: new Promise((resolve) => {
          leave = resolve
        }),
      },
    )
    waiting.catch((thrown: Error) => {
      error = thrown
      wake()
    })
    try {
      for (let next = 0; next < singles.length; next++) {
        while (next === arrived.length) {
          if (error) throw error
          await new Promise<void>((resolve) => {
            wake = resolve
          })
        }
        const [id, meta] = arrived[next]!
        yield [id, endOf(meta)]
      }
    } finally {
      leave(new GeneratorExit('the program asks for no more results'))
    }
  }

  async ready(): Promise<boolean> {
    return (await this.#each((member) => member.ready())).every(Boolean)
  }

  async successful(): Promise<boolean> {
    return (await this.#each((member) => member.successful())).every(Boolean)
  }

  async failed(): Promise<boolean> {
    return (await this.#each((member) => member.failed())).some(Boolean)
  }

  async waiting(): Promise<boolean> {
    return !(await this.ready())
  }

  async completedCount(): Promise<number> {
    return (await this.#each((member) => member.successful())).filter(Boolean).length
  }

  async revoke(options: RevokeOptions = {}): Promise<void> {
    await this.app?.runtime.revoke(idsOf(this.handle), options)
  }

  async forget(): Promise<void> {
    await this.app?.runtime.forget(idsOf(this.handle))
  }

  #each<Answer>(ask: (member: Member) => Promise<Answer>): Promise<Answer[]> {
    return Promise.all(this.results.map(ask))
  }
}

/** Why a wait ends whose loop was left, in Python's word. */
class GeneratorExit extends Error {
  override readonly name = 'GeneratorExit'
}

const endOf = ({ status, result, traceback }: TaskMeta): TaskEnd<unknown> =>
  hasFailed(status)
    ? { status: status as 'FAILURE' | 'REVOKED', result: raise(result as StoredException), traceback }
    : { status: 'SUCCESS', result, traceback: null }
