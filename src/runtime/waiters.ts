import { NeverReady, raise, TimeoutError } from '../canvas/exceptions.ts'
import type { Handle, TaskHandle } from '../canvas/handle.ts'
import type { GetOptions, StoredException, TaskMeta } from '../canvas/runtime.ts'

/** Reads what the backend holds of a task. */
export type ReadMeta = (taskId: string) => TaskMeta

/** One `get()` under way. */
export interface Waiter {
  readonly handle: Handle
  /** Rejects it because nothing can report any more. */
  readonly giveUp: (why: (taskIds: readonly string[]) => string) => void
  readonly timeOut: () => void
}

/**
 * The program's `get()`s (result.py, `AsyncResult.get` and `ResultSet.join_native`). Each looks only at the ids that
 * report, so that a group of 100,000 is waited for in 100,000 looks.
 */
export class Waiters {
  readonly #readMeta: ReadMeta
  readonly #byTask = new Map<string, Set<Waiting>>()
  readonly #open = new Set<Waiting>()

  constructor(readMeta: ReadMeta) {
    this.#readMeta = readMeta
  }

  get count(): number {
    return this.#open.size
  }

  /** Starts a `get()`; `done` is called once, at the moment it ends. */
  wait(handle: Handle, options: GetOptions, done: (end: End) => void): Waiter {
    const waiting = new Waiting(handle, options, this.#readMeta, (end) => {
      this.#open.delete(waiting)
      for (const id of waiting.watched) this.#byTask.get(id)?.delete(waiting)
      done(end)
    })
    this.#open.add(waiting)
    waiting.look()
    if (!waiting.ended) for (const id of waiting.watched) this.#watch(id, waiting)
    return waiting
  }

  /** Tells the waiters that a ready state was stored; gives how many of them ended. */
  reported(taskId: string): number {
    const waiting = this.#byTask.get(taskId)
    if (!waiting || waiting.size === 0) return 0
    const before = this.#open.size
    for (const each of [...waiting]) each.reported(taskId)
    return before - this.#open.size
  }

  /** Ends every `get()`: nothing can report any more. */
  giveUp(why: (taskIds: readonly string[]) => string): void {
    for (const waiting of [...this.#open]) waiting.giveUp(why)
  }

  #watch(id: string, waiting: Waiting): void {
    const present = this.#byTask.get(id)
    if (present) present.add(waiting)
    else this.#byTask.set(id, new Set([waiting]))
  }
}

/** How a `get()` ended. */
export type End =
  | { readonly type: 'value'; readonly value: unknown }
  | { readonly type: 'error'; readonly error: Error }

class Waiting implements Waiter {
  readonly handle: Handle
  /** Ids whose reports matter: its own, and those of the results before it. */
  readonly watched: ReadonlySet<string>
  ended = false
  readonly #propagate: boolean
  readonly #readMeta: ReadMeta
  readonly #own: readonly string[]
  readonly #ancestors: readonly string[]
  readonly #pending: Set<string>
  readonly #done: (end: End) => void

  constructor(handle: Handle, options: GetOptions, readMeta: ReadMeta, done: (end: End) => void) {
    this.handle = handle
    this.#propagate = options.propagate ?? true
    this.#readMeta = readMeta
    this.#done = done
    this.#own = leavesOf(handle).map(({ id }) => id)
    // Only a single result looks at the ones before it, the oldest first; a group's join does not.
    const follows = this.#propagate && (options.followParents ?? true) && handle.type === 'task'
    this.#ancestors = follows ? ancestorsOf(handle) : []
    this.#pending = new Set(this.#own)
    this.watched = new Set([...this.#ancestors, ...this.#own])
  }

  /** The first look: what has failed before, what is there already. */
  look(): void {
    if (this.#raiseFirst(this.#ancestors)) return
    if (this.#raiseFirst(this.#own)) return
    for (const id of this.#own) if (isReady(this.#readMeta(id))) this.#pending.delete(id)
    this.#endWhenComplete()
  }

  reported(taskId: string): void {
    if (this.#propagate && hasFailed(this.#readMeta(taskId))) {
      this.#raiseFirst(this.#ancestors.length > 0 ? [...this.#ancestors, taskId] : [taskId])
      return
    }
    this.#pending.delete(taskId)
    this.#endWhenComplete()
  }

  giveUp(why: (taskIds: readonly string[]) => string): void {
    this.#end({ type: 'error', error: new NeverReady(why([...this.#pending])) })
  }

  timeOut(): void {
    this.#end({ type: 'error', error: new TimeoutError('The operation timed out.') })
  }

  #raiseFirst(ids: readonly string[]): boolean {
    if (!this.#propagate) return false
    const failed = ids.find((id) => hasFailed(this.#readMeta(id)))
    if (failed === undefined) return false
    this.#end({ type: 'error', error: raise(this.#readMeta(failed).result as StoredException) })
    return true
  }

  #endWhenComplete(): void {
    if (this.#pending.size === 0) this.#end({ type: 'value', value: this.#valueOf(this.handle) })
  }

  #valueOf(handle: Handle): unknown {
    if (handle.type === 'group') return handle.results.map((result) => this.#valueOf(result))
    const meta = this.#readMeta(handle.id)
    return hasFailed(meta) ? raise(meta.result as StoredException) : meta.result
  }

  #end(end: End): void {
    if (this.ended) return
    this.ended = true
    this.#done(end)
  }
}

/** The single results in a handle, in call order. */
export function leavesOf(handle: Handle): readonly TaskHandle[] {
  return handle.type === 'task' ? [handle] : handle.results.flatMap(leavesOf)
}

/** The ids before a result, the oldest first. */
function ancestorsOf(handle: Handle): readonly string[] {
  const ids: string[][] = []
  for (let node = handle.parent; node; node = node.parent) ids.push(leavesOf(node).map(({ id }) => id))
  return ids.reverse().flat()
}

const isReady = ({ status }: TaskMeta): boolean => status === 'SUCCESS' || hasStatusFailed(status)
const hasFailed = ({ status }: TaskMeta): boolean => hasStatusFailed(status)
const hasStatusFailed = (status: string): boolean => status === 'FAILURE' || status === 'REVOKED'
