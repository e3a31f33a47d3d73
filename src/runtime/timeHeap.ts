/**
 * Items by the time they are due, and by order of entry where that is the same. Times and orders lie side by side in
 * lists of plain numbers, and each node has four children, so that finding the next one among 100,000 touches little
 * memory. O(log n) for each item.
 */
export class TimeHeap<Item> {
  readonly #times: number[] = []
  readonly #orders: number[] = []
  readonly #items: Item[] = []
  #entered = 0

  /** When the first item is due, in milliseconds; Infinity without any. */
  get firstMs(): number {
    return this.#times.length === 0 ? Number.POSITIVE_INFINITY : this.#times[0]!
  }

  push(atMs: number, item: Item): void {
    const times = this.#times
    const order = this.#entered++
    let hole = times.length
    times.push(atMs)
    this.#orders.push(order)
    this.#items.push(item)
    while (hole > 0) {
      const parent = (hole - 1) >> 2
      // What was entered later comes later, so that equal times stay as they are.
      if (times[parent]! <= atMs) break
      this.#move(parent, hole)
      hole = parent
    }
    this.#put(hole, atMs, order, item)
  }

  /** Takes the first item out. There must be one. */
  pop(): Item {
    const first = this.#items[0]!
    const atMs = this.#times.pop()!
    const order = this.#orders.pop()!
    const item = this.#items.pop()!
    const { length } = this.#times
    if (length === 0) return first
    let hole = 0
    for (let child = 1; child < length; child = 4 * hole + 1) {
      const least = this.#least(child, Math.min(child + 4, length))
      if (!this.#isBefore(least, atMs, order)) break
      this.#move(least, hole)
      hole = least
    }
    this.#put(hole, atMs, order, item)
    return first
  }

  /** The first of some siblings. */
  #least(from: number, end: number): number {
    let least = from
    for (let child = from + 1; child < end; child++)
      if (this.#isBefore(child, this.#times[least]!, this.#orders[least]!)) least = child
    return least
  }

  #isBefore(node: number, atMs: number, order: number): boolean {
    const nodeMs = this.#times[node]!
    return nodeMs < atMs || (nodeMs === atMs && this.#orders[node]! < order)
  }

  #move(from: number, to: number): void {
    this.#put(to, this.#times[from]!, this.#orders[from]!, this.#items[from]!)
  }

  #put(node: number, atMs: number, order: number, item: Item): void {
    this.#times[node] = atMs
    this.#orders[node] = order
    this.#items[node] = item
  }
}
