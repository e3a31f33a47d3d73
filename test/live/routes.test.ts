import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import * as E from 'fp-ts/lib/Either.js'
import { Redis } from 'ioredis'
import { afterEach, expect, test } from 'vitest'
import { openTransport } from '../../src/broker/openTransport.ts'
import { Celery, type Configuration } from '../../src/index.ts'
import { declaredBy } from '../../src/protocol/declaredQueue.ts'
import { Processes } from '../conformance/processes.ts'
import { describeWith, PYTHON } from '../needs.ts'
import { until } from '../until.ts'
import { startPythonWorker } from './pythonWorker.ts'

for (const [need, broker] of [
  ['redis', () => `${process.env.CELERIAC_REDIS}/11`],
  ['rabbitmq', () => process.env.CELERIAC_RABBITMQ!],
] as const)
  describeWith(['redis', need, 'celery'], `exchanges over ${need}`, () => {
    const ends: (() => Promise<unknown>)[] = []
    afterEach(async () => {
      for (const end of ends.splice(0).reverse()) await end()
    })
    const backend = () => `${process.env.CELERIAC_REDIS}/12`

    const open = () => {
      const processes = new Processes()
      ends.push(() => processes.stop())
      const id = randomUUID().slice(0, 8)
      const appWith = (settings: Configuration) => {
        const app = new Celery('routed', { broker: broker(), backend: backend(), ...settings } as {})
        ends.push(() => app.close())
        return app
      }
      const begin = async (app: Celery, name: string) => {
        const worker = app.worker({ hostname: `${name}@${id}`, log: () => {} })
        await worker.start()
        ends.push(() => worker.stop({ force: true }))
        return worker
      }
      return { processes, id, appWith, begin }
    }

    test('a topic that a worker in Python declares is the one that we declare', {
      timeout: 180_000,
    }, async () => {
      const { processes, id, appWith } = open()
      const [queue, exchange] = [`feeds-${id}`, `feed-${id}`]
      const app = appWith({
        taskQueues: { [queue]: { exchange, exchangeType: 'topic', routingKey: 'feed.#' } },
        taskRoutes: { 'theirs.*': { queue, routingKey: 'feed.import.new' } },
        taskDefaultQueue: `rest-${id}`,
      })
      const where = app.signature<[], unknown>('theirs.where')
      // It is there before its worker is, and keeps what comes.
      const early = await where.delay()
      const name = `theirs@${id}`
      const queues = [[queue, [exchange, 'topic'], 'feed.#']] as const
      await startPythonWorker(processes, { broker: broker(), backend: backend(), name, queues })
      const said = [name, exchange, 'feed.import.new']
      expect(await early.get({ timeout: 60 })).toEqual(said)
      expect(await (await where.delay()).get({ timeout: 60 })).toEqual(said)
      const other = where.set({ routingKey: 'feed.x' })
      expect(await (await other.delay()).get({ timeout: 60 })).toEqual([name, exchange, 'feed.x'])
    })

    test('what a client in Python sends to a topic comes to our worker, and again when it is retried', {
      timeout: 180_000,
    }, async () => {
      const { processes, id, appWith, begin } = open()
      const [queue, exchange] = [`feeds-${id}`, `feed-${id}`]
      const own = { exchange, exchangeType: 'topic', routingKey: 'feed.*' } as const
      const app = appWith({ taskQueues: { [queue]: own } })
      const infos: unknown[] = []
      app.task('ours.where', { bind: true, maxRetries: 1 }, (self): string => {
        infos.push(self.request.deliveryInfo)
        return self.request.retries === 0 ? self.retry({ countdown: 0 }) : 'here'
      })
      await begin(app, 'ours')
      const ask = processes.dialogue({
        command: [PYTHON, 'pythonClient.py'],
        folder: fileURLToPath(new URL('.', import.meta.url)),
        env: { BROKER: broker(), BACKEND: backend(), QUEUE: `rest-${id}` },
      })
      const settings = {
        task_queues: { [queue]: { exchange, exchange_type: 'topic', routing_key: 'feed.*' } },
        task_routes: { 'ours.*': { queue, routing_key: 'feed.import' } },
      }
      expect(JSON.parse(await ask(JSON.stringify([settings, 'ours.where', [], { wait: 60 }])))).toEqual({
        ok: 'here',
      })
      const info = { priority: 0, exchange, routing_key: 'feed.import' }
      expect(infos).toEqual([info, info])
    })

    test('what goes to a fanout comes to all, whoever they are', { timeout: 180_000 }, async () => {
      const { processes, id, appWith, begin } = open()
      const exchange = `all-${id}`
      const fanout = { exchange, exchangeType: 'fanout', routingKey: 'all' } as const
      const ours = appWith({
        taskQueues: { [`ours-${id}`]: fanout },
        taskRoutes: { note: { queue: `ours-${id}` } },
      })
      const key = `noted-${id}`
      const log = new Redis(backend())
      ends.push(async () => log.disconnect())
      const note = ours.task('note', async (to: string) => void (await log.rpush(to, 'ours')))
      await begin(ours, 'ours')
      const name = `theirs@${id}`
      const queues = [[`theirs-${id}`, [exchange, 'fanout'], 'all']] as const
      await startPythonWorker(processes, { broker: broker(), backend: backend(), name, queues })
      const noted = async () => [...new Set(await log.lrange(key, 0, -1))].toSorted()
      // Over Redis who does not listen yet hears nothing, and Python's worker is ready before it listens.
      await until(async () => {
        await note.delay(key)
        return (await noted()).length === 2
      })
      expect(await noted()).toEqual(['ours', name])
    })

    test('a queue and an exchange may be called alike', async () => {
      const { id, appWith, begin } = open()
      const name = `alike-${id}`
      const app = appWith({
        taskQueues: { [name]: { exchange: name, exchangeType: 'direct' }, [`exchange ${name}`]: {} },
        taskDefaultExchange: `rest-${id}`,
      })
      const got: string[] = []
      const note = app.task('ours.note', (what: string) => void got.push(what))
      await note.applyAsync({ args: ['to the queue'], queue: name })
      await note.applyAsync({ args: ['through the exchange'], exchange: name, routingKey: name })
      await note.applyAsync({ args: ['to the other queue'], queue: `exchange ${name}` })
      await begin(app, 'ours')
      await until(() => got.length === 3)
      expect(got.toSorted()).toEqual(['through the exchange', 'to the other queue', 'to the queue'])
    })

    test('task-sent is told as Celery tells it', { timeout: 180_000 }, async () => {
      const { processes, id, appWith } = open()
      const options = {
        origin: 'watcher',
        visibilityTimeout: 1,
        globalKeyprefix: '',
        declared: declaredBy({}),
      }
      const transport = await openTransport(broker(), options, 'worker')()
      if (E.isLeft(transport)) throw new Error(JSON.stringify(transport.left))
      ends.push(() => transport.right.close())
      const sent: Record<string, unknown>[] = []
      await transport.right.openEvents((events) => {
        for (const event of events as Record<string, unknown>[])
          if (event.type === 'task-sent') sent.push(event)
      })()
      const queue = `told-${id}`
      const app = appWith({ taskDefaultQueue: queue, taskSendSentEvent: true })
      const add = app.signature<[number, number], number>('add')
      const result = await add.delay(1, 2)
      const mine = () => sent.find(({ uuid }) => uuid === result.id)
      await until(() => mine() !== undefined)
      const ask = processes.dialogue({
        command: [PYTHON, 'pythonClient.py'],
        folder: fileURLToPath(new URL('.', import.meta.url)),
        env: { BROKER: broker(), BACKEND: backend(), QUEUE: queue },
      })
      await ask(JSON.stringify([{ task_send_sent_event: true }, 'add', [1, 2], { wait: 0.1 }]))
      const theirs = () => sent.find((event) => event.queue === queue && event.uuid !== result.id)
      await until(() => theirs() !== undefined)
      const fields = (event: object) => Object.keys(event).toSorted()
      expect(fields(mine()!)).toEqual(fields(theirs()!))
      const told = {
        name: 'add',
        args: '(1, 2)',
        kwargs: '{}',
        queue,
        exchange: '',
        routing_key: queue,
        retries: 0,
      }
      expect(theirs()).toMatchObject({ ...told, args: expect.stringMatching(/^[([]1, 2[)\]]$/) })
      expect(mine()).toMatchObject({
        ...told,
        root_id: result.id,
        parent_id: null,
        hostname: expect.stringMatching(/^gen\d+@/),
      })
    })
  })
