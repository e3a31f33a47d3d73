import { randomUUID } from 'node:crypto'
import type { ConfirmChannel, ConsumeMessage, Options } from 'amqplib'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Json, JsonObject } from '../canvas/json.ts'
import { bodyBytes } from '../protocol/bodyText.ts'
import type { DeclaredQueue } from '../protocol/declaredQueue.ts'
import { parseJson } from '../protocol/jsonText.ts'
import type { Message } from '../protocol/message.ts'
import { CONTENT, encodeMessage, type Wire } from '../protocol/wire.ts'
import type { BrokerError } from './brokerError.ts'
import type { Patience } from './patience.ts'
import { RabbitConsumer } from './rabbitConsumer.ts'
import { RabbitServer } from './rabbitServer.ts'
import { replyOf } from './replyOf.ts'
import {
  type Close,
  type Consumer,
  EVENTS,
  MAILBOX,
  REPLIES,
  type Receiver,
  type Reply,
  type ReplyAddress,
  replyQueue,
  type Transport,
  type TransportOptions,
} from './transport.ts'

/** A RabbitMQ as broker: exchanges and queues as Celery declares them, every message confirmed. */
export class RabbitTransport implements Transport {
  readonly #server: RabbitServer
  readonly #options: TransportOptions

  /** Loads the driver; the connection is made when it is first needed. */
  static open(
    url: string,
    options: TransportOptions,
    patience: Patience,
  ): TE.TaskEither<BrokerError, Transport> {
    return TE.map((server: RabbitServer) => new RabbitTransport(server, options))(
      RabbitServer.open(url, patience),
    )
  }

  private constructor(server: RabbitServer, options: TransportOptions) {
    this.#server = server
    this.#options = options
  }

  ping(): TE.TaskEither<BrokerError, void> {
    return this.#server.ask(async () => {})
  }

  publish(messages: readonly Message[]): TE.TaskEither<BrokerError, void> {
    return this.#server.ask(async (channel) => {
      for (const { properties } of messages) {
        const { exchange, routing_key, queue = exchange ? null : routing_key } = properties
        if (queue !== null) await this.#declare(channel, this.#options.declared(queue))
        // One that is not there would close the channel under the messages.
        if (exchange)
          await this.#server.once(`exchange ${shortString(exchange)}`, () => channel.checkExchange(exchange))
      }
      const nowMs = Date.now()
      await Promise.all(
        messages.map((message) => {
          const wire = encodeMessage(message, this.#options.origin, nowMs)
          const { exchange = '', routing_key } = message.properties
          return confirmed(channel, exchange, routing_key, wire)
        }),
      )
    })
  }

  consume(queues: readonly string[], receiver: Receiver): TE.TaskEither<BrokerError, Consumer> {
    return async () => {
      const declare = (channel: ConfirmChannel, queue: DeclaredQueue) => this.#declare(channel, queue)
      const declared = queues.map((queue) => this.#options.declared(queue))
      const consumer = new RabbitConsumer(declared, receiver, declare, this.#server)
      const started = await consumer.start()()
      return E.isLeft(started) ? started : E.right(consumer)
    }
  }

  broadcast(command: JsonObject): TE.TaskEither<BrokerError, void> {
    return this.#server.ask(async (channel) => {
      await channel.assertExchange(MAILBOX, 'fanout', { durable: false })
      await confirmed(channel, MAILBOX, '', transient(command, { clock: 1, expires: 0 }))
    })
  }

  openMailbox(hostname: string, onCommand: (command: unknown) => void): TE.TaskEither<BrokerError, Close> {
    const queue = `${hostname}.${MAILBOX}`
    return this.#server.listen(async (channel) => {
      await channel.assertExchange(MAILBOX, 'fanout', { durable: false })
      await channel.assertQueue(queue, MAILBOX_QUEUE)
      await channel.bindQueue(queue, MAILBOX, '')
      await consumeAll(channel, queue, ({ content }) => {
        const command = parseJson(content.toString())
        if (E.isRight(command)) onCommand(command.right)
      })
    })
  }

  reply({ exchange, routingKey, ticket }: ReplyAddress, reply: JsonObject): TE.TaskEither<BrokerError, void> {
    return this.#server.ask(async (channel) => {
      await channel.assertExchange(shortString(exchange), 'direct', { durable: false })
      await confirmed(channel, exchange, routingKey, transient(reply, { ticket, clock: 1 }))
    })
  }

  openReplies(oid: string, onReply: (reply: Reply) => void): TE.TaskEither<BrokerError, Close> {
    const queue = replyQueue(oid)
    return this.#server.listen(async (channel) => {
      await channel.assertExchange(REPLIES, 'direct', { durable: false })
      await channel.assertQueue(queue, { durable: false, autoDelete: true, expires: 10_000 })
      await channel.bindQueue(queue, REPLIES, oid)
      await consumeAll(channel, queue, ({ properties, content }) => {
        const reply = replyOf({ headers: properties.headers, body: content.toString() })
        if (reply) onReply(reply)
      })
    })
  }

  sendEvents(routingKey: string, events: readonly JsonObject[]): TE.TaskEither<BrokerError, void> {
    return this.#server.ask(async (channel) => {
      await channel.assertExchange(EVENTS, 'topic', { durable: true })
      const body = routingKey === 'task.multi' ? events : events[0]!
      await confirmed(channel, EVENTS, routingKey, transient(body, { hostname: this.#options.origin }))
    })
  }

  openEvents(onEvents: (events: readonly unknown[]) => void): TE.TaskEither<BrokerError, Close> {
    const queue = `${EVENTS}.${randomUUID()}`
    return this.#server.listen(async (channel) => {
      await channel.assertExchange(EVENTS, 'topic', { durable: true })
      await channel.assertQueue(queue, EVENT_QUEUE)
      await channel.bindQueue(queue, EVENTS, '#')
      await consumeAll(channel, queue, ({ content }) => {
        const body = parseJson(content.toString())
        if (E.isRight(body)) onEvents([body.right].flat())
      })
    })
  }

  deleteQueues(queues: readonly string[]): TE.TaskEither<BrokerError, void> {
    return this.#server.ask(async (channel) => {
      for (const queue of queues) {
        await channel.deleteQueue(queue)
        await channel.deleteExchange(queue)
      }
    })
  }

  close(): Promise<void> {
    return this.#server.close()
  }

  /** Declares a queue, its exchange, and what brings messages from one to the other. */
  async #declare(
    channel: ConfirmChannel,
    { name, exchange, exchangeType, routingKey, maxPriority }: DeclaredQueue,
  ): Promise<void> {
    await this.#server.once(`queue ${shortString(name)}`, async () => {
      await channel.assertExchange(shortString(exchange), exchangeType, { durable: true })
      await channel.assertQueue(name, {
        durable: true,
        ...(maxPriority !== null && { maxPriority }),
      })
      await channel.bindQueue(name, exchange, shortString(routingKey))
    })
  }
}

