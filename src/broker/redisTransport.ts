import { randomUUID } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Redis } from 'ioredis'
import type { JsonObject } from '../canvas/json.ts'
import { type DeclaredQueue, patternOf } from '../protocol/declaredQueue.ts'
import { parseJson } from '../protocol/jsonText.ts'
import type { Message } from '../protocol/message.ts'
import { encodeMessage } from '../protocol/wire.ts'
import type { BrokerError } from './brokerError.ts'
import type { Patience } from './patience.ts'
import { RedisConsumer } from './redisConsumer.ts'
import { type Destination, encodeEnvelope, openEnvelope } from './redisEnvelope.ts'
import { PRIORITY_STEPS, RedisKeys, stepOf } from './redisKeys.ts'
import { RedisServer } from './redisServer.ts'
import { takeFrom } from './redisTake.ts'
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

/** A Redis as broker, as kombu uses one (kombu/transport/redis.py). */
export class RedisTransport implements Transport {
  readonly #server: RedisServer
  readonly #keys: RedisKeys
  readonly #options: TransportOptions
  readonly #bound = new Set<string>()

  /** Loads the driver; the connection is made when it is first needed. */
  static open(
    url: string,
    options: TransportOptions,
    patience: Patience,
  ): TE.TaskEither<BrokerError, Transport> {
    return TE.map((server: RedisServer) => new RedisTransport(server, options))(
      RedisServer.open(url, patience),
    )
  }

  private constructor(server: RedisServer, options: TransportOptions) {
    this.#server = server
    this.#options = options
    this.#keys = new RedisKeys(server.database, options.globalKeyprefix)
  }

  ping(): TE.TaskEither<BrokerError, void> {
    return this.#server.ask(async (client) => void (await client.ping()))
  }

