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
