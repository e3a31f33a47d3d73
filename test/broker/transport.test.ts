import { randomUUID } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { afterEach, describe, expect, test } from 'vitest'
import { type BrokerError, brokerSentence } from '../../src/broker/brokerError.ts'
import { openTransport } from '../../src/broker/openTransport.ts'
import type { Consumer, Delivery, Transport } from '../../src/broker/transport.ts'
import { Celery } from '../../src/index.ts'
import { dispatch } from '../../src/interpreter/context.ts'
import type { Effect } from '../../src/interpreter/effect.ts'
import { send } from '../../src/interpreter/send.ts'
import { declaredBy } from '../../src/protocol/declaredQueue.ts'
import { decodeMessage } from '../../src/protocol/decodeMessage.ts'
import type { Message } from '../../src/protocol/message.ts'
import { contextOf } from '../../src/runtime/contextOf.ts'
import { describeWith } from '../needs.ts'
import { until } from '../until.ts'

const app = new Celery('transport')
const ident = app.task('ident', (x: number) => x)

const messageOf = (x: number, queue: string, priority = 0): Message => {
  const effects: Effect[] = []
  const context = contextOf(app, { newId: randomUUID, nowMs: Date.now, replyTo: '' })
  send(ident.s(x).toJSON(), { options: { queue, priority } }, dispatch('apply', null, context, effects))
  return (effects[0] as Extract<Effect, { type: 'publish' }>).message
}

const done = async <Value>(action: TaskEither<BrokerError, Value>): Promise<Value> => {
  const result = await action()
  if (E.isLeft(result)) throw new Error(brokerSentence(result.left))
  return result.right
}

/** What a consumer got: the argument of each message, in order. */
interface Taken {
  readonly consumer: Consumer
  readonly deliveries: Delivery[]
  readonly rubbish: string[]
  values(): number[]
}

