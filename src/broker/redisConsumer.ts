import { randomUUID } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Redis } from 'ioredis'
import type { DeclaredQueue } from '../protocol/declaredQueue.ts'
import type { BrokerError } from './brokerError.ts'
import { openEnvelope } from './redisEnvelope.ts'
import { PRIORITY_STEPS, type RedisKeys, stepOf } from './redisKeys.ts'
import type { RedisServer } from './redisServer.ts'
import type { Close, Consumer, Delivery, Receiver } from './transport.ts'

/**
 * Takes messages as kombu's workers do, so that both can stand at one queue: urgent priorities first, and what was taken
 * is kept under `unacked` until it is acknowledged, from where any worker puts it back after the visibility timeout.
 * Unlike kombu a message is taken and kept in one step, so that none is lost when the worker dies in between.
 */
export class RedisConsumer implements Consumer {
  readonly #server: RedisServer
  readonly #keys: RedisKeys
  readonly #receiver: Receiver
  /** Declares a queue; what is heard and not kept is ended by what comes back. */
  readonly #open: (client: Redis, queue: DeclaredQueue) => Promise<Close | null>
  readonly #heard = new Map<string, Close>()
  readonly #visibilityTimeoutMs: number
  #queues: readonly string[] = []
  /** Each queue's lists, the most urgent first. */
  #lists: readonly List[] = []
  readonly #held = new Map<string, Held>()
  readonly #blocked = new Map<string, { readonly client: Redis; waiting: Promise<void> | null }>()
  #prefetch = 0
  #round = 0
  #state: 'open' | 'paused' | 'closed' = 'open'
  #changed: () => void = () => {}
  #taking: Promise<void>
  readonly #restoring: ReturnType<typeof setInterval>

