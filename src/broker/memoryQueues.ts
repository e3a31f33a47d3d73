import { type Message, queueOf } from '../protocol/message.ts'
import { Fifo } from './fifo.ts'

/** Redis' priority steps: a message goes to the bucket of the largest step not above its priority; 0 is served first. */
const STEPS = [0, 3, 6, 9] as const

/** Messages that wait, in memory: first in, first out within a queue and priority, as kombu's Redis transport keeps them. */
export class MemoryQueues {
  /** The buckets of each queue, in the order of the steps. */
  readonly #queues = new Map<string, readonly Fifo<Message>[]>()

  /** Puts a message at the end of its queue. */
  publish(message: Message): void {
    const { priority } = message.properties
    const queue = queueOf(message)
    let buckets = this.#queues.get(queue)
    if (!buckets) {
      buckets = STEPS.map(() => new Fifo<Message>())
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
