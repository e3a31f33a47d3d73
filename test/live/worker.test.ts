import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir, type } from 'node:os'
import { join } from 'node:path'
import { type ConsumeMessage, connect } from 'amqplib'
import { buildSync } from 'esbuild'
import { Redis } from 'ioredis'
import { afterEach, describe, expect, test } from 'vitest'
import { Celery, type Configuration, chord, type WorkerSettings } from '../../src/index.ts'
import { describeWith } from '../needs.ts'
import { until } from '../until.ts'

const redisSettings = (more: Configuration = {}): Configuration => ({
  broker: `${process.env.CELERIAC_REDIS}/11`,
  backend: `${process.env.CELERIAC_REDIS}/12`,
  taskDefaultQueue: `worker-${randomUUID()}`,
  ...more,
})

const rabbitSettings = (more: Configuration = {}): Configuration => ({
  ...redisSettings(more),
  broker: process.env.CELERIAC_RABBITMQ!,
})

const behaviour = (settings: (more?: Configuration) => Configuration): void => {
  const ends: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end()
  })
  const open = (more?: Configuration) => {
    const app = new Celery('works', settings(more) as {})
    ends.push(() => app.close())
    return app
  }
  const start = async (app: Celery, own: WorkerSettings = {}) => {
    const hostname = `works@${randomUUID()}`
    const worker = app.worker({ concurrency: 2, hostname, log: () => {}, ...own })
    await worker.start()
    ends.push(() => worker.stop({ force: true }))
    return { worker, hostname }
  }

  test('a worker that stops lets its tasks end, and leaves the others to the next one', async () => {
    const app = open()
    const ended: number[] = []
    let begun = 0
    let end = (): void => {}
    const told = new Promise<void>((resolve) => {
      end = resolve
    })
    const slow = app.task('slow', async (x: number) => {
      begun++
      await told
      ended.push(x)
      return x
    })
    const { worker } = await start(app)
    const results = []
    for (let x = 0; x < 6; x++) results.push(await slow.delay(x))
    await until(() => begun === 2)
    const stopped = worker.stop()
    end()
    await stopped
    expect(ended.toSorted()).toEqual([0, 1])
    await start(app)
    for (const [x, result] of results.entries()) expect(await result.get({ timeout: 40 })).toBe(x)
    expect(ended.toSorted()).toEqual([0, 1, 2, 3, 4, 5])
  })

  test('what lay in the queue before a worker came is done with when it has run', async () => {
    const app = open()
    const runs: number[] = []
    const noted = app.task('noted', (x: number) => runs.push(x))
    const results = []
    for (let x = 0; x < 3; x++) results.push(await noted.delay(x))
    const { worker } = await start(app)
    for (const result of results) await result.get({ timeout: 40 })
    await worker.stop()
    const { worker: next } = await start(app)
    await (await noted.delay(3)).get({ timeout: 40 })
    await next.stop()
    expect(runs.toSorted()).toEqual([0, 1, 2, 3])
  })

  test('a worker that is forced to stop gives back what it had not acknowledged', async () => {
    const app = open()
    let begun = 0
    const late = app.task('late', { bind: true, acksLate: true }, async (self) => {
      if (++begun === 1) await self.sleep(600)
      return begun
    })
    const { worker } = await start(app)
    const result = await late.delay()
    await until(() => begun === 1)
    await worker.stop({ force: true })
    await start(app)
    expect(await result.get({ timeout: 40 })).toBe(2)
  })

  test('no more tasks run at once than it has room for', async () => {
    const app = open()
    let now = 0
    let most = 0
    let end = (): void => {}
    const told = new Promise<void>((resolve) => {
      end = resolve
    })
    const task = app.task('task', { bind: true }, async (self) => {
      most = Math.max(most, ++now)
      await told
      await self.sleep(0.02)
      now--
      return null
    })
    const { worker } = await start(app, { concurrency: 3 })
    const results = []
    for (let x = 0; x < 12; x++) results.push(await task.delay())
    await until(() => worker.counts.received === 12)
    end()
    for (const result of results) await result.get({ timeout: 40 })
    expect(most).toBe(3)
  })

  test('a task under a rate limit starts so often and no more', async () => {
    const app = open()
    const startedMs: number[] = []
    const limited = app.task('limited', { rateLimit: '20/s' }, () => {
      startedMs.push(Date.now())
      return null
    })
    await start(app, { concurrency: 4 })
    const beforeMs = Date.now()
    const results = []
    for (let x = 0; x < 5; x++) results.push(await limited.delay())
    for (const result of results) await result.get({ timeout: 40 })
    // Four of them had to wait for their turn, each 50 ms after the one before.
    expect(startedMs.at(-1)! - beforeMs).toBeGreaterThanOrEqual(195)
  })

  test('messages that wait for their eta keep nobody from being taken', async () => {
    const app = open()
    const add = app.task('add', (x: number) => x + 1)
    const { worker } = await start(app, { concurrency: 1, prefetchMultiplier: 1 })
    for (let x = 0; x < 5; x++) await add.applyAsync({ args: [x], countdown: 600 })
    await until(() => worker.counts.scheduled === 5)
    expect(await (await add.delay(1)).get({ timeout: 40 })).toBe(2)
  })

  test('workers answer who they are, what they do, and what they know', async () => {
    const app = open()
    const busy = app.task('busy', { bind: true }, async (self) => {
      await self.sleep(600)
      return null
    })
    const { worker, hostname } = await start(app)
    const running = await busy.delay()
    const waiting = await busy.applyAsync({ countdown: 600 })
    await until(() => worker.counts.scheduled === 1)
    const ask = app.control.inspect({ destination: [hostname], timeout: 10 })
    expect(await app.control.ping({ destination: [hostname], timeout: 10 })).toEqual({
      [hostname]: { ok: 'pong' },
    })
    expect(await ask.active()).toMatchObject({
      [hostname]: [{ id: running.id, name: 'busy', acknowledged: true }],
    })
    expect(await ask.scheduled()).toMatchObject({ [hostname]: [{ request: { id: waiting.id } }] })
    expect(await ask.reserved()).toEqual({ [hostname]: [] })
    expect(await ask.registered()).toEqual({ [hostname]: ['busy'] })
    await app.control.revoke(waiting.id)
    await until(async () => JSON.stringify(await ask.revoked()).includes(waiting.id))
    expect(await ask.activeQueues()).toMatchObject({ [hostname]: [{ name: app.conf.taskDefaultQueue }] })
    expect(await ask.stats()).toMatchObject({
      [hostname]: { pid: process.pid, pool: { 'max-concurrency': 2 } },
    })
    await app.control.broadcast('shutdown', {}, { destination: [`nobody@${randomUUID()}`] })
    expect(await ask.ping()).toEqual({ [hostname]: { ok: 'pong' } })
  })

  test('a group is sent and run as one, however large', async () => {
    const app = open()
    const double = app.task('double', (x: number) => 2 * x)
    const total = app.task('total', (all: readonly number[]) => all.reduce((sum, each) => sum + each, 0))
    await start(app, { concurrency: 20 })
    const result = await chord(
      Array.from({ length: 1000 }, (_, x) => double.s(x)),
      total.s(),
    ).delay()
    expect(await result.get({ timeout: 60 })).toBe(999_000)
  })
}