/** What every broker does. */
const contract = (url: () => string): void => {
  const opened: { close(): Promise<void> }[] = []
  const open = async (settings = {}): Promise<Transport> => {
    const options = {
      origin: 'gen1@here',
      visibilityTimeout: 3600,
      globalKeyprefix: '',
      declared: declaredBy({}),
    }
    const transport = await done(openTransport(url(), { ...options, ...settings }, 'worker'))
    opened.push(transport)
    return transport
  }
  const take = async (transport: Transport, queues: readonly string[], count = 100): Promise<Taken> => {
    const deliveries: Delivery[] = []
    const rubbish: string[] = []
    const consumer = await done(
      transport.consume(queues, {
        onMessage: (delivery) => void deliveries.push(delivery),
        onRubbish: (cause) => void rubbish.push(cause),
        onTrouble: () => {},
      }),
    )
    consumer.prefetch(count)
    const values = () =>
      deliveries.map(({ incoming }) => {
        const message = decodeMessage(incoming)
        if (E.isLeft(message)) throw new Error(JSON.stringify(message.left))
        return message.right.body[0][0] as number
      })
    return { consumer, deliveries, rubbish, values }
  }
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.close()
  })

  test('messages arrive as they were sent, first in first out', async () => {
    const transport = await open()
    const queue = `q-${randomUUID()}`
    const messages = [1, 2, 3].map((x) => messageOf(x, queue))
    await done(transport.publish(messages))
    const taken = await take(transport, [queue])
    await until(() => taken.deliveries.length === 3)
    const read = taken.deliveries.map(({ incoming }) => decodeMessage(incoming))
    expect(JSON.parse(JSON.stringify(read))).toEqual(
      messages.map((right) => JSON.parse(JSON.stringify({ _tag: 'Right', right }))),
    )
    await taken.consumer.close()
  })

  test('sent all at once to a queue that is not there yet, none is lost', async () => {
    const transport = await open()
    const queue = `q-${randomUUID()}`
    const numbers = Array.from({ length: 20 }, (_, x) => x)
    await Promise.all(numbers.map((x) => done(transport.publish([messageOf(x, queue)]))))
    const taken = await take(transport, [queue])
    await until(() => taken.deliveries.length === numbers.length)
    expect(taken.values().toSorted((one, other) => one - other)).toEqual(numbers)
    await taken.consumer.close()
  })

  test('a consumer that waits is woken at once', async () => {
    const transport = await open()
    const queue = `q-${randomUUID()}`
    const taken = await take(transport, [queue])
    for (const x of [1, 2, 3]) {
      await done(transport.publish([messageOf(x, queue)]))
      await until(() => taken.deliveries.length === x)
    }
    expect(taken.values()).toEqual([1, 2, 3])
    await taken.consumer.close()
  })

  test('no more are held than wanted; acknowledging one brings the next', async () => {
    const transport = await open()
    const queue = `q-${randomUUID()}`
    await done(transport.publish([1, 2, 3, 4].map((x) => messageOf(x, queue))))
    const taken = await take(transport, [queue], 2)
    await until(() => taken.deliveries.length === 2)
    await done(taken.consumer.acknowledge(taken.deliveries[0]!))
    await until(() => taken.deliveries.length === 3)
    taken.consumer.prefetch(3)
    await until(() => taken.deliveries.length === 4)
    expect(taken.values()).toEqual([1, 2, 3, 4])
    await taken.consumer.close()
  })

  test('what was not acknowledged goes back when a consumer closes, what was does not', async () => {
    const transport = await open()
    const queue = `q-${randomUUID()}`
    await done(transport.publish([1, 2, 3].map((x) => messageOf(x, queue))))
    const first = await take(transport, [queue], 3)
    await until(() => first.deliveries.length === 3)
    await done(first.consumer.acknowledge(first.deliveries[1]!))
    await first.consumer.close()
    const second = await take(transport, [queue])
    await until(() => second.deliveries.length === 2)
    expect(second.values().sort()).toEqual([1, 3])
    await second.consumer.close()
  })

  test('a message that is put back comes again, one that is rejected does not', async () => {
    const transport = await open()
    const queue = `q-${randomUUID()}`
    await done(transport.publish([1, 2].map((x) => messageOf(x, queue))))
    const taken = await take(transport, [queue])
    await until(() => taken.deliveries.length === 2)
    await done(taken.consumer.reject(taken.deliveries[0]!))
    await done(taken.consumer.requeue(taken.deliveries[1]!))
    await until(() => taken.deliveries.length === 3)
    expect(taken.values()).toEqual([1, 2, 2])
    await done(taken.consumer.acknowledge(taken.deliveries[2]!))
    await taken.consumer.close()
  })

  test('a control command reaches every mailbox, and the answers whoever asked', async () => {
    const transport = await open()
    const other = await open()
    const heard: unknown[] = []
    const names = [`one@${randomUUID()}`, `two@${randomUUID()}`]
    const oid = randomUUID()
    const command = {
      method: 'ping',
      arguments: {},
      ticket: 't',
      reply_to: { exchange: 'reply.celery.pidbox', routing_key: oid },
    }
    const closing = await Promise.all(
      names.map((name) =>
        done(
          other.openMailbox(name, (said) => {
            if ((said as { ticket?: string }).ticket !== 't') return
            heard.push(said)
            void other.reply(
              { exchange: 'reply.celery.pidbox', routingKey: oid, ticket: 't' },
              { [name]: { ok: 'pong' } },
            )()
          }),
        ),
      ),
    )
    const replies: object[] = []
    closing.push(
      await done(transport.openReplies(oid, ({ ticket, body }) => void replies.push({ ticket, body }))),
    )
    await done(transport.broadcast(command))
    await until(() => replies.length === 2)
    expect(heard).toEqual([command, command])
    expect(replies).toEqual(
      expect.arrayContaining(names.map((name) => ({ ticket: 't', body: { [name]: { ok: 'pong' } } }))),
    )
    for (const close of closing) await close()
  })
}

