import type { Trace, TraceEvent } from './trace.ts'

/** What became of a message whose task has not ended. */
export type Fate = { readonly task: string; readonly queue: string } & (
  | { readonly type: 'queued' | 'running' | 'ignored' | 'rejected' | 'unregistered' | 'lost' }
  | { readonly type: 'revoked'; readonly reason: 'revoked' | 'expired' | 'terminated' }
  | { readonly type: 'stuck'; readonly afterMs: number }
)

/** What a trace does not tell. */
export type Untold =
  | { readonly type: 'lost' | 'unregistered' }
  | { readonly type: 'stuck'; readonly afterMs: number }

/** What became of each task that was sent: a fold of the trace, which goes on only when somebody asks. */
export class Fates {
  readonly #trace: Trace
  readonly #sent = new Map<string, { readonly task: string; readonly queue: string }>()
  readonly #fates = new Map<string, Fate>()
  #folded = 0

  constructor(trace: Trace) {
    this.#trace = trace
  }

  /** What became of a task so far; undefined for one that has ended, or was never sent. */
  get(taskId: string): Fate | undefined {
    this.#goOn()
    return this.#fates.get(taskId)
  }

  /** Says what happens to a task now. */
  tell(taskId: string, fate: Untold): void {
    this.#goOn()
    this.#set(taskId, fate)
  }

  #goOn(): void {
    while (this.#folded < this.#trace.length) this.#fold(this.#trace[this.#folded++]!)
  }

  #fold(event: TraceEvent): void {
    switch (event.type) {
      case 'task-sent':
        this.#sent.set(event.taskId, { task: event.task, queue: event.queue })
        this.#set(event.taskId, { type: 'queued' })
        break
      case 'task-started':
        this.#set(event.taskId, { type: 'running' })
        break
      case 'task-succeeded':
      case 'task-failed':
        this.#fates.delete(event.taskId)
        break
      case 'task-rejected':
        this.#set(event.taskId, { type: 'rejected' })
        break
      case 'task-ignored':
        if (!event.replaced) this.#set(event.taskId, { type: 'ignored' })
        break
      case 'task-revoked': {
        const reason = event.terminated ? 'terminated' : event.expired ? 'expired' : 'revoked'
        this.#set(event.taskId, { type: 'revoked', reason })
        break
      }
    }
  }

  #set(taskId: string, fate: Bare<Fate>): void {
    this.#fates.set(taskId, { ...this.#sent.get(taskId)!, ...fate })
  }
}

type Bare<Each> = Each extends unknown ? Omit<Each, 'task' | 'queue'> : never
