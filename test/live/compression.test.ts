import { randomUUID } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import { connect } from 'amqplib'
import { Redis } from 'ioredis'
import { afterEach, expect, test } from 'vitest'
import { Celery, type Configuration, chain } from '../../src/index.ts'
import { LIMITS } from '../../src/protocol/jsonText.ts'
import { Processes } from '../conformance/processes.ts'
import { describeWith } from '../needs.ts'
import { until } from '../until.ts'
import { startPythonWorker } from './pythonWorker.ts'

interface Raw {
  readonly headers: Readonly<Record<string, unknown>>
  readonly deliveryMode: number
  readonly body: Buffer
}

/** A broker, seen from below. */
interface Broker {
  readonly url: () => string
  /** Takes the one message of a queue. */
  readonly take: (queue: string) => Promise<Raw>
  readonly put: (queue: string, raw: Raw) => Promise<void>
}

const redis: Broker = {
  url: () => `${process.env.CELERIAC_REDIS}/11`,
  take: async (queue) => {
    const client = new Redis(redis.url())
    const { headers, properties, body } = JSON.parse((await client.rpop(queue))!)
    client.disconnect()
    return { headers, deliveryMode: properties.delivery_mode, body: Buffer.from(body, 'base64') }
  },
  put: async (queue, { headers, deliveryMode, body }) => {
    const client = new Redis(redis.url())
    const properties = {
      delivery_mode: deliveryMode,
      delivery_info: { exchange: '', routing_key: queue },
      body_encoding: 'base64',
      delivery_tag: randomUUID(),
    }
    const content = { 'content-type': 'application/json', 'content-encoding': 'utf-8' }
    await client.lpush(
      queue,
      JSON.stringify({ headers, properties, body: body.toString('base64'), ...content }),
    )
    client.disconnect()
  },
}

const rabbitmq: Broker = {
  url: () => process.env.CELERIAC_RABBITMQ!,
  take: async (queue) => {
    const connection = await connect(rabbitmq.url())
    const channel = await connection.createChannel()
    const got = await channel.get(queue, { noAck: true })
    await connection.close()
    if (!got) throw new Error(`${queue} is empty`)
    const { headers, deliveryMode } = got.properties
    return { headers: headers!, deliveryMode, body: got.content }
  },
  put: async (queue, { headers, deliveryMode, body }) => {
    const connection = await connect(rabbitmq.url())
    const channel = await connection.createConfirmChannel()
    const content = { contentType: 'application/json', contentEncoding: 'utf-8' }
    channel.sendToQueue(queue, body, { headers, deliveryMode, ...content })
    await channel.waitForConfirms()
    await connection.close()
  },
}

for (const [need, broker] of [
  ['redis', redis],
  ['rabbitmq', rabbitmq],
] as const)
  describeWith(['redis', need, 'celery'], `packed messages over ${need}`, () => {
    const ends: (() => Promise<unknown>)[] = []
    afterEach(async () => {
      for (const end of ends.splice(0).reverse()) await end()
    })

    const open = (more: Configuration = {}) => {
      const settings = {
        broker: broker.url(),
        backend: `${process.env.CELERIAC_REDIS}/12`,
        taskDefaultQueue: `packed-${randomUUID()}`,
      }
      const app = new Celery('packed', { ...settings, ...more } as {})
      ends.push(() => app.close())
      return { app, ...settings, queue: settings.taskDefaultQueue }
    }

    test('are kombu’s, and as durable as was said', async () => {
      const { app, queue } = open()
      const text = 'a text that says the same. '.repeat(100)
      const say = app.task<(text: string) => string>('say')
      await say.applyAsync({ args: [text], compression: 'gzip', deliveryMode: 1 })
      const packed = await broker.take(queue)
      expect(packed.headers.compression).toBe('application/x-gzip')
      expect(packed.deliveryMode).toBe(1)
      expect(packed.body.length).toBeLessThan(300)
      await say.delay(text)
      const plain = await broker.take(queue)
      expect(plain.headers).not.toHaveProperty('compression')
      expect(plain.deliveryMode).toBe(2)
      expect(JSON.parse(plain.body.toString())[0]).toEqual([text])
    })

    test('are read by workers in Python and in TypeScript, and sent by both', {
      timeout: 180_000,
    }, async () => {
      const { app, backend, queue } = open({ taskCompression: 'zlib' })
      const processes = new Processes()
      ends.push(() => processes.stop())
      const add = app.task('ours.add', (x: number, y: number) => x + y)
      const seen: unknown[] = []
      const last = app.task('ours.last', { bind: true, maxRetries: 1 }, (self, x: number): number => {
        seen.push(self.request.headers)
        return self.request.retries === 0 ? self.retry({ countdown: 0 }) : x
      })
      const worker = app.worker({ hostname: `ours@${queue}`, log: () => {} })
      await worker.start()
      ends.push(() => worker.stop({ force: true }))
      const theirs = { queue: `${queue}-py`, compression: 'gzip' } as const
      await startPythonWorker(processes, {
        broker: broker.url(),
        backend,
        name: `theirs@${queue}`,
        queues: [[theirs.queue, null]],
      })
      const double = app.signature<[number], number>('theirs.double', theirs)
      // Python's worker sends the last step, packed in a way that ours knows.
      const result = await chain(
        add.s(1, 2),
        double,
        add.s(10).set({ queue, compression: 'gzip' }),
        last.s().set({ queue, compression: 'brotli' }),
      ).delay()
      expect(await result.get({ timeout: 60 })).toBe(16)
      expect(seen).toHaveLength(2)
      for (const headers of seen) expect(headers ?? {}).not.toHaveProperty('compression')
    })

    test('that would unpack to more than a body may have are rejected, and the worker goes on', async () => {
      const { app, queue } = open()
      const add = app.task('add', (x: number, y: number) => x + y)
      const lines: string[] = []
      const worker = app.worker({ hostname: `bombed@${queue}`, log: (line) => void lines.push(line) })
      await worker.start()
      ends.push(() => worker.stop({ force: true }))
      const bomb = deflateSync(Buffer.alloc(LIMITS.characters + 1, ' '))
      const headers = { task: 'add', id: randomUUID(), compression: 'application/x-gzip' }
      await broker.put(queue, { headers, deliveryMode: 2, body: bomb })
      await until(() => worker.counts.rejected === 1)
      expect(lines.join('\n')).toMatch(/rejected: a compressed body of more than \d+ bytes/)
      expect(await (await add.delay(1, 2)).get({ timeout: 40 })).toBe(3)
    })
  })

test('a compression or a delivery mode that does not exist is refused by name', async () => {
  const app = new Celery('odd')
  const add = app.task('add', (x: number) => x)
  await expect(add.applyAsync({ args: [1], compression: 'bz2' as 'gzip' })).rejects.toThrow(
    'compression is one of gzip, zlib, brotli; got bz2',
  )
  await expect(add.applyAsync({ args: [1], deliveryMode: 3 as 1 })).rejects.toThrow(
    'deliveryMode is 1 for transient or 2 for persistent; got 3',
  )
  const settings = { broker: 'redis://127.0.0.1:1', taskCompression: 'xz' as 'gzip' } as const
  const task = new Celery('odd', settings).task('add', (x: number) => x)
  await expect(task.delay(1)).rejects.toThrow('taskCompression of odd is one of gzip, zlib, brotli; got xz')
})
