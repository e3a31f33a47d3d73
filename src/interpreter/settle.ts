import { match } from 'ts-pattern'
import type { Canvas } from '../canvas/canvas.ts'
import { rawGroup } from '../canvas/compose.ts'
import { EncodeError, storedException } from '../canvas/exceptions.ts'
import type { Json } from '../canvas/json.ts'
import type { StoredException } from '../canvas/runtime.ts'
import type { Message } from '../protocol/message.ts'
import { received } from '../protocol/received.ts'
import { lastFirst } from '../protocol/steps.ts'
import { type Context, dispatch, type Sender, storesErrors, storesResult } from './context.ts'
import { type ChordPart, type Effect, store } from './effect.ts'
import { callErrbacks } from './errbacks.ts'
import type { Outcome, Replaced } from './outcome.ts'
import { replace } from './replace.ts'
import { resend } from './retry.ts'
import { send } from './send.ts'
import { tell } from './tell.ts'

/** A task that has ended: its message, the task as a sender, and the effects its end comes to. */
export interface Ending {
  readonly message: Message
  readonly sender: Sender
  readonly context: Context
  readonly effects: Effect[]
}

/**
 * What a worker does once a task has ended (celery/app/trace.py, backends/base.py), in Celery's order: callbacks, the
 * next step of the chain, the result, the part of a chord, errbacks. Pure: ids and time come with the context, and
 * what is to be done comes back as effects.
 */
export function settle(
  message: Message,
  outcome: Outcome,
  sender: Sender,
  context: Context,
): readonly Effect[] {
  // Most tasks return and nothing follows: they do not pay for a list that could grow, nor for the arms of the others.
  if (outcome.type === 'returned' && endsAlone(message, sender)) {
    const succeeded: Effect = { type: 'succeeded', result: outcome.value }
    const { id } = message.headers
    return storesResult(message)
      ? [store(id, 'SUCCESS', outcome.value, sender.children), succeeded]
      : [succeeded]
  }
  const ending: Ending = { message, sender, context, effects: [] }
  if (outcome.type === 'returned') succeed(outcome.value, outcome.carries ?? true, ending)
  else end(outcome, ending)
  return ending.effects
}

function end(outcome: Exclude<Outcome, { readonly type: 'returned' }>, ending: Ending): void {
  match(outcome)
    .returnType<void>()
    .with({ type: 'raised' }, ({ exception, traceback, tells }) =>
      failWith(exception, traceback, ending, tells),
    )
    .with({ type: 'retry' }, (again) => resend(again, ending))
    .with({ type: 'replaced' }, (replaced) => replaceBy(replaced, ending))
    .with({ type: 'ignored' }, () => void ending.effects.push({ type: 'ignored', replaced: false }))
    .with({ type: 'rejected' }, ({ requeue }) => void ending.effects.push({ type: 'rejected', requeue }))
    .with({ type: 'revoked' }, ({ reason }) => revoke(reason, ending))
    .exhaustive()
}

function failWith(
  exception: StoredException,
  traceback: string | null,
  ending: Ending,
  tells?: 'onFailure' | 'nobody',
): void {
  fail(exception, traceback, ending)
  if (tells !== 'nobody') tell('onFailure', 'FAILURE', { exception }, ending, traceback)
  if (!tells) tell('afterReturn', 'FAILURE', { exception }, ending, traceback)
  ending.effects.push({ type: 'failed', exception })
}

function replaceBy(outcome: Replaced, ending: Ending): void {
  const error = attempt(() => replace(outcome, ending))
  if (error) failWith(error, null, ending)
}

function succeed(value: Json, carries: boolean, ending: Ending): void {
  const { message, sender, effects } = ending
  const error = follows(message) ? attempt(() => continueWith(value, carries, ending)) : null
  if (error) {
    // What cannot be sent on is charged to the task that was to send it, though its function succeeded.
    fail(error, null, ending)
    tell('onFailure', 'FAILURE', { exception: error }, ending)
    if (error.exc_type === 'EncodeError') tell('afterReturn', 'FAILURE', { exception: error }, ending)
    effects.push({ type: 'failed', exception: error, returned: value })
    return
  }
  const { chord } = message.body[2]
  if (storesResult(message)) effects.push(store(message.headers.id, 'SUCCESS', value, sender.children))
  if (chord) effects.push(part('SUCCESS', value, chord, message))
  tell('onSuccess', 'SUCCESS', { value }, ending)
  tell('afterReturn', 'SUCCESS', { value }, ending)
  effects.push({ type: 'succeeded', result: value })
}

/** Whether its result is all that comes of its success. */
const endsAlone = (message: Message, { hooks }: Sender): boolean =>
  !hooks && !follows(message) && !message.body[2].chord

