import type { Canvas, Options } from './canvas.ts'
import type { GroupHandle, Handle, HandleTuple } from './handle.ts'
import type { Json, JsonObject } from './json.ts'
import type { Stamps } from './stamp.ts'

/** A task's state, in Celery's words (celery/states.py). A task may store a state of its own. */
export type State =
  | 'PENDING'
  | 'RECEIVED'
  | 'STARTED'
  | 'SUCCESS'
  | 'FAILURE'
  | 'RETRY'
  | 'REVOKED'
  | 'REJECTED'
  | 'IGNORED'

/** An exception as the backend stores it. `message` holds the arguments of the exception. */
export interface StoredException {
  readonly exc_type: string
  readonly exc_message: readonly Json[]
  readonly exc_module: string
}

/** What the backend knows of one task id; an id it never heard of is PENDING. */
export interface TaskMeta {
  readonly status: State | (string & {})
  /** The value of a SUCCESS, the exception of a FAILURE, RETRY or REVOKED, the meta of a state of the task's own. */
  readonly result: Json | StoredException
  readonly traceback: string | null
  readonly children: readonly HandleTuple[]
}

/** Arguments and options given when a canvas is sent. */
export interface Call {
  readonly args?: readonly Json[]
  readonly kwargs?: JsonObject
  readonly options?: Options
}

/** How a result is waited for. */
export interface GetOptions {
  /** Seconds to wait before `TimeoutError`; for ever when left out. */
  readonly timeout?: number
  /** Reject with the task's error (default), or give the error as the value. */
  readonly propagate?: boolean
  /** Look at the results before this one first, and reject with the earliest failure (default). */
  readonly followParents?: boolean
}

/** Follows a `get()` of a group: each member is told of when it has ended, in order of arrival. */
export interface Follower {
  readonly onMember: (taskId: string, meta: TaskMeta) => void
  /** Comes when nobody wants to know more: the `get()` ends with it. */
  readonly left: Promise<Error>
}

/** How tasks are revoked. */
export interface RevokeOptions {
  /** Kill the process that runs one; false. */
  readonly terminate?: boolean
}

/** What the words need from whoever turns the crank: a simulation, or a client of a real cluster. */
export interface Runtime {
  /** Publishes the canvas; null for an empty chain. Rejects when it cannot be sent. */
  send(canvas: Canvas, call: Call): Promise<Handle | null>
  /** Waits for a result and gives its value; a group's is the list in call order. Only a group is followed. */
  get(handle: Handle, options: GetOptions, follower?: Follower): Promise<unknown>
  /** What the backend stores under this id, or what the result that asks has read of it already. */
  meta(taskId: string, asking?: Handle): Promise<TaskMeta>
  /** Tells every worker to drop these tasks. */
  revoke(taskIds: readonly string[], options: RevokeOptions): Promise<void>
  /** Tells every worker to drop the tasks that have one of these stamps. */
  revokeByStampedHeaders(headers: Stamps, options: RevokeOptions): Promise<void>
  /** Deletes what the backend stores under these ids. */
  forget(taskIds: readonly string[]): Promise<void>
  /** Keeps the ids of a group's results under its id, or deletes them. */
  saveGroup(group: GroupHandle): Promise<void>
  restoreGroup(groupId: string): Promise<GroupHandle | null>
  deleteGroup(groupId: string): Promise<void>
}
