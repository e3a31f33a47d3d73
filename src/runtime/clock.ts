/** Something that is due. */
export interface Due {
  readonly atMs: number
}

interface Entry extends Due {
  readonly order: number
  readonly run: () => void
  background: boolean
  state: 'due' | 'done' | 'cancelled'
}

/**
 * Virtual time: what is due, ordered by (due time, order of entry), so that the same program runs the same way every
 * time. A binary heap holds what is due later, a queue what is due at this very moment. O(log n) for each entry.
 */
export class Clock {
  /** Virtual milliseconds since the run began. */
  nowMs = 0
  /** How much has come due so far. */
  steps = 0
  readonly #later: Entry[] = []
  #now: Entry[] = []
  #front = 0
  #entered = 0
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
    const entry: Entry = { atMs, order: this.#entered++, run, background, state: 'due' }
    if (isLater) this.#rise(entry)
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
    const later = this.#later[0]
    if (!now || (later && isBefore(later, now))) return this.#sink()
    if (++this.#front === this.#now.length) {
      this.#now = []
      this.#front = 0
    }
    return now
  }

  /** Puts an entry into the heap. */
  #rise(entry: Entry): void {
    const heap = this.#later
    let hole = heap.length
    heap.push(entry)
    while (hole > 0) {
      const parent = (hole - 1) >> 1
      if (!isBefore(entry, heap[parent]!)) break
      heap[hole] = heap[parent]!
      hole = parent
    }
    heap[hole] = entry
  }

  /** Takes the first entry out of the heap. */
  #sink(): Entry {
    const heap = this.#later
    const first = heap[0]!
    const entry = heap.pop()!
    const { length } = heap
    if (length === 0) return first
    let hole = 0
    for (let child = 1; child < length; child = 2 * hole + 1) {
      const right = child + 1
      if (right < length && isBefore(heap[right]!, heap[child]!)) child = right
      if (!isBefore(heap[child]!, entry)) break
      heap[hole] = heap[child]!
      hole = child
    }
    heap[hole] = entry
    return first
  }
}

const isBefore = (a: Entry, b: Entry): boolean => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order)
