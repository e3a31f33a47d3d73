import type { Canvas } from '../canvas/canvas.ts'
import type { GroupHandle, Handle } from '../canvas/handle.ts'
import type { Json } from '../canvas/json.ts'
import type { State, StoredException } from '../canvas/runtime.ts'
import type { Message } from '../protocol/message.ts'
import type { Hook } from './context.ts'

/** Why a message is published. */
export type Cause = 'apply' | 'chain' | 'link' | 'link-error' | 'chord' | 'chord-unlock' | 'retry' | 'replace'

/**
 * One thing that Celery does to the world, as data. The interpreter lists effects in Celery's order; a runtime carries
 * them out one by one, and what follows from one (a chord that is now complete) before the next.
 */
export type Effect =
  | { readonly type: 'publish'; readonly message: Message; readonly cause: Cause }
  | Store
  | { readonly type: 'set-chord-size'; readonly groupId: string; readonly size: number }
  /** A chord that runs waits for one part more. */
  | { readonly type: 'extend-chord'; readonly groupId: string }
  /** Keeps a header whose results are lists themselves, so that the body gets them nested. */
  | { readonly type: 'save-group'; readonly group: GroupHandle }
  | ChordPart
  /** An errback of the new style: called in the worker, as (request, exception, traceback), not sent. */
  | {
      readonly type: 'call-errback'
      readonly errback: Canvas
      readonly request: FailedRequest
      readonly exception: StoredException
      readonly traceback: string | null
      /** What it throws is passed over. */
      readonly isForgiven?: boolean
    }
  /** A hook of the task that has ended. */
  | CallHook
  | { readonly type: 'revoke'; readonly taskIds: readonly string[] }
  | { readonly type: 'succeeded'; readonly result: Json }
  /** `returned`: the function's own value, when it was what follows that could not be sent. */
  | { readonly type: 'failed'; readonly exception: StoredException; readonly returned?: Json }
  | { readonly type: 'retried'; readonly exception: StoredException }
  | { readonly type: 'ignored'; readonly replaced: boolean }
  | { readonly type: 'rejected'; readonly requeue: boolean }
  | { readonly type: 'terminated' }

/** A state for one task id, and what was sent while it ran. */
export interface Store {
  readonly type: 'store'
  readonly taskId: string
  readonly state: State | (string & {})
  readonly result: Json | StoredException
  readonly traceback: string | null
  readonly children: readonly Handle[]
}

/** One part of a chord has ended, well or badly. */
export interface ChordPart {
  readonly type: 'chord-part'
  readonly groupId: string
  readonly taskId: string
  /** Where in the header it stands; null sorts last. */
  readonly groupIndex: number | null
  readonly state: 'SUCCESS' | 'FAILURE' | 'REVOKED'
  readonly result: Json | StoredException
  /** The body, to be called once all parts have ended. */
  readonly body: Canvas
}

/** A hook is called in the worker, with the result or the error of its task. */
export interface CallHook {
  readonly type: 'call-hook'
  readonly hook: Hook
  readonly state: State
  readonly end: { readonly value: Json } | { readonly exception: StoredException }
  readonly traceback: string | null
}

/** The task an errback is told about. */
export interface FailedRequest {
  readonly id: string
  readonly task: string
  readonly args: readonly Json[]
  readonly kwargs: { readonly [name: string]: unknown }
  readonly rootId: string | null
}

/** The state of one task, as an effect, with the children it has by now. */
export const store = (
  taskId: string,
  state: Store['state'],
  result: Store['result'],
  children: readonly Handle[] = [],
  traceback: string | null = null,
): Store => ({
  type: 'store',
  taskId,
  state,
  result,
  traceback,
  children: children.length === 0 ? NO_CHILDREN : [...children],
})

const NO_CHILDREN: readonly Handle[] = []
