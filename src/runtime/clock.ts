import { TimeHeap } from './timeHeap.ts'

/** Something that is due. */
export interface Due {
  readonly atMs: number
}

interface Entry extends Due {
  readonly run: () => void
  background: boolean
  state: 'due' | 'done' | 'cancelled'
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
  #now: Entry[] = []
  #front = 0
  #foreground = 0

  /** Enters something that is due in a while. */
  after(delayMs: number, run: () => void, background = false): Due {
    return this.at(this.nowMs + delayMs, run, background)
  }

  /** Enters something that is due at a time; what lies in the past is due now. What is in the background keeps nothing going. */
  at(dueMs: number, run: () => void, background = false): Due {
    if (!background) this.#foreground++
    const isLater = dueMs > this.nowMs
    const atMs = isLater ? dueMs : this.nowMs
    const entry: Entry = { atMs, run, background, state: 'due' }
    if (isLater) this.#later.push(atMs, entry)
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
      const entry = this.#take()
      if (entry.state === 'cancelled') continue
      entry.state = 'done'
      if (!entry.background) this.#foreground--
      this.nowMs = entry.atMs
      this.steps++
      entry.run()
      return true
    }
    return false
  }

  #take(): Entry {
    const now = this.#now[this.#front]
    // What was entered while it was due later was entered before.
    if (!now || this.#later.firstMs <= now.atMs) return this.#later.pop()
    if (++this.#front === this.#now.length) {
      this.#now = []
      this.#front = 0
    }
    return now
  }
}
