import { tupleOf } from '../canvas/handle.ts'
import { queueOf } from '../protocol/message.ts'
import type { Scribe, ScribedEnd } from './scribe.ts'
import type { TaskRun } from './taskRun.ts'
import { taskSent } from './taskSent.ts'
import type { By, Trace, TraceEvent, What } from './trace.ts'

/** The trace of a program on a real broker: written by its client and its workers, in real milliseconds since it began. */
export class LiveTrace {
  /** How many messages were sent to each queue. */
  readonly sent = new Map<string, number>()
  readonly #trace: TraceEvent[] = []
  #startMs = 0
  #epochMs = 0
  /** Where each run runs. Which process it would be is not told: it is the first that is free. */
  readonly #places = new WeakMap<TaskRun, { readonly worker: number; readonly process: number }>()
  readonly #nameOf: (queue: string) => string

  /** `nameOf`: what a queue is called by the program. */
  constructor(nameOf: (queue: string) => string) {
    this.#nameOf = nameOf
  }

  /** From now on time counts. */
  begin(): void {
    this.#startMs = performance.now()
    this.#epochMs = Date.now()
  }

  get trace(): Trace {
    return this.#trace
  }

  /** Writes down what happens now. */
  record(what: What): void {
    this.#trace.push({ ...what, atMs: this.#nowMs() })
  }

  #nowMs(): number {
    return performance.now() - this.#startMs
  }

  /** Who writes for the client, or for one of the workers. */
  scribe(worker: number | null = null): Scribe {
    const slots: (TaskRun | null)[] = []
    return {
      applied: (canvas, handle, run) =>
        this.record({ type: 'canvas-applied', canvas, handle, by: this.#by(run) }),
      sent: ({ message, cause }, run) => {
        const queue = queueOf(message)
        this.sent.set(queue, (this.sent.get(queue) ?? 0) + 1)
        const { eta } = message.headers
        this.#trace.push(
          taskSent(message, {
            queue: this.#nameOf(queue),
            etaMs: eta === null ? null : Date.parse(eta) - this.#epochMs,
            cause,
            by: this.#by(run),
            atMs: this.#nowMs(),
          }),
        )
      },
      stored: ({ taskId, state, result, children }) =>
        this.record({ type: 'result-stored', taskId, state, result, children: children.map(tupleOf) }),
      chordSize: (groupId, size) => this.record({ type: 'chord-size', groupId, size }),
      counted: (part) => this.record({ type: 'chord-part', ...part }),
      errback: ({ errback, request, exception }, raised) =>
        this.record({
          type: 'errback-called',
          errback: errback.task,
          taskId: request.id,
          exception,
          ...(raised && { raised }),
        }),
      received: ({ headers }) =>
        this.record({ type: 'task-received', taskId: headers.id, worker: worker ?? 1 }),
      started: (run) => {
        const free = slots.indexOf(null)
        const slot = free < 0 ? slots.length : free
        slots[slot] = run
        const place = { worker: worker ?? 1, process: slot + 1 }
        this.#places.set(run, place)
        this.record({ type: 'task-started', taskId: run.id, ...place })
      },
      dropped: ({ headers }, expired) =>
        this.record({ type: 'task-revoked', taskId: headers.id, terminated: false, expired }),
      refused: ({ headers }, exception) =>
        this.record({ type: 'task-failed', taskId: headers.id, exception, runtimeMs: 0 }),
      ended: (end, run) => {
        const place = this.#places.get(run)
        if (place && slots[place.process - 1] === run) slots[place.process - 1] = null
        this.record(endOf(end, run))
      },
    }
  }

  #by(run: TaskRun | null): By {
    const place = run && this.#places.get(run)
    return run && place ? { type: 'worker', ...place, taskId: run.id } : { type: 'client' }
  }
}

const endOf = (end: ScribedEnd, { id, startedMs }: TaskRun): What => {
  const runtimeMs = Date.now() - startedMs
  switch (end.type) {
    case 'succeeded':
      return { type: 'task-succeeded', taskId: id, result: end.result, runtimeMs }
    case 'failed':
    case 'retried':
      return { type: `task-${end.type}`, taskId: id, exception: end.exception, runtimeMs }
    case 'ignored':
      return { type: 'task-ignored', taskId: id, replaced: end.replaced }
    case 'rejected':
      return { type: 'task-rejected', taskId: id, requeue: end.requeue }
    case 'terminated':
      return { type: 'task-revoked', taskId: id, terminated: true, expired: false }
  }
}
