import { NeverReady, raise } from '../canvas/exceptions.ts'
import type { GroupHandle, Handle } from '../canvas/handle.ts'
import { idsOf } from '../canvas/handle.ts'
import type { Follower, GetOptions, StoredException, TaskMeta } from '../canvas/runtime.ts'
import { hasFailed, isReady } from '../canvas/states.ts'

/** Reads what the backend holds of a task. */
export type ReadMeta = (taskId: string) => TaskMeta

/** How a `get()` ended. */
export type End =
  | { readonly type: 'value'; readonly value: unknown }
  | { readonly type: 'error'; readonly error: Error }

/** Ends a `get()` with an error, unless it has ended. */
export type Stop = (error: Error) => void

/**
 * The `get()`s under way (result.py, `AsyncResult.get` and `ResultSet.join_native`). A report of a task is looked at by
 * those that wait for it and by nobody else, so that a group of 100,000 is waited for in 100,000 looks.
 */
export class Waiters {
  readonly #readMeta: ReadMeta
  readonly #byTask = new Map<string, Waiting[]>()
  readonly #open = new Set<Waiting>()

  constructor(readMeta: ReadMeta) {
    this.#readMeta = readMeta
  }

  /**
   * Starts a `get()`; `done` is called once, when it ends. What comes back ends it before its time. `onMember` is told of
   * each task of a group without groups in it, when it has ended.
   */
  wait(
    handle: Handle,
    options: GetOptions,
    done: (end: End) => void,
    onMember: Follower['onMember'] = () => {},
  ): Stop {
    if (handle.type === 'group' && handle.results.some(({ type }) => type === 'group'))
      return this.#waitNested(handle, options, done)
    const ended = (end: End): void => {
      this.#open.delete(waiting)
      done(end)
    }
    const waiting = new Waiting(handle, options, this.#readMeta, ended, onMember)
    this.#open.add(waiting)
    const pending = waiting.look()
    if (!waiting.ended) {
      const alone = [waiting]
      for (const id of pending) this.#watch(id, alone)
      for (const id of waiting.ancestors) if (id !== handle.id) this.#watch(id, alone)
    }
    return (error) => waiting.end({ type: 'error', error })
  }

  /**
   * A group with groups among its members (`join_native`): the members of those are asked first, one after the other,
   * and only then the others. Values are put in place by id, and a group at the end of a chain has the id of the group
   * it is a member of: of several only the last gets its place, the others read null.
   */
  #waitNested(handle: GroupHandle, options: GetOptions, done: (end: End) => void): Stop {
    const places = new Map(handle.results.map(({ id }, place) => [id, place]))
    const values: unknown[] = handle.results.map(() => null)
    const single = handle.results.filter(({ type }) => type === 'task')
    const asked = handle.results.flatMap((member) => {
      if (member.type === 'task') return []
      const list: unknown[] = []
      values[places.get(member.id)!] = list
      return member.results.map((child) => ({ child, take: (value: unknown) => void list.push(value) }))
    })
    asked.push({
      child: { type: 'group', id: handle.id, parent: null, results: single },
      take: (all) => {
        for (const [index, value] of (all as readonly unknown[]).entries())
          values[places.get(single[index]!.id)!] = value
      },
    })
    let stop: Stop = () => {}
    const ask = (index: number): void => {
      const next = asked[index]
      if (!next) {
        done({ type: 'value', value: values })
        return
      }
      stop = this.wait(next.child, options, (end) => {
        if (end.type === 'error') {
          done(end.error instanceof NeverReady ? (this.#failureIn(handle) ?? end) : end)
          return
        }
        next.take(end.value)
        ask(index + 1)
      })
    }
    ask(0)
    return (error) => stop(error)
  }

  /** The error of a member that has failed, where another never reports. */
  #failureIn(handle: Handle): End | null {
    const failed = idsOf(handle).find((id) => hasFailed(this.#readMeta(id).status))
    if (failed === undefined) return null
    return { type: 'error', error: raise(this.#readMeta(failed).result as StoredException) }
  }

  /** Tells those who wait that a task has ended. */
  reported(taskId: string): void {
    const waiting = this.#byTask.get(taskId)
    if (!waiting) return
    this.#byTask.delete(taskId)
    for (const each of waiting) each.reported(taskId)
  }

  /** Ends every `get()`: nothing can report any more. */
  giveUp(why: (taskIds: readonly string[]) => string): void {
    for (const waiting of [...this.#open])
      waiting.end({ type: 'error', error: new NeverReady(why(waiting.pending())) })
  }

  /** A list of one is shared by all ids for which nobody else waits. */
  #watch(id: string, alone: Waiting[]): void {
    const present = this.#byTask.get(id)
    if (!present) this.#byTask.set(id, alone)
    else if (present.length === 1) this.#byTask.set(id, [...present, ...alone])
    else present.push(...alone)
  }
}

class Waiting {
  ended = false
  /** The ids before it, the oldest first; a failure there ends it too. Only a single result looks at them, a join does not. */
  readonly ancestors: readonly string[]
  readonly #handle: Handle
  /** How many of its own ids have not reported. */
  #left = 0
  readonly #propagate: boolean
  readonly #readMeta: ReadMeta
  readonly #done: (end: End) => void
  readonly #onMember: Follower['onMember']

  constructor(
    handle: Handle,
    options: GetOptions,
    readMeta: ReadMeta,
    done: (end: End) => void,
    onMember: Follower['onMember'],
  ) {
    const { propagate = true, followParents = true } = options
    this.#handle = handle
    this.#propagate = propagate
    this.#readMeta = readMeta
    this.#done = done
    this.#onMember = onMember
    this.ancestors = propagate && followParents && handle.type === 'task' ? ancestorsOf(handle) : []
  }

  /** The first look: what has failed before, what is there already. Gives the ids that it goes on waiting for. */
  look(): readonly string[] {
    if (this.#raiseFirst(this.ancestors)) return []
    if (this.#raiseFirst(idsOf(this.#handle))) return []
    const pending: string[] = []
    for (const id of idsOf(this.#handle)) {
      const meta = this.#readMeta(id)
      if (isReady(meta.status)) this.#onMember(id, meta)
      else pending.push(id)
    }
    this.#left = pending.length
    this.#endWhenComplete()
    return pending
  }

  /** Its own ids that have not reported. */
  pending(): readonly string[] {
    return idsOf(this.#handle).filter((id) => !isReady(this.#readMeta(id).status))
  }

  reported(taskId: string): void {
    if (this.ended) return
    const meta = this.#readMeta(taskId)
    if (this.#propagate && hasFailed(meta.status)) {
      this.#raiseFirst([...this.ancestors, taskId])
      return
    }
    if (this.#handle.type === 'group' || this.#handle.id === taskId) {
      this.#left--
      this.#onMember(taskId, meta)
    }
    this.#endWhenComplete()
  }

  end(end: End): void {
    if (this.ended) return
    this.ended = true
    this.#done(end)
  }

  #raiseFirst(ids: Iterable<string>): boolean {
    if (!this.#propagate) return false
    for (const id of ids) {
      const meta = this.#readMeta(id)
      if (!hasFailed(meta.status)) continue
      this.end({ type: 'error', error: raise(meta.result as StoredException) })
      return true
    }
    return false
  }

  #endWhenComplete(): void {
    if (this.#left === 0) this.end({ type: 'value', value: this.#valueOf(this.#handle) })
  }

  #valueOf(handle: Handle): unknown {
    if (handle.type === 'group') return handle.results.map((result) => this.#valueOf(result))
    const meta = this.#readMeta(handle.id)
    return hasFailed(meta.status) ? raise(meta.result as StoredException) : meta.result
  }
}

/** The ids before a result, the oldest first. */
function ancestorsOf(handle: Handle): readonly string[] {
  const ids: (readonly string[])[] = []
  for (let node = handle.parent; node; node = node.parent) ids.push(idsOf(node))
  return ids.reverse().flat()
}
