import type { Message } from '../protocol/message.ts'

/** Redis' priority steps: a message goes to the bucket of the largest step not above its priority; 0 is served first. */
const STEPS = [9, 6, 3, 0] as const

/** Messages that wait, in memory: first in, first out within a queue and priority, as kombu's Redis transport keeps them. */
export class MemoryQueues {
  readonly #buckets = new Map<string, Map<number, Fifo>>()

  /** Puts a message at the end of its queue. */
  publish(message: Message): void {
    const { routing_key: queue, priority } = message.properties
    let buckets = this.#buckets.get(queue)
    if (!buckets) {
      buckets = new Map()
      this.#buckets.set(queue, buckets)
    }
    const step = STEPS.find((from) => from <= priority) ?? 0
    let bucket = buckets.get(step)
    if (!bucket) {
      bucket = new Fifo()
      buckets.set(step, bucket)
    }
    bucket.push(message)
  }

  /** Takes the next message of the first of these queues that has one: the most urgent priority of all comes first. */
  take(queues: readonly string[]): Message | undefined {
    for (let step = STEPS.length - 1; step >= 0; step--) {
      for (const queue of queues) {
        const message = this.#buckets.get(queue)?.get(STEPS[step]!)?.shift()
        if (message) return message
      }
    }
    return undefined
  }

  /** How many messages wait in each queue that has any. */
  depths(): ReadonlyMap<string, number> {
    const depths = new Map<string, number>()
    for (const [queue, buckets] of this.#buckets) {
      let depth = 0
      for (const bucket of buckets.values()) depth += bucket.length
      if (depth > 0) depths.set(queue, depth)
    }
    return depths
  }
}

/** A queue whose front is an index, so that taking from it moves nothing. */
class Fifo {
  #items: (Message | undefined)[] = []
  #front = 0

  get length(): number {
    return this.#items.length - this.#front
  }

  push(message: Message): void {
    this.#items.push(message)
  }

  shift(): Message | undefined {
    const message = this.#items[this.#front]
    if (!message) return undefined
    this.#items[this.#front++] = undefined
    if (this.#front > 1024 && this.#front * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#front)
      this.#front = 0
    }
    return message
  }
}
