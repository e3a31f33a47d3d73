import type { Canvas, Options } from '../canvas/canvas.ts'
import type { Json } from '../canvas/json.ts'
import type { StoredException } from '../canvas/runtime.ts'

/** How a task's function ended. */
export type Outcome =
  /** `carries`: false for a value that can be stored and that no message can carry (a result object). */
  | { readonly type: 'returned'; readonly value: Json; readonly carries?: false }
  | {
      readonly type: 'raised'
      readonly exception: StoredException
      readonly traceback: string | null
      /** Which hooks are told: of an error after the task's own end only `onFailure`; none when its process is gone. */
      readonly tells?: 'onFailure' | 'nobody'
    }
  | {
      readonly type: 'retry'
      readonly exception: StoredException
      readonly traceback: string | null
      /** Options and arguments of the next try. */
      readonly again: RetryCall
    }
  | Replaced
  | { readonly type: 'ignored' }
  | { readonly type: 'rejected'; readonly requeue: boolean }
  | { readonly type: 'revoked'; readonly reason: 'revoked' | 'expired' | 'terminated' }

/** Another canvas goes on in its place. */
export interface Replaced {
  readonly type: 'replaced'
  readonly by: Canvas
  /** It was made ready already, and a hook may have changed it. */
  readonly isReady?: boolean
}

/** What a retry changes in the message it sends again. */
export interface RetryCall {
  readonly args?: readonly Json[]
  readonly kwargs?: { readonly [name: string]: Json }
  /** Seconds. */
  readonly countdown?: number
  /** ISO-8601. */
  readonly eta?: string
  /** Queue, priority and the like, in place of the message's. */
  readonly options?: Options
}