/** JSON's text can hold a number without end (1e999), at which RabbitMQ ends the connection with all that is on it. */
function refuseEndless(value: Json): void {
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new RangeError(`its headers hold ${value}, and a number must have an end`)
  if (typeof value === 'object' && value !== null)
    for (const each of Object.values(value)) refuseEndless(each)
}

/** A name as AMQP takes it. Asked about a longer one, the driver throws and its channel waits for an answer for ever. */
function shortString(name: string): string {
  const bytes = Buffer.byteLength(name)
  if (bytes <= 255) return name
  throw new RangeError(`"${name.slice(0, 20)}…" has ${bytes} bytes, and a name may have up to 255`)
}

/** A worker's mailbox, with Celery's `control_queue_ttl` and `control_queue_expires`. */
const MAILBOX_QUEUE: Options.AssertQueue = {
  durable: false,
  autoDelete: true,
  messageTtl: 300_000,
  expires: 10_000,
}

/** A watcher's queue, with Celery's `event_queue_ttl` and `event_queue_expires`. */
const EVENT_QUEUE: Options.AssertQueue = {
  durable: false,
  autoDelete: true,
  messageTtl: 5_000,
  expires: 60_000,
}

const transient = (body: unknown, headers: JsonObject): Wire => ({
  headers,
  properties: { delivery_mode: 1, priority: 0 },
  body: JSON.stringify(body),
})

/** Takes all that comes to a queue; nothing is acknowledged. */
export const consumeAll = (channel: ConfirmChannel, queue: string, act: (message: ConsumeMessage) => void) =>
  channel.consume(queue, (message) => message && act(message), { noAck: true })

/** Publishes a message; done once the broker has it. */
export function confirmed(
  channel: ConfirmChannel,
  exchange: string,
  routingKey: string,
  { headers, properties, body, compression }: Wire,
): Promise<void> {
  const { correlation_id, reply_to, delivery_mode, priority, expiration } = properties
  return new Promise((resolve, reject) => {
    refuseEndless(headers)
    channel.publish(
      exchange,
      routingKey,
      bodyBytes(body, compression),
      {
        headers,
        contentType: CONTENT.type,
        contentEncoding: CONTENT.encoding,
        deliveryMode: delivery_mode as number,
        ...(typeof priority === 'number' && { priority }),
        ...(typeof correlation_id === 'string' && { correlationId: correlation_id }),
        ...(typeof reply_to === 'string' && { replyTo: reply_to }),
        ...(typeof expiration === 'string' && { expiration }),
      } as Options.Publish,
      (error) => (error ? reject(error as Error) : resolve()),
    )
  })
}
