import type { ConfirmChannel, ConsumeMessage } from 'amqplib'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { bodyText } from '../protocol/bodyText.ts'
import type { DeclaredQueue } from '../protocol/declaredQueue.ts'
import type { BrokerError } from './brokerError.ts'
import type { RabbitServer } from './rabbitServer.ts'
import type { Close, Consumer, Delivery, Receiver } from './transport.ts'

/**
 * Takes messages from RabbitMQ. What is not acknowledged when the connection is lost is delivered again by the broker;
 * acknowledging it then does nothing.
 */
export class RabbitConsumer implements Consumer {
  readonly #queues: Map<string, DeclaredQueue>
  readonly #receiver: Receiver
  readonly #declare: (channel: ConfirmChannel, queue: DeclaredQueue) => Promise<void>
  readonly #server: RabbitServer
  readonly #held = new Map<string, Held>()
  #channel: ConfirmChannel | null = null
  /** The tag of the consumer of each queue. */
  #consumers = new Map<string, string>()
  #prefetch = 0
  #taking: Promise<void> = Promise.resolve()
  #delivered = 0
  #stop: Close = async () => {}

  constructor(
    queues: readonly DeclaredQueue[],
    receiver: Receiver,
    declare: (channel: ConfirmChannel, queue: DeclaredQueue) => Promise<void>,
    server: RabbitServer,
  ) {
    this.#queues = new Map(queues.map((queue) => [queue.name, queue]))
    this.#receiver = receiver
    this.#declare = declare
    this.#server = server
  }

  /** Declares the queues; messages come once there is something to prefetch. */
  start(): TaskEither<BrokerError, void> {
    return async () => {
      const listening = await this.#server.listen((channel) => this.#listen(channel))()
      if (E.isLeft(listening)) return listening
      this.#stop = listening.right
      return E.right(undefined)
    }
  }

  prefetch(count: number): void {
    if (count === this.#prefetch) return
    const isFirst = this.#prefetch === 0
    this.#prefetch = count
    const channel = this.#channel
    if (!channel) return
    if (!isFirst) void channel.prefetch(limitOf(count), true).catch(() => {})
    else
      this.#taking = this.#take(channel).catch((error) =>
        this.#receiver.onTrouble(this.#server.errorOf(error)),
      )
  }

  acknowledge({ tag }: Delivery): TaskEither<BrokerError, void> {
    return this.#answer(tag, (channel, message) => channel.ack(message))
  }

  reject({ tag }: Delivery): TaskEither<BrokerError, void> {
    return this.#answer(tag, (channel, message) => channel.reject(message, false))
  }

  requeue({ tag }: Delivery): TaskEither<BrokerError, void> {
    return this.#answer(tag, (channel, message) => channel.reject(message, true))
  }

  add(queue: DeclaredQueue): TaskEither<BrokerError, void> {
    return async () => {
      await this.#taking
      if (this.#queues.has(queue.name)) return E.right(undefined)
      this.#queues.set(queue.name, queue)
      const channel = this.#channel
      try {
        if (channel) await this.#declare(channel, queue)
        if (channel && this.#prefetch > 0) await this.#consume(channel, queue.name)
        return E.right(undefined)
      } catch (error) {
        this.#queues.delete(queue.name)
        return E.left(this.#server.errorOf(error))
      }
    }
  }

  async cancel(queue: string): Promise<void> {
    await this.#taking
    this.#queues.delete(queue)
    await this.#end(queue)
  }

  async pause(): Promise<void> {
    await this.#taking
    await Promise.all([...this.#consumers.keys()].map((queue) => this.#end(queue)))
  }

  async #end(queue: string): Promise<void> {
    const consumer = this.#consumers.get(queue)
    this.#consumers.delete(queue)
    if (consumer !== undefined) await this.#channel?.cancel(consumer).catch(() => {})
  }

  async close(): Promise<void> {
    await this.pause()
    this.#held.clear()
    // What is not acknowledged goes back to its queue with its channel.
    await this.#stop()
  }

  async #listen(channel: ConfirmChannel): Promise<void> {
    this.#channel = channel
    this.#held.clear()
    for (const queue of this.#queues.values()) await this.#declare(channel, queue)
    // Whoever takes messages is ready for them once it says how many.
    if (this.#prefetch > 0) await this.#take(channel)
  }

  async #take(channel: ConfirmChannel): Promise<void> {
    await channel.prefetch(limitOf(this.#prefetch), true)
    this.#consumers.clear()
    for (const queue of this.#queues.keys()) await this.#consume(channel, queue)
  }

  async #consume(channel: ConfirmChannel, queue: string): Promise<void> {
    const { consumerTag } = await channel.consume(queue, (message) => {
      if (message) this.#deliver(channel, queue, message)
    })
    this.#consumers.set(queue, consumerTag)
  }

  #deliver(channel: ConfirmChannel, queue: string, message: ConsumeMessage): void {
    const { headers, contentType, contentEncoding, correlationId, replyTo, priority } = message.properties
    const body = bodyText(message.content, headers)
    if (E.isLeft(body)) {
      channel.reject(message, false)
      this.#receiver.onRubbish(body.left)
      return
    }
    const tag = String(++this.#delivered)
    this.#held.set(tag, { channel, message })
    this.#receiver.onMessage({
      tag,
      incoming: {
        headers,
        properties: {
          ...(correlationId !== undefined && { correlation_id: correlationId as string }),
          ...(replyTo !== undefined && { reply_to: replyTo as string }),
          ...(priority !== undefined && { priority: priority as number }),
        },
        body: body.right,
        contentType,
        contentEncoding,
        queue,
        exchange: message.fields.exchange,
        routingKey: message.fields.routingKey,
      },
    })
  }

  #answer(
    tag: string,
    say: (channel: ConfirmChannel, message: ConsumeMessage) => void,
  ): TaskEither<BrokerError, void> {
    return async () => {
      const held = this.#held.get(tag)
      this.#held.delete(tag)
      try {
        if (held) say(held.channel, held.message)
      } catch {
        // Its channel is gone, and the broker delivers the message again.
      }
      return E.right(undefined)
    }
  }
}

interface Held {
  readonly channel: ConfirmChannel
  readonly message: ConsumeMessage
}

/** RabbitMQ counts to 65,535, and takes 0 for no limit. */
const limitOf = (count: number): number => (count > 65_535 ? 0 : Math.max(1, count))
