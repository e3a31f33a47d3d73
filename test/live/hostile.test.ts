import { randomUUID } from 'node:crypto'
import { connect, type Options } from 'amqplib'
import * as fc from 'fast-check'
import { Redis } from 'ioredis'
import { expect, test } from 'vitest'
import { Celery } from '../../src/index.ts'
import { describeWith } from '../needs.ts'
import { until } from '../until.ts'

const COUNT = Number(process.env.CELERIAC_MALFORMED ?? (process.env.CI ? 10_000 : 2_000))
const SEED = Number(process.env.CELERIAC_SEED ?? Math.floor(Math.random() * 1_000_000_000))

/** A valid message, as it lies in Redis. */
const valid = (): Record<string, unknown> => {
  const id = randomUUID()
  const next = {
    task: 'add',
    args: [1],
    kwargs: {},
    options: { task_id: randomUUID() },
    subtask_type: null,
    immutable: false,
  }
  const body = [[1, 2], {}, { callbacks: [next], errbacks: null, chain: [next], chord: null }]
  return {
    body: Buffer.from(JSON.stringify(body)).toString('base64'),
    'content-encoding': 'utf-8',
    'content-type': 'application/json',
    headers: {
      lang: 'py',
      task: 'add',
      id,
      shadow: null,
      eta: null,
      expires: null,
      group: null,
      group_index: null,
      retries: 0,
      timelimit: [null, null],
      root_id: id,
      parent_id: null,
      argsrepr: '(1, 2)',
      kwargsrepr: '{}',
      origin: 'gen1@there',
      ignore_result: false,
      replaced_task_nesting: 0,
      stamped_headers: null,
      stamps: {},
    },
    properties: {
      correlation_id: id,
      reply_to: randomUUID(),
      delivery_mode: 2,
      delivery_info: { exchange: '', routing_key: 'q' },
      priority: 0,
      body_encoding: 'base64',
      delivery_tag: randomUUID(),
    },
  }
}

/** Things that stand where they should not. */
const odd = fc.oneof(
  fc.constantFrom<unknown>(null, true, -1, 1e308, '', 'NaN', '__proto__', [], {}, [[]], '\u0000', '%n%s', {
    $ne: 1,
  }),
  fc.constant('['.repeat(5000) + ']'.repeat(5000)),
  fc.jsonValue({ maxDepth: 3 }),
)

/** A value with one place of it changed, dropped or doubled. */
const mutate = (value: unknown, choose: (count: number) => number, thing: unknown): unknown => {
  if (typeof value !== 'object' || value === null || choose(4) === 0) return thing
  if (Array.isArray(value)) {
    if (value.length === 0) return [thing]
    const at = choose(value.length)
    const mutated = mutate(value[at], choose, thing)
    return choose(6) === 0 ? value.toSpliced(at, 1) : value.with(at, mutated)
  }
  const keys = Object.keys(value)
  if (keys.length === 0) return { odd: thing }
  const key = keys[choose(keys.length)]!
  const { [key]: old, ...rest } = value as Record<string, unknown>
  if (choose(6) === 0) return rest
  return { ...rest, [key]: mutate(old, choose, thing) }
}

/** A message that may be wrong anywhere: in its text, its envelope, its headers, its body. */
const message = fc
  .tuple(
    fc.infiniteStream(fc.nat(1_000_000)),
    odd,
    fc.constantFrom('envelope', 'body', 'text', 'cut', 'bytes'),
  )
  .map(([numbers, thing, where]) => {
    const choose = (count: number): number => (numbers.next().value as number) % count
    const good = valid()
    if (where === 'envelope') return JSON.stringify(mutate(good, choose, thing))
    const text = JSON.stringify(good)
    if (where === 'text')
      return `${text.slice(0, choose(text.length))}${typeof thing === 'string' ? thing : JSON.stringify(thing)}${text.slice(choose(text.length))}`
    if (where === 'cut') return text.slice(0, choose(text.length))
    const bytes = Buffer.from(good.body as string, 'base64')
    if (where === 'bytes') bytes[choose(bytes.length)] = choose(256)
    const body =
      where === 'bytes'
        ? bytes
        : Buffer.from(JSON.stringify(mutate(JSON.parse(bytes.toString()), choose, thing)))
    return JSON.stringify({ ...good, body: body.toString('base64') })
  })

/** How the messages come to a queue, and what is left there once the worker has ended. */
interface Carrier {
  readonly broker: string
  readonly send: (queue: string, messages: readonly string[]) => Promise<void>
  /** How many messages wait, and how many nobody has acknowledged. */
  readonly left: (queue: string) => Promise<{ readonly waiting: number; readonly unacked: number }>
  readonly close: (queue: string) => Promise<void>
}

