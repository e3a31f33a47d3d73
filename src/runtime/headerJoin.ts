import { storedException } from '../canvas/exceptions.ts'
import type { GroupHandle, Handle } from '../canvas/handle.ts'
import type { Json } from '../canvas/json.ts'
import type { StoredException, TaskMeta } from '../canvas/runtime.ts'
import { isReady } from '../canvas/states.ts'
import { type Joined, joinError } from '../interpreter/chord.ts'
import type { Waiters } from './waiters.ts'

/** What joining a header needs of the cluster. */
export interface JoinHost {
  readonly clock: { after(delayMs: number, act: () => void): unknown }
  readonly waiters: Waiters
  readonly readMeta: (taskId: string) => TaskMeta
}

/**
 * Joins a saved header, in the worker process that counted the last part (redis.py, `on_chord_part_return`). Celery
 * marks the header as ready first, so that it need not wait; `join_native` then takes what is there and only waits for
 * the members of groups. The count may be complete too early: a group at the end of a chain has the id of the header it
 * stands in, and its size takes the place of the header's. So a plain member that has not ended by then gives null, and
 * of several groups only the last is in its place, as all of them have one id.
 */
export function joinHeader(header: GroupHandle, host: JoinHost, done: (joined: Joined) => void): void {
  const { clock, waiters, readMeta } = host
  const members = header.results
  const places = new Map(members.map(({ id }, place) => [id, place]))
  const values: Json[] = members.map(() => null)
  const arrived = new Set<Handle>()
  const look = (): void => {
    for (const member of members)
      if (member.type === 'task' && isReady(readMeta(member.id).status)) arrived.add(member)
  }
  const finish = (): void => {
    for (const { id } of arrived) {
      const { status, result } = readMeta(id)
      if (status !== 'SUCCESS') {
        done(joinError(result as StoredException))
        return
      }
      values[places.get(id)!] = result as Json
    }
    done({ type: 'joined', values })
  }
  const groups = members.filter((member) => member.type === 'group')
  const asked = groups.flatMap(({ id, results }) => {
    const list: Json[] = []
    return results.map((child) => ({ place: places.get(id)!, list, child }))
  })
  const ask = (index: number): void => {
    const next = asked[index]
    if (!next) {
      finish()
      return
    }
    let waited = false
    waiters.wait(next.child, {}, (end) => {
      // What is published while it waits for another result is read on the way.
      if (waited) look()
      if (end.type === 'error') {
        done(joinError(storedException(end.error)))
        return
      }
      next.list.push(end.value as Json)
      values[next.place] = next.list
      ask(index + 1)
    })
    waited = true
  }
  look()
  clock.after(READING_MS, () => ask(0))
}

/** The pause of one look at all results (backends/base.py, `get_many`). */
const READING_MS = 500
