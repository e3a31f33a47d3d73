import type { Canvas } from '../canvas/canvas.ts'
import { rawGroup } from '../canvas/compose.ts'
import { storedException } from '../canvas/exceptions.ts'
import type { Json } from '../canvas/json.ts'
import type { StoredException } from '../canvas/runtime.ts'
import type { Message } from '../protocol/message.ts'
import { lastFirst } from '../protocol/steps.ts'
import { type Context, dispatch, type Sender, storesResult } from './context.ts'
import { type ChordPart, type Effect, store } from './effect.ts'
import { callErrbacks } from './errbacks.ts'
import type { Outcome } from './outcome.ts'
import { replace } from './replace.ts'
import { resend } from './retry.ts'
import { send } from './send.ts'

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
  const effects: Effect[] = []
  switch (outcome.type) {
    case 'returned':
      succeed(message, outcome.value, sender, context, effects)
      break
    case 'raised':
      fail(message, outcome.exception, outcome.traceback, sender, context, effects)
      effects.push({ type: 'failed', exception: outcome.exception })
      break
    case 'retry':
      resend(message, outcome, sender, context, effects)
      break
    case 'replaced':
      attempt(() => replace(message, outcome.by, sender, context, effects), message, sender, context, effects)
      break
    case 'ignored':
      effects.push({ type: 'ignored', replaced: false })
      break
    case 'rejected':
      effects.push({ type: 'rejected', requeue: outcome.requeue })
      break
    case 'revoked':
      revoke(message, outcome.reason, effects)
      break
  }
  return effects
}

/** `mark_as_failure`: the result, the chord's part, the steps that will never run, the errbacks. */
export function fail(
  message: Message,
  exception: StoredException,
  traceback: string | null,
  sender: Sender,
  context: Context,
  effects: Effect[],
): void {
  const { headers, body } = message
  const [args, kwargs, embed] = body
  const stores = storesResult(message, context)
  if (stores) effects.push(store(headers.id, 'FAILURE', exception, sender.children, traceback))
  if (embed.chord) effects.push(part(message, 'FAILURE', exception, embed.chord))
  for (const { options } of lastFirst(embed.chain)) {
    if (options.task_id === undefined) continue
    if (stores) effects.push(store(options.task_id, 'FAILURE', exception, [], traceback))
    if (!options.chord || !options.group_id) continue
    effects.push({
      type: 'chord-part',
      groupId: options.group_id,
      taskId: options.task_id,
      groupIndex: options.group_index ?? null,
      state: 'FAILURE',
      result: exception,
      body: options.chord,
    })
  }
  const request = { id: headers.id, task: headers.task, args, kwargs, rootId: headers.root_id }
  callErrbacks(embed.errbacks ?? [], request, exception, traceback, sender, context, effects)
}

function succeed(message: Message, value: Json, sender: Sender, context: Context, effects: Effect[]): void {
  const { headers, body } = message
  const embed = body[2]
  const sent = attempt(
    () => continueWith(message, value, sender, context, effects),
    message,
    sender,
    context,
    effects,
  )
  if (!sent) return
  if (storesResult(message, context)) effects.push(store(headers.id, 'SUCCESS', value, sender.children))
  if (embed.chord) effects.push(part(message, 'SUCCESS', value, embed.chord))
  effects.push({ type: 'succeeded', result: value })
}

/** What cannot be sent on is charged to the task that was to send it, though its function succeeded. */
function attempt(
  act: () => void,
  message: Message,
  sender: Sender,
  context: Context,
  effects: Effect[],
): boolean {
  try {
    act()
    return true
  } catch (error) {
    const exception = storedException(error)
    fail(message, exception, null, sender, context, effects)
    effects.push({ type: 'failed', exception })
    return false
  }
}

/** `_dispatch_callbacks_and_chain`. */
function continueWith(
  message: Message,
  value: Json,
  sender: Sender,
  context: Context,
  effects: Effect[],
): void {
  const { headers, body } = message
  const { callbacks, chain } = body[2]
  const call = { args: [value], options: { parent_id: headers.id, root_id: headers.root_id || headers.id } }
  const inherited = context.inheritParentPriority ? { priority: message.properties.priority } : {}
  if (callbacks) {
    const link = { ...call, options: { ...call.options, ...inherited } }
    for (const callback of together(callbacks))
      send(callback, link, dispatch('link', sender, context, effects))
  }
  if (chain) {
    const options = { ...call.options, ...inherited, ...(chain.after && { chain: chain.after }) }
    send(chain.next, { args: [value], options }, dispatch('chain', sender, context, effects))
  }
}

/** One callback is sent as it is; of several, groups by themselves and all others in one new group. */
function together(callbacks: readonly Canvas[]): readonly Canvas[] {
  if (callbacks.length === 1) return callbacks
  const groups = callbacks.filter(({ subtask_type }) => subtask_type === 'group')
  const others = callbacks.filter(({ subtask_type }) => subtask_type !== 'group')
  return others.length > 0 ? [...groups, rawGroup(others)] : groups
}

function revoke(message: Message, reason: 'revoked' | 'expired' | 'terminated', effects: Effect[]): void {
  const exception = { exc_type: 'TaskRevokedError', exc_message: [reason], exc_module: 'celery.exceptions' }
  const embed = message.body[2]
  effects.push(store(message.headers.id, 'REVOKED', exception))
  if (embed.chord) effects.push(part(message, 'REVOKED', exception, embed.chord))
}

function part(
  message: Message,
  state: ChordPart['state'],
  result: ChordPart['result'],
  body: Canvas,
): Effect {
  const { id, group, group_index } = message.headers
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
