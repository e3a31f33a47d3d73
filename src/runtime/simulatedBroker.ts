import { MemoryQueues } from '../broker/memoryQueues.ts'
import { isBound } from '../protocol/declaredQueue.ts'
import { type Message, queueOf } from '../protocol/message.ts'
import type { Cluster } from './cluster.ts'
import { happens } from './faults.ts'
import { draw } from './latency.ts'
import type { TaskRun } from './taskRun.ts'
import { taskSent } from './taskSent.ts'
import { byOf, type Cause } from './trace.ts'
import { nextWorker } from './worker.ts'

/**
 * The broker of a simulated cluster: it brings messages to their queues, after a while, late or twice where chance says
 * so, and hands them out unless it pauses.
 */
export class SimulatedBroker {
  readonly #cluster: Cluster
  readonly #onSent: (message: Message) => void
  /** Those that the workers consume. */
  readonly #declaredQueues: readonly string[]
  readonly #queues = new MemoryQueues()
  readonly #redelivered = new WeakSet<Message>()
  #pausedUntilMs = 0

  /** `onSent` is told of each message when it has been written down. */
  constructor(cluster: Cluster, declaredQueues: readonly string[], onSent: (message: Message) => void) {
    this.#cluster = cluster
    this.#declaredQueues = declaredQueues
    this.#onSent = onSent
  }

  /** Takes a message from whoever sends it. */
  send(message: Message, cause: Cause, sender: TaskRun | null): void {
    const { clock, trace, chance, faults } = this.#cluster
    const { eta, task } = message.headers
    trace.push(
      taskSent(message, {
        queue: queueOf(message),
        etaMs: eta === null ? null : this.#cluster.virtual(eta),
        cause,
        by: byOf(sender),
        atMs: clock.nowMs,
      }),
    )
    this.#onSent(message)
    this.#deliver(message)
    // The double of an unlock task would double again with every look.
    if (cause === 'redelivery' || task === 'celery.chord_unlock') return
    if (happens(faults.duplicated, chance)) this.send(message, 'redelivery', null)
  }

  /** Brings a message to its queue, and wakes a worker for it. */
  #deliver(message: Message): void {
    const { clock, chance, faults, latency, looks } = this.#cluster
    const late = happens(faults.late, chance) ? chance.next() * (faults.lateByS ?? 10) * 1000 : 0
    const comesMs = clock.nowMs + draw(latency.publish, chance) + late
    for (const each of message.properties.exchange ? this.#routed(message) : [message])
      looks.at(comesMs, this.#arrive, each, looks.isIdle(each))
  }

  /** A message for each queue that its exchange brings it to. */
  #routed(message: Message): readonly Message[] {
    const { exchange, routing_key, queue: declared } = message.properties
    const names = new Set([...this.#declaredQueues, exchange!, ...(declared === undefined ? [] : [declared])])
    const bound = [...names]
      .map(this.#cluster.context.declared)
      .filter((queue) => queue.exchange === exchange && isBound(queue, routing_key))
    const queues = bound.length === 0 ? [routing_key] : bound.map(({ name }) => name)
    return queues.map((queue) => ({ ...message, properties: { ...message.properties, queue } }))
  }

  /** Gives out the next message of these queues, unless the broker pauses. */
  take(queues: readonly string[]): Message | undefined {
    return this.#cluster.clock.nowMs < this.#pausedUntilMs ? undefined : this.#queues.take(queues)
  }

  /** Delivers a message again: one that nobody acknowledged, or that comes twice. */
  redeliver(message: Message): void {
    this.#redelivered.add(message)
    this.send(message, 'redelivery', null)
  }

  /** Whether it was delivered more than once. */
  wasRedelivered(message: Message): boolean {
    return this.#redelivered.has(message)
  }

  readonly #arrive = (message: Message): void => {
    const { chance, faults, workers } = this.#cluster
    this.#queues.publish(message)
    if (happens(faults.brokerPauses, chance)) this.#pause()
    nextWorker(workers, queueOf(message))?.receive()
  }

  #pause(): void {
    const { clock, faults, trace, workers } = this.#cluster
    const forMs = (faults.pauseS ?? 2) * 1000
    this.#pausedUntilMs = clock.nowMs + forMs
    trace.push({ type: 'broker-paused', forMs, atMs: clock.nowMs })
    clock.after(forMs, () => {
      if (clock.nowMs < this.#pausedUntilMs) return
      trace.push({ type: 'broker-resumed', atMs: clock.nowMs })
      for (const worker of workers) worker.receive()
    })
  }
}