const follows = ({ body }: Message): boolean => Boolean(body[2].callbacks?.length || body[2].chain)

/** What follows a task that succeeded in an earlier run: its callbacks and the next step. */
export function continuation(
  message: Message,
  value: Json,
  sender: Sender,
  context: Context,
): readonly Effect[] {
  const ending: Ending = { message, sender, context, effects: [] }
  continueWith(value, true, ending)
  return ending.effects
}

/** `_dispatch_callbacks_and_chain`. */
function continueWith(value: Json, carries: boolean, { message, sender, context, effects }: Ending): void {
  const { headers, properties, body } = message
  const { callbacks, chain } = body[2]
  const before = effects.length
  const children = sender.children.length
  const options = {
    parent_id: headers.id,
    root_id: headers.root_id || headers.id,
    ...(context.inheritParentPriority && { priority: properties.priority }),
  }
  for (const callback of together(callbacks ?? []))
    send(received(callback), { args: [value], options }, dispatch('link', sender, context, effects))
  if (chain) {
    const withRest = chain.after ? { ...options, chain: chain.after } : options
    const scope = dispatch('chain', sender, context, effects)
    send(received(chain.next), { args: [value], options: withRest }, scope)
  }
  const refused = carries
    ? -1
    : effects.findIndex(
        (each, index) => index >= before && each.type === 'publish' && holds(each.message, value),
      )
  if (refused < 0) return
  effects.length = refused
  sender.children.length = children
  throw new EncodeError("TypeError('Object of type GroupResult is not JSON serializable')")
}

const holds = ({ body }: Message, value: Json): boolean => body[0].includes(value)

/** One callback is sent as it is; of several, groups by themselves and all others in one new group. */
function together(callbacks: readonly Canvas[]): readonly Canvas[] {
  if (callbacks.length < 2) return callbacks
  const groups = callbacks.filter(({ subtask_type }) => subtask_type === 'group')
  const others = callbacks.filter(({ subtask_type }) => subtask_type !== 'group')
  return others.length > 0 ? [...groups, rawGroup(others)] : groups
}

/** `mark_as_failure`: the result, the chord's part, the steps that will never run, the errbacks. */
function fail(exception: StoredException, traceback: string | null, ending: Ending): void {
  const { message, sender, context, effects } = ending
  const { headers, body } = message
  const [args, kwargs, embed] = body
  const stores = storesErrors(message, context)
  if (stores) effects.push(store(headers.id, 'FAILURE', exception, sender.children, traceback))
  if (embed.chord) effects.push(part('FAILURE', exception, embed.chord, message))
  for (const { options } of lastFirst(embed.chain)) {
    const { task_id, group_id, group_index, chord } = options
    if (task_id === undefined) continue
    if (stores) effects.push(store(task_id, 'FAILURE', exception, [], traceback))
    if (!chord || !group_id) continue
    effects.push({
      type: 'chord-part',
      groupId: group_id,
      taskId: task_id,
      groupIndex: group_index ?? null,
      state: 'FAILURE',
      result: exception,
      body: chord,
    })
  }
  const request = { id: headers.id, task: headers.task, args, kwargs, rootId: headers.root_id }
  callErrbacks(embed.errbacks ?? [], { request, exception, traceback }, sender, context, effects)
}

function revoke(reason: string, { message, context, effects }: Ending): void {
  const exception = revokedError(reason)
  const { chord } = message.body[2]
  // Only what the task says counts here, not the message (worker/request.py, `store_errors`).
  const task = context.task(message.headers.task)
  if (!task?.ignoreResult || task.storeErrorsEvenIfIgnored)
    effects.push(store(message.headers.id, 'REVOKED', exception))
  if (chord) effects.push(part('REVOKED', exception, chord, message))
  if (reason === 'terminated') effects.push({ type: 'terminated' })
}

/** What is stored for a task that was revoked, expired or terminated. */
export const revokedError = (reason: string): StoredException => ({
  exc_type: 'TaskRevokedError',
  exc_message: [reason],
  exc_module: 'celery.exceptions',
})

function part(
  state: ChordPart['state'],
  result: ChordPart['result'],
  body: Canvas,
  { headers }: Message,
): Effect {
  const { id, group, group_index } = headers
  return {
    type: 'chord-part',
    groupId: group ?? '',
    taskId: id,
    groupIndex: group_index,
    state,
    result,
    body,
  }
}

/** Does it, or gives the error that it threw. */
function attempt(act: () => void): StoredException | null {
  try {
    act()
    return null
  } catch (error) {
    return storedException(error)
  }
}