describeWith('redis', 'Redis as broker', () => {
  const url = () => `${process.env.CELERIAC_REDIS}/13`
  contract(url)

  describe('as kombu does', () => {
    const opened: Transport[] = []
    const open = async (settings = {}): Promise<Transport> => {
      const options = {
        origin: 'gen1@here',
        visibilityTimeout: 3600,
        globalKeyprefix: '',
        declared: declaredBy({}),
      }
      const transport = await done(openTransport(url(), { ...options, ...settings }, 'client'))
      opened.push(transport)
      return transport
    }
    afterEach(async () => {
      for (const each of opened.splice(0)) await each.close()
    })
    const redis = async () => {
      const { Redis } = await import('ioredis')
      return new Redis(url())
    }

    test('priorities have lists of their own, and the lowest number is served first', async () => {
      const transport = await open()
      const queue = `q-${randomUUID()}`
      await done(transport.publish([9, 5, 0, 3, 255].map((x) => messageOf(x, queue, x))))
      const client = await redis()
      expect(await client.llen(`${queue}\x06\x163`)).toBe(2)
      expect(await client.llen(`${queue}\x06\x169`)).toBe(2)
      expect(await client.smembers(`_kombu.binding.${queue}`)).toEqual([`${queue}\x06\x16\x06\x16${queue}`])
      client.disconnect()
      const order: number[] = []
      const consumer = await done(
        transport.consume([queue], {
          onMessage: ({ incoming }) => void order.push(JSON.parse(incoming.body)[0][0]),
          onRubbish: () => {},
          onTrouble: () => {},
        }),
      )
      consumer.prefetch(10)
      await until(() => order.length === 5)
      expect(order).toEqual([0, 5, 3, 9, 255])
      await consumer.close()
    })

    test('what nobody acknowledged in time is put back for everybody', async () => {
      const queue = `q-${randomUUID()}`
      const first = await open()
      await done(first.publish([messageOf(7, queue)]))
      let count = 0
      const receiver = { onMessage: () => void count++, onRubbish: () => {}, onTrouble: () => {} }
      const lost = await done(first.consume([queue], receiver))
      lost.prefetch(1)
      await until(() => count === 1)
      // As if its process had been killed.
      await first.close()
      const second = await open({ visibilityTimeout: 0.2 })
      const got: Delivery[] = []
      const consumer = await done(
        second.consume([queue], { ...receiver, onMessage: (delivery) => void got.push(delivery) }),
      )
      consumer.prefetch(1)
      await until(() => got.length >= 1)
      expect(got[0]!.incoming.headers).toMatchObject({ redelivered: true })
      await done(consumer.acknowledge(got[0]!))
      await consumer.close()
    })

    test('what is no envelope is rejected, and the next message comes', async () => {
      const transport = await open()
      const queue = `q-${randomUUID()}`
      const client = await redis()
      for (const rubbish of [
        '',
        '{',
        'null',
        '[]',
        '{"body": 5}',
        '{"body": "/w==", "properties": {"body_encoding": "base64"}}',
      ])
        await client.lpush(queue, rubbish)
      await done(transport.publish([messageOf(1, queue)]))
      const rubbish: string[] = []
      const got: Delivery[] = []
      const consumer = await done(
        transport.consume([queue], {
          onMessage: (delivery) => void got.push(delivery),
          onRubbish: (cause) => void rubbish.push(cause),
          onTrouble: () => {},
        }),
      )
      consumer.prefetch(2)
      await until(() => got.length === 1)
      expect(rubbish).toHaveLength(6)
      await done(consumer.acknowledge(got[0]!))
      await consumer.close()
      client.disconnect()
    })

    test('a prefix stands before every key', async () => {
      const transport = await open({ globalKeyprefix: 'mine:' })
      const queue = `q-${randomUUID()}`
      await done(transport.publish([messageOf(1, queue)]))
      const client = await redis()
      expect(await client.keys(`*${queue}*`)).toEqual(
        expect.arrayContaining([`mine:${queue}`, `mine:_kombu.binding.${queue}`]),
      )
      client.disconnect()
    })
  })
})