function redis(): Carrier {
  const broker = `${process.env.CELERIAC_REDIS}/9`
  const client = new Redis(broker)
  return {
    broker,
    send: async (queue, messages) => void (await client.lpush(queue, ...messages)),
    left: async (queue) => ({ waiting: await client.llen(queue), unacked: await client.hlen('unacked') }),
    close: async () => {
      await client.flushdb()
      client.disconnect()
    },
  }
}

/** The same messages, as far as AMQP carries what is wrong with them; any other, and what is no envelope, is the body of one. */
async function rabbitmq(): Promise<Carrier> {
  const broker = process.env.CELERIAC_RABBITMQ!
  const connection = await connect(broker)
  const channel = await connection.createConfirmChannel()
  return {
    broker,
    send: async (queue, messages) => {
      for (const text of messages) {
        try {
          const { body, options } = amqpOf(text)
          channel.sendToQueue(queue, body, options)
        } catch (error) {
          // The driver could not write it down, and has sent nothing.
          if (!(error instanceof TypeError || error instanceof RangeError)) throw error
          channel.sendToQueue(queue, Buffer.from(text), {})
        }
      }
      await channel.waitForConfirms()
    },
    left: async (queue) => ({ waiting: (await channel.checkQueue(queue)).messageCount, unacked: 0 }),
    close: async (queue) => {
      await channel.deleteQueue(queue)
      await connection.close()
    },
  }
}

function amqpOf(text: string): { readonly body: Buffer; readonly options: Options.Publish } {
  let envelope: Record<string, unknown>
  try {
    envelope = Object(JSON.parse(text)) as Record<string, unknown>
  } catch {
    return { body: Buffer.from(text), options: {} }
  }
  const { body, headers } = envelope
  const properties = Object(envelope.properties) as Record<string, unknown>
  const short = (value: unknown) =>
    typeof value === 'string' && Buffer.byteLength(value) < 256 ? value : undefined
  const { priority } = properties
  const isByte = typeof priority === 'number' && Number.isInteger(priority) && priority >= 0 && priority < 256
  return {
    body: Buffer.from(String(body), 'base64'),
    options: {
      headers: headersOf(headers),
      contentType: short(envelope['content-type']),
      contentEncoding: short(envelope['content-encoding']),
      correlationId: short(properties.correlation_id),
      replyTo: short(properties.reply_to),
      ...(isByte && { priority }),
    } as Options.Publish,
  }
}

/** Without numbers that have no end (1e999): RabbitMQ ends the connection of who sends one. */
const headersOf = (headers: unknown): object =>
  typeof headers === 'object' && headers !== null && !Array.isArray(headers)
    ? (JSON.parse(JSON.stringify(headers)) as object)
    : {}

const carriers = [
  ['redis', 'Redis', redis],
  ['rabbitmq', 'RabbitMQ', rabbitmq],
] as const

for (const [need, name, open] of carriers)
  describeWith(['redis', need], `hostile messages over ${name}`, () => {
    test(`${COUNT} of them stop nobody, and each is accounted for (CELERIAC_SEED=${SEED})`, {
      timeout: 240_000,
    }, async () => {
      const queue = `hostile-${randomUUID()}`
      const carrier = await open()
      const { broker } = carrier
      const app = new Celery('hostile', {
        broker,
        backend: `${process.env.CELERIAC_REDIS}/10`,
        taskDefaultQueue: queue,
      } as {})
      const add = app.task('add', { maxRetries: 0 }, (x: number, y: number) => x + y)
      const lines: string[] = []
      const worker = app.worker({
        concurrency: 8,
        hostname: `hostile@${randomUUID()}`,
        log: (line) => void lines.push(line),
      })
      await worker.start()
      const messages = fc.sample(message, { numRuns: COUNT, seed: SEED })
      for (let from = 0; from < COUNT; from += 500)
        await carrier.send(queue, messages.slice(from, from + 500))
      await until(async () => (await carrier.left(queue)).waiting === 0, 200_000)
      const last = await add.delay(20, 22)
      expect(await last.get({ timeout: 60 })).toBe(42)
      // What follows from a message that is one may be sent itself.
      await until(() => {
        const { received, processed, rejected, revoked, scheduled } = worker.counts
        return received >= COUNT && received === processed + rejected + revoked + scheduled
      }, 60_000)
      const { received, processed, rejected, scheduled } = worker.counts
      console.log(
        `${name}: ${received} received: ${processed} run, ${rejected} rejected, ${scheduled} held until their eta`,
      )
      expect(rejected).toBeGreaterThan(COUNT / 4)
      expect(processed).toBeGreaterThan(0)
      expect(lines.length).toBeGreaterThanOrEqual(rejected)
      await worker.stop()
      // What it held until its eta goes back.
      expect(await carrier.left(queue)).toEqual({ waiting: scheduled, unacked: 0 })
      await carrier.close(queue)
      await app.close()
    })
  })
