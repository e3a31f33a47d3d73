import * as E from 'fp-ts/lib/Either.js'
import type { HandleTuple } from '../canvas/handle.ts'
import type { Json, JsonObject } from '../canvas/json.ts'
import type { StoredException, TaskMeta } from '../canvas/runtime.ts'
import { isException } from '../canvas/states.ts'
import { type JsonTextError, type Limits, parseJson } from './jsonText.ts'

/** A state to be kept, with what Celery keeps beside it. */
export interface StoredMeta extends TaskMeta {
  readonly taskId: string
  /** ISO-8601; null while the task has not ended. */
  readonly dateDone: string | null
  readonly groupId: string | null
  readonly parentId: string | null
  /** What `result_extended` adds: name, args, kwargs, worker, retries, queue, stamps. */
  readonly extended: JsonObject | null
}

/** A state as Celery's key-value backends keep it (backends/base.py, `_get_result_meta`); the status stands first. */
export const encodeMeta = (meta: StoredMeta): string =>
  JSON.stringify({
    status: meta.status,
    result: meta.result,
    traceback: meta.traceback,
    children: meta.children,
    date_done: meta.dateDone,
    ...(meta.groupId !== null && { group_id: meta.groupId }),
    ...(meta.parentId !== null && { parent_id: meta.parentId }),
    ...meta.extended,
    task_id: meta.taskId,
  })

/** A state as the rpc backend sends it to who asked for it (backends/rpc.py, `_to_result`). */
export const encodeReply = ({ taskId, status, result, traceback, children }: StoredMeta): string =>
  JSON.stringify({ task_id: taskId, status, result, traceback, children })

/** Why what a backend holds is not a result. */
export type MetaError = JsonTextError | { readonly type: 'not-a-result'; readonly got: Json }

/** Reads what a backend holds under a task's id, or a reply; with the id when it says so. */
export function decodeMeta(
  text: string,
  limits?: Limits,
): E.Either<MetaError, TaskMeta & { readonly taskId: string | null }> {
  const parsed = parseJson(text, limits)
  if (E.isLeft(parsed)) return parsed
  const meta = parsed.right
  if (!isObject(meta) || typeof meta.status !== 'string') return E.left({ type: 'not-a-result', got: meta })
  const { status, result = null, traceback, children, task_id } = meta
  return E.right({
    taskId: typeof task_id === 'string' ? task_id : null,
    status,
    result: isException(status) ? exceptionOf(result) : result,
    traceback: typeof traceback === 'string' ? traceback : null,
    children: Array.isArray(children) ? children.filter(isHandleTuple) : [],
  })
}

/** An exception, however a backend spells it. */
function exceptionOf(value: Json): StoredException {
  if (!isObject(value) || typeof value.exc_type !== 'string')
    return { exc_type: 'Exception', exc_message: [value], exc_module: 'builtins' }
  const { exc_type, exc_message = null, exc_module } = value
  return {
    exc_type,
    exc_message: Array.isArray(exc_message) ? exc_message : exc_message === null ? [] : [exc_message],
    exc_module: typeof exc_module === 'string' ? exc_module : '',
  }
}

/** Whether this is Celery's `as_tuple()` of a result, all the way down. */
export function isHandleTuple(value: unknown, depth = 0): value is HandleTuple {
  if (!Array.isArray(value) || value.length !== 2 || depth > DEEPEST) return false
  const [own, results] = value as readonly unknown[]
  if (!Array.isArray(own) || typeof own[0] !== 'string') return false
  if (own[1] !== null && own[1] !== undefined && !isHandleTuple(own[1], depth + 1)) return false
  return (
    results === null || (Array.isArray(results) && results.every((each) => isHandleTuple(each, depth + 1)))
  )
}

/** A chain's last result holds all those before it. */
const DEEPEST = 1000

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