describeWith('redis', 'a worker over Redis', () => behaviour(redisSettings))

describeWith(['redis', 'rabbitmq'], 'a worker over RabbitMQ', () => {
  behaviour(rabbitSettings)

  /** As seen on Celery 5.6.3, whose error is Python's own. */
  test.for([false, true])(
    'what AMQP does not carry fails the task that was to send it (late acks: %s)',
    async (acksLate) => {
      const app = new Celery('carries', rabbitSettings() as {})
      const runs: string[] = []
      const add = app.task('add', { acksLate }, (x: number, y: number) => {
        runs.push('add')
        return x + y
      })
      const note = app.task('note', (failed: string) => failed)
      const total = app.task('total', { acksLate }, (sums: readonly number[]) => sums.length)
      const sends = app.task('sends', { bind: true, acksLate }, async () => {
        runs.push('sends')
        await add.s(1, 2).applyAsync({ queue: LONG })
        return 0
      })
      const worker = app.worker({ concurrency: 2, hostname: `carries@${randomUUID()}`, log: () => {} })
      await worker.start()
      const step = add.s(1, 2).link(add.s(3).set({ queue: LONG }))
      const errback = add
        .s(1, 2)
        .link(add.s(3).set({ queue: LONG }))
        .linkError(note.s().set({ queue: LONG }))
      for (const canvas of [step, errback, sends.s()]) {
        const result = await canvas.delay()
        await expect(result.get({ timeout: 10 })).rejects.toThrow(
          /cannot carry this message: .* has 300 bytes.* up to 255/,
        )
        expect(await result.state()).toBe('FAILURE')
      }
      const body = await chord([add.s(1, 1), add.s(2, 2)], total.s().set({ queue: LONG })).delay()
      await expect(body.get({ timeout: 10 })).rejects.toThrow(/Callback error: EncodeError.*up to 255/)
      const after = await add.delay(1, 1)
      expect(await after.get({ timeout: 10 })).toBe(2)
      expect(runs.toSorted()).toEqual([...Array(5).fill('add'), 'sends'])
      // The result is told before the message is acknowledged, and the task counted.
      await until(() => worker.counts.processed === 6)
      expect(worker.counts.received).toBe(6)
      await worker.stop()
      await app.close()
    },
  )
})

