/**
 * What sending a canvas leaves in the sender's hands, as data: the ids to ask the backend for, and who came before.
 * Celery's `AsyncResult` and `GroupResult` without their backend.
 */
export type Handle = TaskHandle | GroupHandle

/** The id of one task. */
export interface TaskHandle {
  readonly type: 'task'
  readonly id: string
  readonly parent: Handle | null
  /** The call asked for no result: `get()` gives null at once. */
  readonly ignored?: boolean
}

/** The ids of a group and its members. */
export interface GroupHandle {
  readonly type: 'group'
  readonly id: string
  readonly parent: Handle | null
  /** In call order. */
  readonly results: readonly Handle[]
}

/** Celery's `as_tuple()`: `[[id, parent], null]` for a task, `[[id, parent], members]` for a group. */
export type HandleTuple = readonly [readonly [string, HandleTuple | null], readonly HandleTuple[] | null]

/** A handle as `as_tuple()` gives it. */
export function tupleOf(handle: Handle): HandleTuple {
  const parent = handle.parent && tupleOf(handle.parent)
  return [[handle.id, parent], handle.type === 'group' ? handle.results.map(tupleOf) : null]
}

/** A handle from its tuple: `result_from_tuple`. */
export function handleOf([[id, parent], results]: HandleTuple): Handle {
  const before = parent && handleOf(parent)
  return results
    ? { type: 'group', id, parent: before, results: results.map(handleOf) }
    : { type: 'task', id, parent: before }
}

/** The ids of the tasks in a handle, those of nested groups too, in call order. */
export function idsOf(handle: Handle): readonly string[] {
  const ids: string[] = []
  const collect = (each: Handle): void => {
    if (each.type === 'task') ids.push(each.id)
    else each.results.forEach(collect)
  }
  collect(handle)
  return ids
}
