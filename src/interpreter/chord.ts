import type { Canvas } from '../canvas/canvas.ts'
import { cloneWith, linksOf } from '../canvas/compose.ts'
import { storedException } from '../canvas/exceptions.ts'
import type { GroupHandle, Handle } from '../canvas/handle.ts'
import type { Json, JsonObject } from '../canvas/json.ts'
import { printValue } from '../canvas/print.ts'
import type { StoredException, TaskMeta } from '../canvas/runtime.ts'
import { type Context, dispatch, type Sender } from './context.ts'
import { canvasOf, draftOf } from './draft.ts'
import { type ChordPart, type Effect, store } from './effect.ts'
import { callErrbacks } from './errbacks.ts'
import { freeze } from './freeze.ts'
import { send } from './send.ts'

/** A header that was saved, and how to read its results. */
export interface SavedHeader {
  readonly group: GroupHandle
  readonly meta: (taskId: string) => TaskMeta
}

/**
 * What follows once every part of a chord has ended (backends/redis.py, `on_chord_part_return`): the body is called
 * with the list of results in the header's order, or takes the error of the first part that failed.
 */
export function completeChord(
  last: ChordPart,
  parts: readonly ChordPart[],
  saved: SavedHeader | null,
  sender: Sender | null,
  context: Context,
): readonly Effect[] {
  const effects: Effect[] = []
  const joined = saved ? joinHeader(saved) : joinParts(parts)
  if (joined.type === 'failed') {
    failChord(last.body, joined.error, joined.cause, sender, context, effects)
    return effects
  }
  try {
    send(last.body, { args: [joined.values] }, dispatch('chord', sender, context, effects))
  } catch (error) {
    const cause = storedException(error)
    failChord(
      last.body,
      chordError(`Callback error: ${printException(cause)}`),
      null,
      sender,
      context,
      effects,
    )
  }
  return effects
}

/** `chord_error_from_stack`: the body's errbacks are called, and its result becomes the error. */
export function failChord(
  body: Canvas,
  error: StoredException,
  cause: StoredException | null,
  sender: Sender | null,
  context: Context,
  effects: Effect[],
): void {
  if (body.subtask_type === 'group') return failGroup(body, cause ?? error, sender, context, effects)
  const id = body.options.task_id ?? ''
  const request = { id, task: body.task, args: body.args, kwargs: body.kwargs as JsonObject, rootId: null }
  callErrbacks(linksOf(body.options.link_error), request, error, null, sender, context, effects)
  effects.push(store(id, 'FAILURE', error))
}

/** An exception as Python's `repr` shows it: `ValueError('boom')`. */
export const printException = ({ exc_type, exc_message }: StoredException): string =>
  `${exc_type}(${exc_message.map(printValue).join(', ')})`

/** `_handle_group_chord_error`: a body of several tasks is revoked, and each takes the original error. */
function failGroup(
  body: Canvas,
  error: StoredException,
  sender: Sender | null,
  context: Context,
  effects: Effect[],
): void {
  const draft = draftOf(cloneWith(body))
  const group = freeze(draft, {}, dispatch('chord', sender, context, effects)) as GroupHandle
  const errbacks = linksOf(canvasOf(draft).options.link_error)
  effects.push({ type: 'revoke', taskIds: leaves(group) })
  for (const { id } of group.results) {
    callErrbacks(
      errbacks,
      { id, task: 'unknown', args: [], kwargs: {}, rootId: null },
      error,
      null,
      sender,
      context,
      effects,
    )
    effects.push(store(id, 'FAILURE', error))
  }
  effects.push(store(group.id, 'FAILURE', error))
}

type Joined =
  | { readonly type: 'joined'; readonly values: readonly Json[] }
  | { readonly type: 'failed'; readonly error: StoredException; readonly cause: StoredException }

function joinParts(parts: readonly ChordPart[]): Joined {
  const failed = parts.find(({ state }) => state !== 'SUCCESS')
  if (!failed) return { type: 'joined', values: parts.map(({ result }) => result as Json) }
  const cause = failed.result as StoredException
  return {
    type: 'failed',
    error: chordError(`Dependency ${failed.taskId} raised ${printException(cause)}`),
    cause,
  }
}

/** `GroupResult.join` of a saved header: nested as the results are, the first error met ends it. */
function joinHeader({ group, meta }: SavedHeader): Joined {
  let cause: StoredException | null = null
  const valueOf = (handle: Handle): Json => {
    if (handle.type === 'group') return handle.results.map(valueOf)
    const { status, result } = meta(handle.id)
    if (status === 'FAILURE' || status === 'REVOKED') cause ??= result as StoredException
    return result as Json
  }
  const values = group.results.map(valueOf)
  if (!cause) return { type: 'joined', values }
  return { type: 'failed', error: chordError(`Join error: ${printException(cause)}`), cause }
}

const chordError = (message: string): StoredException => ({
  exc_type: 'ChordError',
  exc_message: [message],
  exc_module: 'celery.exceptions',
})

const leaves = (handle: Handle): string[] =>
  handle.type === 'group' ? handle.results.flatMap(leaves) : [handle.id]

const asList = (links: Canvas['options']['link']): readonly Canvas[] =>
  links ? ([links].flat() as Canvas[]) : []
