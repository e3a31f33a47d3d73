import { taskCanvas } from '../canvas/compose.ts'
import { executionOptions } from '../protocol/message.ts'
import { dispatch, storesErrors } from './context.ts'
import { store } from './effect.ts'
import type { Outcome } from './outcome.ts'
import { send } from './send.ts'
import type { Ending } from './settle.ts'
import { tell } from './tell.ts'

/** `Task.retry`: the same id is published again with one more retry, and the state becomes RETRY. */
export function resend(outcome: Extract<Outcome, { readonly type: 'retry' }>, ending: Ending): void {
  const { message, sender, context, effects } = ending
  const { headers, body } = message
  const { args = body[0], kwargs = body[1], countdown, eta, options: changed } = outcome.again
  const options = {
    ...executionOptions(message),
    ...changed,
    retries: headers.retries + 1,
    ...(countdown !== undefined && { countdown }),
    ...(eta !== undefined && { eta }),
  }
  try {
    send(taskCanvas(headers.task, { args, kwargs, options }), {}, dispatch('retry', sender, context, effects))
  } catch {
    effects.push({ type: 'rejected', requeue: false })
    return
  }
  if (storesErrors(message, context))
    effects.push(store(headers.id, 'RETRY', outcome.exception, sender.children, outcome.traceback))
  tell('onRetry', 'RETRY', { exception: outcome.exception }, ending, outcome.traceback)
  effects.push({ type: 'retried', exception: outcome.exception })
}
