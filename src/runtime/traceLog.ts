import type { Trace, TraceEvent, What } from './trace.ts'

/**
 * What is written down of a run. Times are kept as plain numbers beside what happened, and only put together when the
 * trace is read.
 */
export class TraceLog {
  readonly #trace: TraceEvent[] = []
  #unread: What[] = []
  #times: number[] = []

  /** Writes down what happens at this moment; the event is the log's from now on. */
  record(what: What, atMs: number): void {
    this.#unread.push(what)
    this.#times.push(atMs)
  }

  /** What happened so far. */
  get trace(): Trace {
    for (const [index, what] of this.#unread.entries())
      this.#trace.push(Object.assign(what, { atMs: this.#times[index]! }))
    this.#unread = []
    this.#times = []
    return this.#trace
  }
}
