import { Fifo } from '../broker/fifo.ts'
import { TimeHeap } from './timeHeap.ts'

/** Something that is due. */
export interface Due {
  readonly state: 'due' | 'done' | 'cancelled'
}

/**
 * A class and no literal: of literals that live long V8 makes the next ones old at once, and what hangs on an old one
 * that is done would stay until everything is collected.
 */
class Entry implements Due {
  state: 'due' | 'done' | 'cancelled' = 'due'
  readonly run: (subject: never) => void
  readonly subject: unknown
  background: boolean

  constructor(run: (subject: never) => void, subject: unknown, background: boolean) {
    this.run = run
    this.subject = subject
    this.background = background
  }
}

/**
 * Virtual time: what is due, ordered by (due time, order of entry), so that the same program runs the same way every
 * time. A heap holds what is due later, a queue what is due at this very moment. O(log n) for each entry.
 */
export class Clock {
  /** Virtual milliseconds since the run began. */
  nowMs = 0
  /** How much has come due so far. */
  steps = 0
  readonly #later = new TimeHeap<Entry>()
  readonly #now = new Fifo<Entry>()
  #foreground = 0

  /** Enters something that is due in a while. */
  after(delayMs: number, run: () => void, background = false): Due {
    return this.at(this.nowMs + delayMs, run, background)
  }

  /**
   * Enters something that is due at a time, with what it is done to; what lies in the past is due now. What is in the
   * background keeps nothing going.
   */
  at(dueMs: number, run: () => void, background?: boolean): Due
  at<Subject>(dueMs: number, run: (subject: Subject) => void, background: boolean, subject: Subject): Due
  at(dueMs: number, run: (subject: never) => void, background = false, subject?: unknown): Due {
    if (!background) this.#foreground++
    const entry = new Entry(run, subject, background)
    if (dueMs > this.nowMs) this.#later.push(dueMs, entry)
    else this.#now.push(entry)
    return entry
  }

  /** Takes something back. Time does not go on for its sake. */
  cancel(due: Due): void {
    const entry = due as Entry
    if (entry.state !== 'due') return
    entry.state = 'cancelled'
    if (!entry.background) this.#foreground--
  }

  /** Brings something out of the background: time goes on for its sake. */
  foreground(due: Due): void {
    const entry = due as Entry
    if (entry.state !== 'due' || !entry.background) return
    entry.background = false
    this.#foreground++
  }

  /** Goes to the next thing due and does it; false when nothing is due any more but the background. */
  step(): boolean {
    while (this.#foreground > 0) {
      const { firstMs } = this.#later
      // What was entered while it was due later was entered before what is due now.
      const isLater = this.#now.length === 0 || firstMs <= this.nowMs
      const entry = isLater ? this.#later.pop() : this.#now.shift()!
      if (entry.state === 'cancelled') continue
      entry.state = 'done'
      if (!entry.background) this.#foreground--
      if (isLater) this.nowMs = firstMs
      this.steps++
      entry.run(entry.subject as never)
      return true
    }
    return false
  }
}
