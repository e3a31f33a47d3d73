import type { Canvas } from '../canvas/canvas.ts'
import { rawGroup } from '../canvas/compose.ts'
import type { StoredException } from '../canvas/runtime.ts'
import { received } from '../protocol/received.ts'
import { type Context, dispatch, type Sender } from './context.ts'
import type { Effect, FailedRequest } from './effect.ts'
import { send } from './send.ts'

/** What an errback is told. */
export interface Failure {
  readonly request: FailedRequest
  readonly exception: StoredException
  readonly traceback: string | null
  /** What an errback throws is passed over, with the errbacks after it. */
  readonly isForgiven?: boolean
}

/** `_call_task_errbacks`: errbacks of the new style are called here, the others sent as one group with the failed id. */
export function callErrbacks(
  errbacks: readonly Canvas[],
  failure: Failure,
  sender: Sender | null,
  context: Context,
  effects: Effect[],
): void {
  const sent: Canvas[] = []
  for (const errback of errbacks) {
    const inline = errback.subtask_type === 'chain' || context.task(errback.task)?.inlineErrback
    if (inline) effects.push({ type: 'call-errback', errback, ...failure })
    else sent.push(received(errback))
  }
  if (sent.length === 0) return
  const { id, rootId } = failure.request
  const options = { parent_id: id, root_id: rootId ?? id }
  send(rawGroup(sent), { args: [id], options }, dispatch('link-error', sender, context, effects))
}
