import type { Context } from './context.ts'
import type { Json, JsonObject } from './json.ts'
import type { State } from './runtime.ts'
import type { AnySignature } from './signature.ts'
import type { StampOptions, Stamps } from './stamp.ts'

/**
 * Functions that a worker calls around a task (app/task.py): Celery's `before_start`, `on_success` and the others, with
 * the task's context in place of `self`. They run in the worker's process, and one that throws fails the task, also when
 * its result is stored already. None is called for a task that is ignored, rejected or revoked, nor when its process dies.
 */
export interface Hooks {
  /** Before the function. What it throws counts as thrown by the task, though not for `autoretryFor`. */
  readonly beforeStart?: (self: Context, taskId: string, args: readonly Json[], kwargs: JsonObject) => unknown
  /** When callbacks and the next step are sent and the result is stored. */
  readonly onSuccess?: (
    self: Context,
    result: Json,
    taskId: string,
    args: readonly Json[],
    kwargs: JsonObject,
  ) => unknown
  /** When the failure is stored and the errbacks are called. */
  readonly onFailure?: (
    self: Context,
    exc: Error,
    taskId: string,
    args: readonly Json[],
    kwargs: JsonObject,
    traceback: string | null,
  ) => unknown
  /** When the next try is sent and RETRY is stored; `exc` is the reason given to `retry`, if any. */
  readonly onRetry?: (
    self: Context,
    exc: Error | null,
    taskId: string,
    args: readonly Json[],
    kwargs: JsonObject,
    traceback: string | null,
  ) => unknown
  /** After `onSuccess` or `onFailure`, with the state and the result, or the error. Not for a retry. */
  readonly afterReturn?: (
    self: Context,
    status: State,
    result: Json | Error,
    taskId: string,
    args: readonly Json[],
    kwargs: JsonObject,
    traceback: string | null,
  ) => unknown
  /**
   * When the task replaces itself: given what goes on in its place, with the rest of its chain, it gives what is sent.
   *
   * @example
   * const marked = app.task(
   *   'marked',
   *   { bind: true, onReplace: (self, signature) => signature.stamp({ instead: self.request.task }) },
   *   (self, x: number) => self.replace(add.s(x, 1)),
   * )
   * const result = await marked.delay(7)
   * await result.get() // 8
   */
  readonly onReplace?: (self: Context, signature: Replacement) => AnySignature
}

/** What goes on in the place of a task. */
export interface Replacement extends AnySignature {
  /** With stamps: headers that travel with the messages. */
  stamp(stamps: Stamps, options?: StampOptions): Replacement
}
