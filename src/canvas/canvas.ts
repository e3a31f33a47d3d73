import type { Json, JsonObject } from './json.ts'
import type { origin } from './origin.ts'

/**
 * A workflow as data. It *is* Celery's dict (canvas.py, `Signature`): what `JSON.stringify` gives for it is what
 * Python's `json.dumps(sig)` gives, key for key, so the snake_case names of the wire stand here and nowhere above.
 * `subtask_type` tells the kinds apart; null is a plain task (and `celery.map`, `celery.starmap`, `celery.chunks`).
 */
export type Canvas = TaskCanvas | ChainCanvas | GroupCanvas | ChordCanvas

interface Base {
  readonly task: string
  readonly args: readonly Json[]
  readonly options: Options
  readonly immutable: boolean
}

/** A call not yet made: one task's name, arguments and options. */
export interface TaskCanvas extends Base {
  readonly subtask_type: null
  readonly kwargs: JsonObject
}

/** Steps in the order they run. */
export interface ChainCanvas extends Base {
  readonly subtask_type: 'chain'
  readonly kwargs: { readonly tasks: readonly Canvas[] }
}

/** Members that run side by side. */
export interface GroupCanvas extends Base {
  readonly subtask_type: 'group'
  readonly kwargs: { readonly tasks: readonly Canvas[] }
}

/** A header that runs side by side, and a body that gets the list of its results. `kwargs` go to the header. */
export interface ChordCanvas extends Base {
  readonly subtask_type: 'chord'
  readonly kwargs: {
    readonly kwargs: JsonObject
    readonly header: readonly Canvas[] | GroupCanvas
    readonly body: Canvas | null
  }
}

/** Execution options as the wire spells them: what `apply_async` takes, the ids of a frozen canvas, and its links. */
export interface Options {
  readonly task_id?: string
  readonly root_id?: string
  readonly parent_id?: string
  readonly group_id?: string
  readonly group_index?: number
  readonly reply_to?: string
  readonly chord?: Canvas
  readonly chain?: unknown
  readonly link?: readonly Canvas[] | Canvas
  readonly link_error?: readonly Canvas[] | Canvas
  /** Seconds from publishing to the earliest start. */
  readonly countdown?: number
  /** ISO-8601 time of the earliest start. */
  readonly eta?: string
  /** Seconds from publishing, or an ISO-8601 time, after which the task is revoked instead of run. */
  readonly expires?: number | string
  readonly queue?: string
  readonly priority?: number
  readonly [option: string]: unknown
  readonly [origin]?: unknown
}
