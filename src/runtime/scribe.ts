import type { Canvas } from '../canvas/canvas.ts'
import type { Handle } from '../canvas/handle.ts'
import type { StoredException } from '../canvas/runtime.ts'
import type { Effect, Store } from '../interpreter/effect.ts'
import type { Message } from '../protocol/message.ts'
import type { TaskRun } from './taskRun.ts'

/** Who writes down what a client or a worker of a real cluster does, at the moment it does it. */
export interface Scribe {
  applied(canvas: Canvas, handle: Handle | null, run: TaskRun | null): void
  sent(effect: Extract<Effect, { type: 'publish' }>, run: TaskRun | null): void
  stored(store: Store): void
  chordSize(groupId: string, size: number): void
  counted(part: {
    readonly groupId: string
    readonly taskId: string
    readonly count: number
    readonly size: number
  }): void
  errback(effect: Extract<Effect, { type: 'call-errback' }>, raised: StoredException | null): void
  received(message: Message): void
  started(run: TaskRun): void
  dropped(message: Message, expired: boolean): void
  refused(message: Message, exception: StoredException): void
  ended(end: ScribedEnd, run: TaskRun): void
}

/** What an outcome comes to in the end. */
export type ScribedEnd = Extract<
  Effect,
  { type: 'succeeded' | 'failed' | 'retried' | 'ignored' | 'rejected' | 'terminated' }
>