const LONG = 'q'.repeat(300)

interface Told {
  readonly type: string
  readonly uuid?: string
  readonly hostname: string
}

/** Listens for events as Celery's watchers do: `see` is given the routing key and what came under it. */
type Watch = (see: (routingKey: string, events: readonly Told[]) => void) => Promise<() => Promise<void>>

const watchRedis: Watch = async (see) => {
  const watcher = new Redis(process.env.CELERIAC_REDIS!)
  watcher.on('pmessage', (_pattern, channel: string, text: string) => {
    const { body } = JSON.parse(text) as { readonly body: string }
    see(channel.replace('/11.celeryev/', ''), [JSON.parse(Buffer.from(body, 'base64').toString())].flat())
  })
  await watcher.psubscribe('/11.celeryev/*')
  return async () => watcher.disconnect()
}

const watchRabbit: Watch = async (see) => {
  const connection = await connect(process.env.CELERIAC_RABBITMQ!)
  const channel = await connection.createChannel()
  await channel.assertExchange('celeryev', 'topic', { durable: true })
  const { queue } = await channel.assertQueue('', { exclusive: true, autoDelete: true })
  await channel.bindQueue(queue, 'celeryev', '#')
  const take = (message: ConsumeMessage | null): void => {
    if (message) see(message.fields.routingKey, [JSON.parse(message.content.toString())].flat())
  }
  await channel.consume(queue, take, { noAck: true })
  return () => connection.close()
}

const telling = (settings: () => Configuration, watch: Watch): void => {
  test('are the events of Celery, of itself always and of tasks when asked to', async () => {
    const seen: Told[] = []
    const keys = new Set<string>()
    const stopWatching = await watch((routingKey, events) => {
      keys.add(routingKey)
      seen.push(...events)
    })
    const app = new Celery('told', settings() as {})
    const works = app.task('works', (x: number) => x + 1)
    const fails = app.task('fails', (_: number): number => {
      throw new RangeError('no')
    })
    const hostname = `told@${randomUUID()}`
    const worker = app.worker({ hostname, events: true, log: () => {} })
    await worker.start()
    const good = await works.delay(1)
    const bad = await fails.delay(1)
    await good.get({ timeout: 40 })
    await bad.get({ timeout: 20, propagate: false })
    await worker.stop()
    await app.close()
    const own = () => seen.filter((event) => event.hostname === hostname)
    await until(() => own().some(({ type }) => type === 'worker-offline'))
    const of = (id: string) => own().filter(({ uuid }) => uuid === id)
    expect(of(good.id).map(({ type }) => type)).toEqual(['task-received', 'task-started', 'task-succeeded'])
    expect(of(bad.id).map(({ type }) => type)).toEqual(['task-received', 'task-started', 'task-failed'])
    expect(of(good.id)[0]).toMatchObject({
      name: 'works',
      args: '(1,)',
      kwargs: '{}',
      retries: 0,
      pid: process.pid,
    })
    expect(of(good.id)[2]).toMatchObject({
      result: '2',
      runtime: expect.any(Number),
      timestamp: expect.any(Number),
    })
    expect(of(bad.id)[2]).toMatchObject({
      exception: "RangeError('no')",
      traceback: expect.stringMatching(/^RangeError: no\n +at .*worker\.test/),
    })
    expect(own()[0]).toMatchObject({
      type: 'worker-online',
      sw_ident: 'celeriac',
      sw_sys: type(),
      loadavg: Array(3).fill(expect.any(Number)),
    })
    expect([...keys]).toEqual(expect.arrayContaining(['task.multi', 'worker.online']))
    await stopWatching()
  })
}

