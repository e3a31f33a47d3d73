import type { Canvas } from '../canvas/canvas.ts'
import { rawGroup } from '../canvas/compose.ts'
import type { StoredException } from '../canvas/runtime.ts'
import { type Context, dispatch, type Sender } from './context.ts'
import type { Effect, FailedRequest } from './effect.ts'
import { send } from './send.ts'

/** `_call_task_errbacks`: errbacks of the new style are called here, the others sent as one group with the failed id. */
export function callErrbacks(
  errbacks: readonly Canvas[],
  request: FailedRequest,
  exception: StoredException,
  traceback: string | null,
  sender: Sender | null,
  context: Context,
  effects: Effect[],
): void {
  const sent: Canvas[] = []
  for (const errback of errbacks) {
    if (context.task(errback.task)?.inlineErrback)
      effects.push({ type: 'call-errback', errback, request, exception, traceback })
    else sent.push(errback)
  }
  if (sent.length === 0) return
  const options = { parent_id: request.id, root_id: request.rootId ?? request.id }
  send(rawGroup(sent), { args: [request.id], options }, dispatch('link-error', sender, context, effects))
}