  constructor(
    server: RedisServer,
    keys: RedisKeys,
    visibilityTimeout: number,
    receiver: Receiver,
    open: (client: Redis, queue: DeclaredQueue) => Promise<Close | null>,
  ) {
    this.#server = server
    this.#keys = keys
    this.#receiver = receiver
    this.#open = open
    this.#visibilityTimeoutMs = visibilityTimeout * 1000
    this.#taking = this.#take()
    const everyMs = Math.min(Math.max(this.#visibilityTimeoutMs / 4, 50), 10_000)
    this.#restoring = setInterval(() => void this.#restoreVisible(), everyMs)
    void this.#restoreVisible()
  }

  prefetch(count: number): void {
    this.#prefetch = count
    this.#changed()
  }

  acknowledge({ tag }: Delivery): TE.TaskEither<BrokerError, void> {
    this.#release(tag)
    // The index last: an entry of it that leads nowhere is harmless, a message that nobody finds is not.
    return this.#server.ask(async (client) => {
      await Promise.all([client.hdel(this.#keys.unacked, tag), client.zrem(this.#keys.unackedIndex, tag)])
    })
  }

  reject(delivery: Delivery): TE.TaskEither<BrokerError, void> {
    return this.acknowledge(delivery)
  }

  requeue({ tag }: Delivery): TE.TaskEither<BrokerError, void> {
    const held = this.#held.get(tag)
    this.#release(tag)
    return held ? this.#putBack(tag, held.redelivered(), held.key, 'lpush') : TE.right(undefined)
  }

  add(queue: DeclaredQueue): TE.TaskEither<BrokerError, void> {
    return this.#server.ask(async (client) => {
      if (this.#heard.has(queue.name) || this.#queues.includes(queue.name)) return
      const close = await this.#open(client, queue)
      if (close) this.#heard.set(queue.name, close)
      else this.#takeFrom([...this.#queues, queue.name])
    })
  }

  async cancel(queue: string): Promise<void> {
    await this.#heard.get(queue)?.()
    this.#heard.delete(queue)
    const ended = this.#lists.filter((list) => list.queue === queue)
    this.#takeFrom(this.#queues.filter((each) => each !== queue))
    for (const { key } of ended) {
      const blocked = this.#blocked.get(key)
      this.#blocked.delete(key)
      if (blocked) this.#server.disconnect(blocked.client)
    }
  }

  async pause(): Promise<void> {
    if (this.#state === 'open') this.#state = 'paused'
    this.#changed()
    for (const close of this.#heard.values()) await close()
    for (const { client } of this.#blocked.values()) this.#server.disconnect(client)
    await this.#taking
  }

  async close(): Promise<void> {
    await this.pause()
    this.#state = 'closed'
    clearInterval(this.#restoring)
    const left = [...this.#held]
    this.#held.clear()
    // Where it was: the next to be taken.
    await Promise.all(
      left.map(([tag, { redelivered, key }]) => this.#putBack(tag, redelivered(), key, 'rpush')()),
    )
  }

  #takeFrom(queues: readonly string[]): void {
    this.#queues = queues
    this.#lists = PRIORITY_STEPS.flatMap((step) =>
      queues.map((queue) => ({ key: this.#keys.queue(queue, step), queue })),
    )
    this.#changed()
  }

  async #take(): Promise<void> {
    let failures = 0
    while (this.#state === 'open') {
      const room = Math.min(this.#prefetch - this.#held.size, MOST_AT_ONCE)
      if (room <= 0 || this.#lists.length === 0) {
        await new Promise<void>((resolve) => {
          this.#changed = resolve
        })
        continue
      }
      const taken = await this.#server.ask((client) => this.#takeNow(client, room))()
      if (E.isLeft(taken)) {
        this.#receiver.onTrouble(taken.left)
        failures++
        await pause(Math.min(100 * 2 ** failures, 5_000))
        continue
      }
      failures = 0
      for (const [tag, list, text] of taken.right) this.#deliver(tag, list, text)
      if (taken.right.length === 0 && this.#state === 'open') await this.#untilSomethingWaits()
    }
  }

  async #takeNow(client: Redis, room: number): Promise<readonly Taken[]> {
    // The queues take turns within each priority.
    const lists = this.#lists
    const queues = lists.length / PRIORITY_STEPS.length
    const turn = this.#round++ % queues
    const order = lists.map((_, index) => index - (index % queues) + (((index % queues) + turn) % queues))
    const replies = (await client.eval(
      TAKE,
      2 + order.length,
      this.#keys.unacked,
      this.#keys.unackedIndex,
      ...order.map((index) => lists[index]!.key),
      Date.now() / 1000,
      room,
      randomUUID(),
      ...order.map((index) => JSON.stringify(lists[index]!.queue)),
    )) as readonly (readonly [string, number, string])[]
    return replies.map(([tag, place, text]) => [tag, lists[order[place - 1]!]!, text])
  }

  #deliver(tag: string, list: List, text: string): void {
    const opened = openEnvelope(text, list.queue)
    if (E.isLeft(opened)) {
      void this.acknowledge({ tag } as Delivery)()
      this.#receiver.onRubbish(opened.left)
      return
    }
    const { incoming, redelivered } = opened.right
    this.#held.set(tag, { redelivered, key: list.key })
    this.#receiver.onMessage({ tag, incoming })
  }

  /** Waits at each list: a move of its last message to where it is wakes whoever waits, and changes nothing. */
  async #untilSomethingWaits(): Promise<void> {
    await Promise.race([
      ...this.#lists.map(({ key }) => this.#waitAt(key)),
      new Promise<void>((resolve) => {
        this.#changed = resolve
      }),
    ])
  }

  #waitAt(key: string): Promise<void> {
    let blocked = this.#blocked.get(key)
    if (!blocked) {
      blocked = { client: this.#server.connect(), waiting: null }
      this.#blocked.set(key, blocked)
    }
    const own = blocked
    own.waiting ??= own.client
      .blmove(key, key, 'RIGHT', 'RIGHT', LONGEST_WAIT_S)
      .then(
        () => {},
        // A server before 6.2 does not know the command, and one that is gone comes back: look again in a while.
        () => (this.#state === 'open' ? pause(POLL_MS) : undefined),
      )
      .then(() => {
        own.waiting = null
      })
    return own.waiting
  }

  #release(tag: string): void {
    this.#held.delete(tag)
    this.#changed()
  }

  #putBack(
    tag: string,
    text: string,
    key: string,
    push: 'lpush' | 'rpush',
  ): TE.TaskEither<BrokerError, void> {
    const { unacked, unackedIndex } = this.#keys
    return this.#server.ask(async (client) => {
      await client.eval(PUT_BACK, 3, unacked, unackedIndex, key, tag, text, push)
    })
  }

  /** Puts back what somebody took longer ago than the visibility timeout, and has not acknowledged. */
  async #restoreVisible(): Promise<void> {
    const { unacked, unackedIndex } = this.#keys
    const before = (Date.now() - this.#visibilityTimeoutMs) / 1000
    await this.#server.ask(async (client) => {
      const tags = await client.zrangebyscore(unackedIndex, 0, before, 'LIMIT', 0, MOST_AT_ONCE)
      for (const tag of tags) {
        const kept = await client.hget(unacked, tag)
        const entry = kept === null ? null : entryOf(kept)
        // What leads nowhere is forgotten, as kombu does.
        if (!entry) {
          await client.zrem(unackedIndex, tag)
          continue
        }
        const lists = (await this.#queuesOf(client, entry)).map((queue) =>
          this.#keys.queue(queue, entry.step),
        )
        if (lists.length > 0)
          await client.eval(
            PUT_BACK,
            2 + lists.length,
            unacked,
            unackedIndex,
            ...lists,
            tag,
            entry.text,
            'rpush',
          )
      }
    })()
  }

  /** What kombu took of an exchange's queue goes to all that are bound so: it does not say which one it was. */
  async #queuesOf(client: Redis, { exchange, routingKey }: Entry): Promise<readonly string[]> {
    if (exchange === '') return [routingKey]
    const members = await client.smembers(this.#keys.binding(exchange))
    return members.flatMap((member) => this.#keys.boundQueue(member, routingKey) ?? [])
  }
}

/** What is needed to put a message back. */
interface Held {
  readonly redelivered: () => string
  readonly key: string
}

/** The messages of a queue of one priority step. */
interface List {
  readonly key: string
  readonly queue: string
}

/** Tag, list and text of a message that was taken. */
type Taken = readonly [tag: string, list: List, text: string]

/** A message that was taken and not acknowledged, and where it was sent. */
interface Entry {
  readonly text: string
  readonly exchange: string
  readonly routingKey: string
  readonly step: number
}

/** What kombu keeps of a message that was taken: `[envelope, exchange, routing key]`. */
function entryOf(kept: string): Entry | null {
  try {
    const [envelope, exchange, routingKey] = JSON.parse(kept) as [
      { properties?: { priority?: number } },
      string | null,
      string,
    ]
    const opened = openEnvelope(JSON.stringify(envelope), routingKey)
    if (E.isLeft(opened) || typeof routingKey !== 'string') return null
    const { priority = 0 } = envelope.properties ?? {}
    return { text: opened.right.redelivered(), exchange: exchange ?? '', routingKey, step: stepOf(priority) }
  } catch {
    return null
  }
}

const MOST_AT_ONCE = 100
const LONGEST_WAIT_S = 5
const POLL_MS = 50

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/**
 * Takes up to so many messages from the lists in their order, and keeps each until it is acknowledged. A connection that
 * is cut makes the driver ask again: what the first asking took is kept under the first tags, and must stay there.
 */
const TAKE = `
local own = ARGV[3]
while redis.call('HEXISTS', KEYS[1], own .. ':0') == 1 do own = own .. '+' end
local taken = {}
local room = tonumber(ARGV[2])
for list = 3, #KEYS do
  while #taken < room do
    local text = redis.call('RPOP', KEYS[list])
    if not text then break end
    local tag = own .. ':' .. #taken
    redis.call('ZADD', KEYS[2], ARGV[1], tag)
    redis.call('HSET', KEYS[1], tag, '[' .. text .. ', "", ' .. ARGV[list + 1] .. ']')
    taken[#taken + 1] = {tag, list - 2, text}
  end
end
return taken`

/** Puts a message back to its lists, unless somebody else did or it was acknowledged. */
const PUT_BACK = `
if redis.call('HDEL', KEYS[1], ARGV[1]) == 1 then
  for list = 3, #KEYS do redis.call(ARGV[3], KEYS[list], ARGV[2]) end
end
return redis.call('ZREM', KEYS[2], ARGV[1])`
