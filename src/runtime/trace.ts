import type { Canvas } from '../canvas/canvas.ts'
import type { Handle, HandleTuple } from '../canvas/handle.ts'
import type { Json, JsonObject } from '../canvas/json.ts'
import type { State, StoredException } from '../canvas/runtime.ts'
import type { Cause as CanvasCause } from '../interpreter/effect.ts'
import type { TaskRun } from './taskRun.ts'

/**
 * A run, written down: events in the order they happened. Everything a screen shows at time t is a fold of the trace
 * up to t. Names are Celery's where Celery sends such an event; the others tell what Celery keeps to itself.
 */
export type Trace = readonly TraceEvent[]

/** Who publishes: the client, or the worker process that runs or just ran `taskId`. */
export type By =
  | { readonly type: 'client' }
  | { readonly type: 'worker'; readonly worker: number; readonly process: number; readonly taskId: string }

/** The one who publishes: the task that is being run, or the client. */
export const byOf = (run: TaskRun | null): By =>
  run ? { type: 'worker', worker: run.worker, process: run.process, taskId: run.id } : CLIENT

const CLIENT: By = { type: 'client' }

/** Why a message was published; a redelivery is the broker's doing, everything else the canvas'. */
export type Cause = CanvasCause | 'redelivery'

/** Something that happened, and when. */
export type TraceEvent = At & What

/** When it happened. */
export interface At {
  /** Virtual milliseconds since the run began. */
  readonly atMs: number
}

/** What happened. */
export type What =
  /** A program (or a task) called applyAsync: the canvas as it was frozen, with its ids, and what the sender holds. */
  | {
      readonly type: 'canvas-applied'
      readonly canvas: Canvas
      readonly handle: Handle | null
      readonly by: By
    }
  /** A message went to a queue. `etaMs` is the virtual time before which it must not start. */
  | {
      readonly type: 'task-sent'
      readonly taskId: string
      readonly task: string
      readonly args: readonly Json[]
      readonly kwargs: JsonObject
      readonly queue: string
      readonly retries: number
      readonly etaMs: number | null
      readonly rootId: string
      readonly parentId: string | null
      readonly groupId: string | null
      readonly groupIndex: number | null
      /** The group id of the chord this task reports to when it ends. */
      readonly chordId: string | null
      /** Its stamps, if it has any. */
      readonly stamps?: JsonObject
      readonly cause: Cause
      readonly by: By
    }
  | { readonly type: 'task-received'; readonly taskId: string; readonly worker: number }
  /** One process of a worker runs the task from now on. Workers and their processes are numbered from 1. */
  | {
      readonly type: 'task-started'
      readonly taskId: string
      readonly worker: number
      readonly process: number
    }
  | {
      readonly type: 'task-succeeded'
      readonly taskId: string
      readonly result: Json
      readonly runtimeMs: number
    }
  | {
      readonly type: 'task-failed'
      readonly taskId: string
      readonly exception: StoredException
      readonly runtimeMs: number
    }
  | {
      readonly type: 'task-retried'
      readonly taskId: string
      readonly exception: StoredException
      readonly runtimeMs: number
    }
  | {
      readonly type: 'task-revoked'
      readonly taskId: string
      readonly terminated: boolean
      readonly expired: boolean
    }
  | { readonly type: 'task-rejected'; readonly taskId: string; readonly requeue: boolean }
  /** Celery sends nothing here: the task raised Ignore, or was replaced by another canvas under the same id. */
  | { readonly type: 'task-ignored'; readonly taskId: string; readonly replaced: boolean }
  /** A result or state was written to the backend. Also under ids of tasks that never ran (the steps after a failure). */
  | {
      readonly type: 'result-stored'
      readonly taskId: string
      readonly state: State | (string & {})
      readonly result: Json | StoredException
      readonly children: readonly HandleTuple[]
    }
  /** The backend was told how many parts a chord waits for. */
  | { readonly type: 'chord-size'; readonly groupId: string; readonly size: number }
  /** One header task reported; at `count === size` the body is published. */
  | {
      readonly type: 'chord-part'
      readonly groupId: string
      readonly taskId: string
      readonly count: number
      readonly size: number
    }
  /** An errback of the new style ran inside the worker, without a task of its own. */
  | {
      readonly type: 'errback-called'
      readonly errback: string
      readonly taskId: string
      readonly exception: StoredException
      /** What the errback itself threw, if it did. */
      readonly raised?: StoredException
    }
  /** A worker died, or is there again. */
  | { readonly type: 'worker-offline'; readonly worker: number }
  | { readonly type: 'worker-online'; readonly worker: number }
  /** The broker hands out no messages for a while. */
  | { readonly type: 'broker-paused'; readonly forMs: number }
  | { readonly type: 'broker-resumed' }
  /** The program waits in `get()`, and later goes on, with a value or an error. */
  | { readonly type: 'get-waiting'; readonly id: string }
  | { readonly type: 'get-returned'; readonly id: string; readonly value: unknown }
  | {
      readonly type: 'get-raised'
      readonly id: string
      readonly error: { readonly type: string; readonly message: string }
    }
