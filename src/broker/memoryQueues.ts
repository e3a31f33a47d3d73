import type { Message } from '../protocol/message.ts'

/** Redis' priority steps: a message goes to the bucket of the largest step not above its priority; 0 is served first. */
const STEPS = [0, 3, 6, 9] as const

/** Messages that wait, in memory: first in, first out within a queue and priority, as kombu's Redis transport keeps them. */
export class MemoryQueues {
  /** The buckets of each queue, in the order of the steps. */
  readonly #queues = new Map<string, readonly Fifo[]>()

  /** Puts a message at the end of its queue. */
  publish(message: Message): void {
    const { routing_key: queue, priority } = message.properties
    let buckets = this.#queues.get(queue)
    if (!buckets) {
      buckets = STEPS.map(() => new Fifo())
      this.#queues.set(queue, buckets)
    }
    let step = STEPS.length - 1
    while (step > 0 && priority < STEPS[step]!) step--
    buckets[step]!.push(message)
  }

  /** Takes the next message of the first of these queues that has one: the most urgent priority of all comes first. */
  take(queues: readonly string[]): Message | undefined {
    for (let step = 0; step < STEPS.length; step++) {
      for (const queue of queues) {
        const message = this.#queues.get(queue)?.[step]?.shift()
        if (message) return message
      }
    }
    return undefined
  }

  /** How many messages wait in each queue that has any. */
  depths(): ReadonlyMap<string, number> {
    const depths = new Map<string, number>()
    for (const [queue, buckets] of this.#queues) {
      let depth = 0
      for (const bucket of buckets) depth += bucket.length
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