describeWith('redis', 'what a worker over Redis tells whoever watches', () =>
  telling(redisSettings, watchRedis),
)

describeWith(['redis', 'rabbitmq'], 'what a worker over RabbitMQ tells whoever watches', () =>
  telling(rabbitSettings, watchRabbit),
)

describe('what needs a real broker', () => {
  test('says so in memory', async () => {
    const app = new Celery('memory')
    expect(() => app.worker()).toThrow(/a worker needs a real broker, and memory has memory:\/\//)
    await expect(app.control.ping()).rejects.toThrow(/needs a real broker/)
  })

  test('refuses what it cannot speak to, by name', () => {
    const refused: readonly [Configuration, RegExp][] = [
      [{ broker: 'sqs://me:pw@host' }, /sqs:\/\/me:\*\*@host as its broker.*redis:\/\//],
      [{ broker: 'redis://host', backend: 'mongodb://host' }, /mongodb:\/\/host as its backend.*rpc:\/\//],
      [{ broker: 'redis://host', backend: 'memory://' }, /memory:\/\/ as its backend/],
    ]
    for (const [settings, sentence] of refused)
      expect(() => new Celery('refused', settings as {}).runtime).toThrow(sentence)
  })

  test('rejects what a worker cannot be', async () => {
    const app = new Celery('odd', { broker: 'redis://127.0.0.1:1' } as {})
    await expect(app.worker({ concurrency: 0 }).start()).rejects.toThrow(/concurrency.*got 0/)
  })
})

describeWith('redis', 'a program', () => {
  test('that is done ends by itself, and without a server says so', { timeout: 60_000 }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'celeriac-program-'))
    writeFileSync(
      `${folder}/program.ts`,
      `import { Celery } from '${new URL('../../src/index.ts', import.meta.url).pathname}'
       const [url] = process.argv.slice(2)
       const app = new Celery('program', { broker: url + '/11', backend: url + '/12' })
       const add = app.task('nobody.runs', (x: number) => x)
       const result = await add.applyAsync({ args: [1], queue: 'program-${randomUUID()}', expires: 1 })
       console.log(await result.get({ timeout: 0.2 }).catch((error) => error.name))`,
    )
    buildSync({
      entryPoints: [`${folder}/program.ts`],
      outfile: `${folder}/program.mjs`,
      bundle: true,
      format: 'esm',
      platform: 'node',
      external: ['ioredis', 'amqplib'],
      nodePaths: [new URL('../../node_modules', import.meta.url).pathname],
    })
    const run = (url: string) =>
      spawnSync(process.execPath, [`${folder}/program.mjs`, url], { encoding: 'utf8', timeout: 30_000 })
    writeFileSync(`${folder}/package.json`, '{"type":"module"}')
    symlinkSync(new URL('../../node_modules', import.meta.url).pathname, `${folder}/node_modules`)
    expect(run(process.env.CELERIAC_REDIS!)).toMatchObject({ status: 0, stdout: 'TimeoutError\n' })
    const alone = run('redis://127.0.0.1:1')
    expect(alone.status).toBe(1)
    expect(alone.stderr).toContain('OperationalError: redis://127.0.0.1:1/11 cannot be reached')
    rmSync(folder, { recursive: true })
  })
})