describeWith('rabbitmq', 'RabbitMQ as broker', () => {
  const url = () => process.env.CELERIAC_RABBITMQ!
  contract(url)

  test('queues that have priorities serve the highest number first', async () => {
    const options = {
      origin: '',
      visibilityTimeout: 1,
      globalKeyprefix: '',
      declared: declaredBy({ taskQueueMaxPriority: 9 }),
    }
    const transport = await done(openTransport(url(), options, 'client'))
    const queue = `q-${randomUUID()}`
    await done(transport.publish([0, 5, 9, 3].map((x) => messageOf(x, queue, x))))
    const order: number[] = []
    const consumer = await done(
      transport.consume([queue], {
        onMessage: ({ incoming }) => void order.push(JSON.parse(incoming.body)[0][0]),
        onRubbish: () => {},
        onTrouble: () => {},
      }),
    )
    consumer.prefetch(10)
    await until(() => order.length === 4)
    // One is on its way before the limit is known.
    expect(order.slice(1)).toEqual(order.slice(1).toSorted((a, b) => b - a))
    expect(order[0]).toBe(9)
    await consumer.close()
    await transport.close()
  })

  test('a queue that is there with other arguments is refused, in the words of the server', async () => {
    const options = { origin: '', visibilityTimeout: 1, globalKeyprefix: '', declared: declaredBy({}) }
    const queue = `q-${randomUUID()}`
    const plain = await done(openTransport(url(), options, 'client'))
    await done(plain.publish([messageOf(1, queue)]))
    const other = await done(
      openTransport(url(), { ...options, declared: declaredBy({ taskQueueMaxPriority: 5 }) }, 'client'),
    )
    const refused = await other.publish([messageOf(2, queue)])()
    expect(refused).toMatchObject({ left: { type: 'refused' } })
    expect(JSON.stringify(refused)).toContain('PRECONDITION_FAILED')
    await done(other.publish([messageOf(3, `q-${randomUUID()}`)]))
    await plain.close()
    await other.close()
  })

  test('a message that AMQP does not carry is refused at once, and stops no other', async () => {
    const options = { origin: '', visibilityTimeout: 1, globalKeyprefix: '', declared: declaredBy({}) }
    for (const patience of ['client', 'worker'] as const) {
      const transport = await done(openTransport(url(), options, patience))
      const queue = `q-${randomUUID()}`
      const good = messageOf(1, queue)
      const { headers, properties } = good
      const bad: readonly Message[] = [
        { ...good, properties: { ...properties, correlation_id: 'i'.repeat(256) } },
        { ...good, properties: { ...properties, routing_key: 'q'.repeat(256) } },
        { ...good, properties: { ...properties, exchange: 'e'.repeat(256) } },
        { ...good, headers: { ...headers, retries: -(2 ** 64) } },
        { ...good, headers: { ...headers, stamps: { paid: [Number.POSITIVE_INFINITY] } } },
      ]
      const asked = [...bad, good].map((message) => transport.publish([message])())
      expect(await Promise.all(asked)).toMatchObject([
        { left: { type: 'not-carried', cause: expect.stringContaining('up to 255') } },
        { left: { type: 'not-carried', cause: expect.stringContaining('up to 255') } },
        { left: { type: 'not-carried', cause: expect.stringContaining('up to 255') } },
        { left: { type: 'not-carried', cause: expect.stringContaining('out of range') } },
        { left: { type: 'not-carried', cause: expect.stringContaining('hold Infinity') } },
        { _tag: 'Right' },
      ])
      await done(transport.publish([messageOf(2, queue)]))
      await done(transport.deleteQueues([queue]))
      await transport.close()
    }
  })
})

describe('a server that is not there', () => {
  const options = { origin: '', visibilityTimeout: 1, globalKeyprefix: '', declared: declaredBy({}) }
  test('is an error that says so, without the password', async () => {
    const transport = await done(openTransport('redis://me:s3cret@127.0.0.1:1/0', options, 'client'))
    const result = await transport.publish([messageOf(1, 'q')])()
    expect(result).toMatchObject({ left: { type: 'unreachable', url: 'redis://me:**@127.0.0.1:1/0' } })
    expect(E.isLeft(result) && brokerSentence(result.left)).toMatch(/ECONNREFUSED.*Is the server running/)
    await transport.close()
  })
  test('of a kind that is not spoken is refused at once', async () => {
    for (const url of ['sqs://a:b@host', 'redis', 'redis://host/name', 'redis://:pw@host:99999/0']) {
      const result = await openTransport(url, options, 'client')()
      expect(result).toMatchObject({ left: { type: 'bad-url' } })
      expect(JSON.stringify(result)).not.toMatch(/:b@|pw/)
    }
  })
})
