/**
 * First in, first out, in a ring that doubles when it is full: a queue that is filled and emptied all the time moves
 * nothing and makes nothing new.
 */
export class Fifo<Item> {
  /** How many items wait. */
  length = 0
  #ring: (Item | undefined)[] = new Array(SMALLEST).fill(undefined)
  #front = 0

  push(item: Item): void {
    if (this.length === this.#ring.length) this.#grow()
    this.#ring[(this.#front + this.length++) & (this.#ring.length - 1)] = item
  }

  shift(): Item | undefined {
    if (this.length === 0) return undefined
    const item = this.#ring[this.#front]
    this.#ring[this.#front] = undefined
    this.#front = (this.#front + 1) & (this.#ring.length - 1)
    this.length--
    return item
  }

  /** The items in order; they stay. */
  *[Symbol.iterator](): Generator<Item> {
    for (let index = 0; index < this.length; index++)
      yield this.#ring[(this.#front + index) & (this.#ring.length - 1)]!
  }

  #grow(): void {
    const ring = this.#ring
    this.#ring = ring
      .slice(this.#front)
      .concat(ring.slice(0, this.#front), new Array(ring.length).fill(undefined))
    this.#front = 0
  }
}

/** Places of an empty ring: a power of two, so that a place is found with a mask. */
const SMALLEST = 16
