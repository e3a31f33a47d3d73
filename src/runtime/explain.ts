import type { MemoryBackend } from '../broker/memoryBackend.ts'
import type { MemoryQueues } from '../broker/memoryQueues.ts'
import type { ChordPart } from '../interpreter/effect.ts'
import type { Message } from '../protocol/message.ts'
import type { Worker } from './pool.ts'
import type { Trace } from './trace.ts'

/** What became of a message. */
export type Fate =
  | { readonly type: 'queued'; readonly message: Message }
  | { readonly type: 'running'; readonly message: Message }
  | { readonly type: 'ignored'; readonly message: Message }
  | { readonly type: 'rejected'; readonly message: Message }
  | { readonly type: 'unregistered'; readonly message: Message }
  | { readonly type: 'revoked'; readonly message: Message; readonly reason: string }
  | { readonly type: 'stuck'; readonly message: Message; readonly afterMs: number }

/** What is left of a run in which nothing is due any more. */
export interface Standstill {
  readonly trace: Trace
  readonly fates: ReadonlyMap<string, Fate>
  readonly queues: MemoryQueues
  readonly workers: readonly Worker[]
  readonly backend: MemoryBackend<ChordPart>
}

/** Says who is waited for, and why it will never report. */
export function explain(ids: readonly string[], still: Standstill): string {
  return `nothing is under way any more: ${ids.length}`
}