  publish(messages: readonly Message[]): TE.TaskEither<BrokerError, void> {
    const direct = (message: Message): Routed => {
      const { routing_key } = message.properties
      return { message, list: routing_key, to: { exchange: '', routingKey: routing_key } }
    }
    if (!messages.some(({ properties }) => properties.exchange)) return this.#push(messages.map(direct))
    return TE.chain((routed: readonly Routed[]) => this.#push(routed))(this.#route(messages, direct))
  }

  #push(messages: readonly Routed[]): TE.TaskEither<BrokerError, void> {
    return this.#server.ask(async (client) => {
      const pipeline = client.pipeline()
      const queues = messages.flatMap(({ list }) => list ?? [])
      for (const queue of queues) this.#bind(pipeline, this.#options.declared(queue))
      const nowMs = Date.now()
      for (const { key, texts, command } of this.#runs(messages, nowMs))
        if (command === 'lpush') pipeline.lpush(key, ...texts)
        else for (const text of texts) pipeline.publish(key, text)
      await done(pipeline)
      for (const queue of queues) this.#bound.add(queue)
    })
  }

  consume(queues: readonly string[], receiver: Receiver): TE.TaskEither<BrokerError, Consumer> {
    return async () => {
      const { visibilityTimeout, declared } = this.#options
      const open = (client: Redis, queue: DeclaredQueue) => this.#open(client, queue, receiver)
      const consumer = new RedisConsumer(this.#server, this.#keys, visibilityTimeout, receiver, open)
      for (const queue of queues) {
        const added = await consumer.add(declared(queue))()
        if (E.isRight(added)) continue
        await consumer.close()
        return added
      }
      return E.right(consumer)
    }
  }

  /** Declares a queue, and hears what is published for it where nothing keeps it. */
  async #open(client: Redis, queue: DeclaredQueue, receiver: Receiver): Promise<Close | null> {
    const pipeline = client.pipeline()
    this.#bind(pipeline, queue)
    await done(pipeline)
    return queue.exchangeType === 'fanout' ? this.#hear(queue, receiver) : null
  }

  /** What goes to a fanout is published, and reaches who listens; nothing keeps it, and there is nothing to acknowledge. */
  async #hear({ name, exchange, routingKey }: DeclaredQueue, receiver: Receiver): Promise<Close> {
    const client = this.#server.connect()
    client.on('pmessage', (_pattern, _channel, text: string) => {
      const opened = openEnvelope(text, name)
      if (E.isRight(opened)) receiver.onMessage({ tag: randomUUID(), incoming: opened.right.incoming })
      else receiver.onRubbish(opened.left)
    })
    await client.psubscribe(this.#keys.channel(exchange, routingKey.replaceAll('#', '*')))
    return async () => this.#server.disconnect(client)
  }

  broadcast(command: JsonObject): TE.TaskEither<BrokerError, void> {
    return this.#fanOut({ exchange: MAILBOX, routingKey: '' }, JSON.stringify(command), {
      clock: 1,
      expires: 0,
    })
  }

  openMailbox(_hostname: string, onCommand: (command: unknown) => void): TE.TaskEither<BrokerError, Close> {
    const channel = this.#keys.channel(MAILBOX)
    return this.#listen(
      async (client, onText) => {
        client.on('message', (_channel, text) => onText(text))
        await client.subscribe(channel)
      },
      (body) => onCommand(body),
    )
  }

  reply({ exchange, routingKey, ticket }: ReplyAddress, reply: JsonObject): TE.TaskEither<BrokerError, void> {
    return this.#server.ask(async (client) => {
      const members = await client.smembers(this.#keys.binding(exchange))
      const wire = { headers: { ticket, clock: 1 }, properties: TRANSIENT, body: JSON.stringify(reply) }
      const text = encodeEnvelope(wire, { exchange, routingKey }, randomUUID())
      for (const member of members) {
        const queue = this.#keys.boundQueue(member, routingKey)
        if (queue !== null) await client.lpush(this.#keys.queue(queue), text)
      }
    })
  }

  openReplies(oid: string, onReply: (reply: Reply) => void): TE.TaskEither<BrokerError, Close> {
    const queue = replyQueue(oid)
    const key = this.#keys.queue(queue)
    const binding = this.#keys.binding(REPLIES)
    const member = this.#keys.bound(oid, queue)
    return this.#server.ask(async (client) => {
      await client.sadd(binding, member)
      const close = takeFrom(this.#server, key, (incoming) => {
        const reply = replyOf(incoming)
        if (reply) onReply(reply)
      })
      return async () => {
        await this.#server.ask((each) => each.srem(binding, member))()
        await close()
      }
    })
  }

  sendEvents(routingKey: string, events: readonly JsonObject[]): TE.TaskEither<BrokerError, void> {
    const body = JSON.stringify(routingKey === 'task.multi' ? events : events[0])
    return this.#fanOut({ exchange: EVENTS, routingKey }, body, {})
  }

  openEvents(onEvents: (events: readonly unknown[]) => void): TE.TaskEither<BrokerError, Close> {
    const pattern = this.#keys.channel(EVENTS, '*')
    return this.#listen(
      async (client, onText) => {
        client.on('pmessage', (_pattern, _channel, text) => onText(text))
        await client.psubscribe(pattern)
      },
      (body) => onEvents([body].flat()),
    )
  }

  deleteQueues(queues: readonly string[]): TE.TaskEither<BrokerError, void> {
    return this.#server.ask(async (client) => {
      const keys = queues.flatMap((queue) => [
        this.#keys.binding(queue),
        ...PRIORITY_STEPS.map((step) => this.#keys.queue(queue, step)),
      ])
      await client.del(...keys)
      for (const queue of queues) this.#bound.delete(queue)
    })
  }

  close(): Promise<void> {
    return this.#server.close()
  }

  /** What goes to an exchange: for each of the queues that are bound to it so, or for all who listen to a fanout. */
  #route(
    messages: readonly Message[],
    direct: (message: Message) => Routed,
  ): TE.TaskEither<BrokerError, readonly Routed[]> {
    const routing = this.#server.ask(async (client): Promise<E.Either<BrokerError, readonly Routed[]>> => {
      const routed: Routed[] = []
      for (const message of messages) {
        const { exchange, routing_key: routingKey, queue } = message.properties
        if (!exchange) {
          routed.push(direct(message))
          continue
        }
        const to = { exchange, routingKey }
        const declared = queue === undefined ? null : this.#options.declared(queue)
        if (queue !== undefined) await this.#bindNow(client, queue)
        if (declared?.exchange === exchange && declared.exchangeType === 'fanout') {
          routed.push({ message, list: null, to })
          continue
        }
        const members = await client.smembers(this.#keys.binding(exchange))
        const lists = new Set(members.flatMap((member) => this.#keys.boundQueue(member, routingKey) ?? []))
        if (lists.size === 0) return E.left(this.#unbound(exchange, routingKey))
        for (const list of lists) routed.push({ message, list, to })
      }
      return E.right(routed)
    })
    return TE.chain(TE.fromEither<BrokerError, readonly Routed[]>)(routing)
  }

  #unbound(exchange: string, routingKey: string): BrokerError {
    const cause = `no queue is bound to the exchange ${exchange} with the routing key ${routingKey}: start its worker first`
    return { type: 'refused', url: this.#server.address.shown, cause }
  }

  async #bindNow(client: Redis, queue: string): Promise<void> {
    const pipeline = client.pipeline()
    this.#bind(pipeline, this.#options.declared(queue))
    await done(pipeline)
    this.#bound.add(queue)
  }

  /** Declares a queue: what binds it to its exchange. */
  #bind(pipeline: ReturnType<Redis['pipeline']>, declared: DeclaredQueue): void {
    if (this.#bound.has(declared.name)) return
    const member = this.#keys.bound(declared.routingKey, declared.name, patternOf(declared))
    pipeline.sadd(this.#keys.binding(declared.exchange), member)
  }

  /** Messages in a row that go to one list go there together. */
  *#runs(messages: readonly Routed[], nowMs: number): Generator<Run> {
    let run: Run | null = null
    for (const { message, list, to } of messages) {
      const key =
        list === null
          ? this.#keys.channel(to.exchange, to.routingKey)
          : this.#keys.queue(list, stepOf(message.properties.priority))
      const text = encodeEnvelope(encodeMessage(message, this.#options.origin, nowMs), to, randomUUID())
      if (run && (run.key !== key || run.texts.length >= MOST_AT_ONCE)) {
        yield run
        run = null
      }
      run ??= { key, texts: [], command: list === null ? 'publish' : 'lpush' }
      run.texts.push(text)
    }
    if (run) yield run
  }

  #fanOut(to: Destination, body: string, headers: JsonObject): TE.TaskEither<BrokerError, void> {
    const text = encodeEnvelope({ headers, properties: TRANSIENT, body }, to, randomUUID())
    return this.#server.ask(async (client) => {
      await client.publish(this.#keys.channel(to.exchange, to.routingKey), text)
    })
  }

  /** Listens on a connection of its own. */
  #listen(
    start: (client: Redis, onText: (text: string) => void) => Promise<void>,
    onBody: (body: unknown) => void,
  ): TE.TaskEither<BrokerError, Close> {
    return this.#server.ask(async () => {
      const client = this.#server.connect()
      await start(client, (text) => {
        const opened = openEnvelope(text, '')
        const body = E.isRight(opened) ? parseJson(opened.right.incoming.body) : opened
        if (E.isRight(body)) onBody(body.right)
      })
      return async () => this.#server.disconnect(client)
    })
  }
}

/** A message on its way: to the list of a queue, or to who listens to a fanout. */
interface Routed {
  readonly message: Message
  readonly list: string | null
  readonly to: Destination
}

/** Messages that one command takes. */
interface Run {
  readonly key: string
  readonly texts: string[]
  readonly command: 'lpush' | 'publish'
}

const TRANSIENT: JsonObject = { delivery_mode: 1, priority: 0 }

const MOST_AT_ONCE = 512

/** Runs a pipeline; what the server refused is thrown. */
async function done(pipeline: ReturnType<Redis['pipeline']>): Promise<void> {
  if (pipeline.length === 0) return
  for (const [error] of (await pipeline.exec()) ?? []) if (error) throw error
}
