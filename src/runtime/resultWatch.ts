import * as E from 'fp-ts/lib/Either.js'
import { errorOf } from '../broker/brokerError.ts'
import type { ResultListener, Results } from '../broker/results.ts'
import { PENDING } from '../broker/results.ts'
import { TimeoutError } from '../canvas/exceptions.ts'
import { type Handle, idsOf } from '../canvas/handle.ts'
import type { Follower, GetOptions, TaskMeta } from '../canvas/runtime.ts'
import { isReady } from '../canvas/states.ts'
import { TIMED_OUT } from './refusals.ts'
import { type End, type Stop, Waiters } from './waiters.ts'

/**
 * Waits for results of a real backend: it is told of them, and looks for itself now and then, in case it was not. What a
 * result was when it ended first is what it is for everybody who waits for it.
 */
export class ResultWatch implements ResultListener {
  readonly waiters = new Waiters((id) => this.read(id))
  #results: Results | null = null
  readonly #known = new Map<string, TaskMeta>()
  /** How many wait for each id. */
  readonly #watched = new Map<string, number>()

  /** Where it looks; it listens to the same. */
  attach(results: Results): void {
    this.#results = results
  }

  /** What is known of a task by now. */
  read(id: string): TaskMeta {
    return this.#known.get(id) ?? PENDING
  }

  /** Waits as `get()` does; gives its value or throws its error. The timeout counts from now, connecting included. */
  async get(handle: Handle, options: GetOptions, follower?: Follower): Promise<unknown> {
    const { timeout } = options
    let stop: Stop = () => {}
    let over: Error | null = null
    const end = (error: Error): void => {
      over = error
      stop(error)
    }
    const timer =
      timeout === undefined ? undefined : setTimeout(() => end(new TimeoutError(TIMED_OUT)), timeout * 1000)
    void follower?.left.then(end)
    try {
      return await this.watching(idsWith(handle), async () => {
        const end = await new Promise<End>((resolve) => {
          stop = this.waiters.wait(handle, options, resolve, follower?.onMember)
          if (over) stop(over)
        })
        if (end.type === 'error') throw end.error
        return end.value
      })
    } finally {
      clearTimeout(timer)
    }
  }

  /** Does something while it is told of these tasks, of which it has read what there is. */
  async watching<Value>(ids: readonly string[], act: () => Promise<Value>): Promise<Value> {
    for (const id of ids) this.#watched.set(id, (this.#watched.get(id) ?? 0) + 1)
    let looking: ReturnType<typeof setTimeout> | undefined
    try {
      const watched = await this.#results!.watch(ids)()
      if (E.isLeft(watched)) throw errorOf(watched.left)
      const looked = await this.#look(ids)
      if (E.isLeft(looked)) throw errorOf(looked.left)
      let intervalMs = FIRST_LOOK_MS
      const lookAgain = (): void => {
        looking = setTimeout(async () => {
          await this.#look(ids)
          intervalMs = Math.min(intervalMs * 2, LONGEST_LOOK_MS)
          if (looking) lookAgain()
        }, intervalMs)
      }
      lookAgain()
      return await act()
    } finally {
      clearTimeout(looking)
      looking = undefined
      this.#release(ids)
    }
  }

  onMeta(taskId: string, meta: TaskMeta): void {
    if (!this.#watched.has(taskId) || isReady(this.read(taskId).status)) return
    this.#known.set(taskId, meta)
    if (isReady(meta.status)) this.waiters.reported(taskId)
  }

  onGap(): void {
    void this.look()
  }

  /** Reads again everything that is waited for. */
  async look(): Promise<void> {
    await this.#look([...this.#watched.keys()])
  }

  async #look(ids: readonly string[]) {
    const open = ids.filter((id) => !isReady(this.read(id).status))
    const read = await this.#results!.read(open)()
    if (E.isRight(read)) for (const [index, meta] of read.right.entries()) this.onMeta(open[index]!, meta)
    return read
  }

  #release(ids: readonly string[]): void {
    const gone = ids.filter((id) => {
      const count = this.#watched.get(id)! - 1
      if (count > 0) this.#watched.set(id, count)
      else this.#watched.delete(id)
      return count === 0
    })
    for (const id of gone) this.#known.delete(id)
    this.#results!.unwatch(gone)
  }
}

/** The ids of a result and of all those before it, each once. */
function idsWith(handle: Handle): readonly string[] {
  const ids = new Set(idsOf(handle))
  for (let node = handle.parent; node; node = node.parent) for (const id of idsOf(node)) ids.add(id)
  return [...ids]
}

/** The pause before the first look, and the longest between two: the backend tells of most results at once. */
const FIRST_LOOK_MS = 500
const LONGEST_LOOK_MS = 5_000
