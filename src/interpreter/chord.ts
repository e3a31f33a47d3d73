import type { Canvas } from '../canvas/canvas.ts'
import { cloneWith, linksOf } from '../canvas/compose.ts'
import { storedException } from '../canvas/exceptions.ts'
import { type GroupHandle, idsOf } from '../canvas/handle.ts'
import type { Json, JsonObject } from '../canvas/json.ts'
import { printValue } from '../canvas/print.ts'
import type { StoredException } from '../canvas/runtime.ts'
import { received } from '../protocol/received.ts'
import { type Context, dispatch, type Sender } from './context.ts'
import { canvasOf, draftOf } from './draft.ts'
import { type ChordPart, type Effect, store } from './effect.ts'
import { callErrbacks } from './errbacks.ts'
import { freeze } from './freeze.ts'
import { send } from './send.ts'

/** The results of a chord's header, or what went wrong with them. */
export type Joined =
  | { readonly type: 'joined'; readonly values: readonly Json[] }
  | { readonly type: 'failed'; readonly error: StoredException; readonly cause: StoredException | null }

/** The parts in the header's order; the first that failed is the error. */
export function joinParts(parts: readonly ChordPart[]): Joined {
  const failed = parts.find(({ state }) => state !== 'SUCCESS')
  if (failed) return dependencyError(failed.taskId, failed.result as StoredException)
  return { type: 'joined', values: parts.map(({ result }) => result as Json) }
}

/** A header of which one part failed. */
export const dependencyError = (taskId: string, cause: StoredException): Joined => ({
  type: 'failed',
  error: chordError(`Dependency ${taskId} raised ${printException(cause)}`),
  cause,
})

/** A saved header that could not be joined: the error of a chord inside it stays as it is. */
export const joinError = (error: StoredException): Joined => ({
  type: 'failed',
  error: error.exc_type === 'ChordError' ? error : chordError(`Join error: ${printException(error)}`),
  cause: null,
})

/**
 * What follows once a chord's header has been joined (backends/redis.py, `on_chord_part_return`): the body is called
 * with the list of results, or takes the error.
 */
export function completeChord(
  body: Canvas,
  joined: Joined,
  sender: Sender | null,
  context: Context,
): readonly Effect[] {
  const effects: Effect[] = []
  if (joined.type === 'failed') {
    failChord(body, joined.error, joined.cause, sender, context, effects)
    return effects
  }
  try {
    send(received(body), { args: [joined.values] }, dispatch('chord', sender, context, effects))
  } catch (error) {
    effects.push(...callbackError(body, storedException(error), sender, context))
  }
  return effects
}

/** What follows when the body could not be sent. */
export function callbackError(
  body: Canvas,
  cause: StoredException,
  sender: Sender | null,
  context: Context,
): readonly Effect[] {
  const effects: Effect[] = []
  failChord(body, chordError(`Callback error: ${printException(cause)}`), null, sender, context, effects)
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
  if (body.subtask_type === 'group') {
    failGroup(body, cause ?? error, sender, context, effects)
    return
  }
  const id = body.options.task_id ?? ''
  const request = { id, task: body.task, args: body.args, kwargs: body.kwargs as JsonObject, rootId: null }
  callErrbacks(
    linksOf(body.options.link_error),
    { request, exception: error, traceback: null },
    sender,
    context,
    effects,
  )
  // Without a request of its own it is stored with the children of the task that is being run.
  effects.push(store(id, 'FAILURE', error, sender?.children))
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
  effects.push({ type: 'revoke', taskIds: idsOf(group) })
  for (const { id } of group.results) {
    const request = { id, task: 'unknown', args: [], kwargs: {}, rootId: null }
    const failure = { request, exception: error, traceback: null, isForgiven: true }
    callErrbacks(errbacks, failure, sender, context, effects)
    effects.push(store(id, 'FAILURE', error))
  }
  effects.push(store(group.id, 'FAILURE', error))
}

const chordError = (message: string): StoredException => ({
  exc_type: 'ChordError',
  exc_message: [message],
  exc_module: 'celery.exceptions',
})
