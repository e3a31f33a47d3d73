import type { Options } from '../canvas/canvas.ts'
import type { Handle } from '../canvas/handle.ts'
import type { Json, JsonObject } from '../canvas/json.ts'
import type { DeclaredQueue } from '../protocol/declaredQueue.ts'
import type { Message } from '../protocol/message.ts'
import type { Cause, Effect } from './effect.ts'

/** What the interpreter needs to know of a registered task. */
export interface TaskSpec {
  readonly name: string
  /** Throws `TypeError`, in Python's words, when the arguments do not fit. */
  readonly check: (args: readonly Json[], kwargs: JsonObject) => void
  /** Execution options the task was declared with; null for none. */
  readonly options: Options | null
  readonly ignoreResult: boolean
  /** Whether its errors are stored even so. */
  readonly storeErrorsEvenIfIgnored: boolean
  /** Whether what the task sends is recorded among its children. */
  readonly trail: boolean
  /** Whether, as an errback, it is called in the worker with (request, exception, traceback) instead of sent. */
  readonly inlineErrback: boolean
}

/** How the result backend completes a chord (reference: Redis counts, others poll, rpc and disabled cannot). */
export type ChordSupport = 'counter' | 'polling' | 'none'

/** What comes in from outside, always together: time, ids, and who is registered. */
export interface Context {
  readonly task: (name: string) => TaskSpec | undefined
  readonly newId: () => string
  /** Milliseconds since the epoch. */
  readonly nowMs: () => number
  /** How a task is sent where nothing else is said; null for no route. */
  readonly routeFor: (task: string) => Options | null
  readonly declared: (queue: string) => DeclaredQueue
  readonly defaultQueue: string
  /** Names the sender's reply queue. */
  readonly replyTo: string
  readonly chords: ChordSupport
  /** Names the backend in the error about chords. */
  readonly backend: string
  readonly inheritParentPriority: boolean
  /** How the bodies of messages are packed for which nothing else is said (`task_compression`). */
  readonly compression: string | null
  /** `task_default_delivery_mode` */
  readonly deliveryMode: 1 | 2
  /** Whether the errback of a chord goes to the members of its header too. */
  readonly errbacksOnHeader: boolean
}

/** A hook that is called when a task has ended. */
export type Hook = 'onSuccess' | 'onFailure' | 'onRetry' | 'afterReturn'

/** The task in whose run something is sent. */
export interface Sender {
  readonly id: string
  readonly rootId: string
  readonly priority: number
  readonly trail: boolean
  /** Filled with what the task sends. */
  readonly children: Handle[]
  /** The hooks it has; null for none. */
  readonly hooks?: ReadonlySet<Hook> | null
}

/** One dispatch: who sends, why, and the effects it comes to. */
export interface Dispatch extends Context {
  readonly sender: Sender | null
  readonly cause: Cause
  readonly effects: Effect[]
}

/** Binds a context to one act of sending. */
export const dispatch = (
  cause: Cause,
  sender: Sender | null,
  context: Context,
  effects: Effect[],
): Dispatch => ({
  ...context,
  cause,
  sender,
  effects,
})

/** Whether a task's errors are kept (trace.py, `handle_error_state`): those of an ignored result only if it says so. */
export const storesErrors = (message: Message, context: Context): boolean =>
  storesResult(message) || (context.task(message.headers.task)?.storeErrorsEvenIfIgnored ?? false)

/** Whether a task's result is kept. The message says so: what the call said, or else the task (`ignore_result`). */
export const storesResult = ({ headers }: Message): boolean => !headers.ignore_result
