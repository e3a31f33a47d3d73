/** Something that is due. */
export interface Due {
  readonly atMs: number
  readonly run: () => void
}

interface Entry extends Due {
  readonly order: number
  readonly background: boolean
}

/**
 * Virtual time: a binary heap of what is due, ordered by (due time, order of entry), so that the same program runs the
 * same way every time. O(log n) for each entry and each step.
 */
export class Clock {
  /** Virtual milliseconds since the run began. */
  nowMs = 0
  /** How much has come due so far. */
  steps = 0
  readonly #heap: Entry[] = []
  #entered = 0
  #foreground = 0

  /** Enters something that is due in a while. */
  after(delayMs: number, run: () => void, background = false): void {
    this.at(this.nowMs + delayMs, run, background)
  }

  /** Enters something that is due at a time; what lies in the past is due now. What is in the background keeps nothing going. */
  at(dueMs: number, run: () => void, background = false): void {
    if (!background) this.#foreground++
    const heap = this.#heap
    const entry = { atMs: Math.max(dueMs, this.nowMs), order: this.#entered++, run, background }
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

  /** Goes to the next thing due and does it; false when nothing is due any more but the background. */
  step(): boolean {
    const heap = this.#heap
    const first = heap[0]
    if (!first || this.#foreground === 0) return false
    if (!first.background) this.#foreground--
    const last = heap.pop()!
    if (heap.length > 0) this.#sink(last)
    this.nowMs = first.atMs
    this.steps++
    first.run()
    return true
  }

  #sink(entry: Entry): void {
    const heap = this.#heap
    const { length } = heap
    let hole = 0
    for (let child = 1; child < length; child = 2 * hole + 1) {
      const right = child + 1
      if (right < length && isBefore(heap[right]!, heap[child]!)) child = right
      if (!isBefore(heap[child]!, entry)) break
      heap[hole] = heap[child]!
      hole = child
    }
    heap[hole] = entry
  }
}

const isBefore = (a: Entry, b: Entry): boolean => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order)
