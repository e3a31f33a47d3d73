import { bindArguments } from '../canvas/arity.ts'
import type { ChainCanvas } from '../canvas/canvas.ts'
import { EncodeError, raise, storedException } from '../canvas/exceptions.ts'
import type { Json, JsonObject } from '../canvas/json.ts'
import type { StoredException } from '../canvas/runtime.ts'
import type { RegisteredTask } from '../canvas/task.ts'
import type { Context } from '../interpreter/context.ts'
import type { Effect } from '../interpreter/effect.ts'
import { failAgain } from './failAgain.ts'
import type { TaskRun } from './taskRun.ts'

/** An errback of the new style, to be called in the worker. */
export type ErrbackCall = Extract<Effect, { type: 'call-errback' }>

/** Calls an errback of the new style with (request, exception, traceback); gives what it throws. */
export function callErrback(
  { errback, request, exception, traceback }: ErrbackCall,
  known: (task: string) => RegisteredTask | undefined,
  context: Context,
): StoredException | null {
  const told = [request, raise(exception), traceback] as readonly unknown[] as readonly Json[]
  try {
    if (errback.subtask_type === 'chain') refuseChain(errback, told, context)
    const args = errback.immutable ? errback.args : [...told, ...errback.args]
    const task = known(errback.task)
    if (!task?.fn) return null
    const fn = task.fn as (...args: readonly unknown[]) => unknown
    const bound = bindArguments(task, args, errback.kwargs as unknown as JsonObject)
    void Promise.resolve(fn(...bound)).catch(() => {})
    return null
  } catch (error) {
    return storedException(error)
  }
}

/**
 * What is left to do once an errback has thrown, which ends the handling of the failure: its error counts as one of the
 * task, or of the chord's body that it was called for; of a body
 * that is a group it is passed over.
 */
export function afterErrback(
  error: StoredException,
  { request, isForgiven }: ErrbackCall,
  rest: readonly Effect[],
  sender: TaskRun | null,
  context: Context,
): readonly Effect[] {
  if (isForgiven) return rest.filter((effect) => !isErrbackOf(request.id, effect))
  if (!sender || request.id !== sender.id) {
    const [store, ...others] = rest.filter((effect) => !isErrback(effect))
    return store?.type === 'store' ? [{ ...store, result: error }, ...others] : rest
  }
  return failAgain(error, sender, context)
}

const isErrbackOf = (id: string, effect: Effect): boolean =>
  effect.type === 'call-errback'
    ? effect.request.id === id
    : effect.type === 'publish' && effect.cause === 'link-error' && effect.message.headers.parent_id === id

const isErrback = (effect: Effect): boolean =>
  effect.type === 'call-errback' || (effect.type === 'publish' && effect.cause === 'link-error')

/** A chain as errback would be sent with the request itself as an argument, which no message carries. */
function refuseChain(chain: ChainCanvas, args: readonly Json[], context: Context): never {
  const first = chain.kwargs.tasks[0]
  if (first?.subtask_type === null) context.task(first.task)?.check([...args, ...first.args], first.kwargs)
  throw new EncodeError("TypeError('Object of type Context is not JSON serializable')")
}
