import type { Handle, HandleTuple } from '../canvas/handle.ts'

/** Celery's `as_tuple()`. */
export const asTuple = (handle: Handle): HandleTuple => [
  [handle.id, handle.parent && asTuple(handle.parent)],
  handle.type === 'group' ? handle.results.map(asTuple) : null,
]

/** Celery's `result_from_tuple()`. */
export function fromTuple([[id, parent], results]: HandleTuple): Handle {
  const before = parent && fromTuple(parent)
  return results
    ? { type: 'group', id, parent: before, results: results.map(fromTuple) }
    : { type: 'task', id, parent: before }
}
