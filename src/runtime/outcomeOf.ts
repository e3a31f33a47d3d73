import type { Canvas } from '../canvas/canvas.ts'
import { Ignore, Reject, Retry, storedException } from '../canvas/exceptions.ts'
import { tupleOf } from '../canvas/handle.ts'
import { encodeJson, type Json } from '../canvas/json.ts'
import type { Outcome, RetryCall } from '../interpreter/outcome.ts'
import { ResultValue } from './resultValue.ts'

/** Thrown by `self.retry()`, with what the next try is sent with. */
export class RetrySignal extends Retry {
  readonly again: RetryCall

  constructor(reason: Error | null, again: RetryCall) {
    super(reason?.message ?? '', reason, again.countdown ?? again.eta ?? null)
    this.again = again
  }

  override get name(): string {
    return 'Retry'
  }
}

/** Thrown by `self.replace()`, with the canvas that goes on instead. */
export class ReplaceSignal extends Ignore {
  readonly by: Canvas
  readonly isReady: boolean

  constructor(by: Canvas, isReady: boolean) {
    super('Replaced by new task')
    this.by = by
    this.isReady = isReady
  }

  override get name(): string {
    return 'Ignore'
  }
}

/** A value that a task returned, as the outcome of its run. */
export function outcomeOfValue(value: unknown, task: string): Outcome {
  if (value instanceof ResultValue)
    return { type: 'returned', value: tupleOf(value.handle) as unknown as Json, carries: false }
  try {
    return { type: 'returned', value: encodeJson(value, `the result of ${task}`) }
  } catch (error) {
    return outcomeOfError(error)
  }
}

/** What a task threw, as the outcome of its run. This is the one place where an exception of a task becomes data. */
export function outcomeOfError(error: unknown): Outcome {
  if (error instanceof RetrySignal) {
    const { exc, again } = error
    return { type: 'retry', exception: storedException(exc ?? error), traceback: exc?.stack ?? null, again }
  }
  if (error instanceof ReplaceSignal) return { type: 'replaced', by: error.by, isReady: error.isReady }
  if (error instanceof Ignore) return { type: 'ignored' }
  if (error instanceof Reject) return { type: 'rejected', requeue: error.requeue }
  return {
    type: 'raised',
    exception: storedException(error),
    traceback: error instanceof Error ? (error.stack ?? null) : null,
  }
}
