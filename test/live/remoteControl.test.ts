import { randomUUID } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../src/canvas/json.ts'
import { Celery, type Configuration, type WorkerSettings } from '../../src/index.ts'
import { askWorkers } from '../../src/runtime/askWorkers.ts'
import { connect } from '../../src/runtime/connection.ts'
import { commandOf } from '../../src/runtime/control.ts'
import { Processes } from '../conformance/processes.ts'
import { describeWith } from '../needs.ts'
import { until } from '../until.ts'
import { startPythonWorker } from './pythonWorker.ts'

for (const [need, broker] of [
  ['redis', () => `${process.env.CELERIAC_REDIS}/11`],
  ['rabbitmq', () => process.env.CELERIAC_RABBITMQ!],
] as const) {
  const backend = () => `${process.env.CELERIAC_REDIS}/12`
  const ends: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end()
  })
  const open = (settings: Configuration = {}) => {
    const app = new Celery('told', {
      broker: broker(),
      backend: backend(),
      taskDefaultQueue: `told-${randomUUID()}`,
      ...settings,
    } as {})
    ends.push(() => app.close())
    return app
  }
  const start = async (app: Celery, settings: WorkerSettings = {}) => {
    const hostname = `told@${randomUUID()}`
    const worker = app.worker({ hostname, log: () => {}, ...settings })
    await worker.start()
    ends.push(() => worker.stop({ force: true }))
    return {
      worker,
      to: { destination: [hostname], timeout: 20 },
      said: (reply: unknown) => ({ [hostname]: reply }),
    }
  }

  describeWith(['redis', 'celery', need], `remote control over ${need}`, () => {
    test('is answered as a worker in Python answers it', { timeout: 240_000 }, async () => {
      const processes = new Processes()
      ends.push(() => processes.stop())
      const id = randomUUID().slice(0, 8)
      const [ours, theirs] = [`ours@${id}`, `theirs@${id}`]
      const app = open({
        taskQueues: {
          [`ours-${id}`]: {},
          [`feeds-${id}`]: { exchange: `feed-${id}`, exchangeType: 'topic', routingKey: 'feed.#' },
        },
        taskRoutes: { 'theirs.*': { queue: `theirs-${id}`, routingKey: 'some' } },
        resultExtended: true,
        ...(need === 'redis' && { brokerTransportOptions: { visibilityTimeout: 600 } }),
      })
      app.task('theirs.double', (x: number) => x * 2)
      app.task('theirs.sleep', { bind: true }, async (self, seconds: number) => {
        await self.sleep(seconds)
        return null
      })
      const queues = [
        [`theirs-${id}`, null],
        [`feeds-${id}`, [`feed-${id}`, 'topic'], 'feed.#'],
      ] as const
      await startPythonWorker(processes, {
        broker: broker(),
        backend: backend(),
        name: theirs,
        queues,
        settings: {
          result_extended: true,
          task_routes: { 'theirs.*': { queue: `theirs-${id}`, routing_key: 'some' } },
          ...(need === 'redis' && { broker_transport_options: { visibility_timeout: 600 } }),
        },
      })
      const worker = app.worker({ hostname: ours, concurrency: 1, log: () => {} })
      await worker.start()
      ends.push(() => worker.stop({ force: true }))
      const { transport, close } = await connect(app, 'client')
      ends.push(close)
      const ask = async (method: string, args: JsonObject = {}) => {
        const command = commandOf(method, args, [ours, theirs])
        const replies = await askWorkers(transport, randomUUID, command, 20)
        return [replies[ours], replies[theirs]] as const
      }

      // A worker in Python says that it is ready before it hears commands.
      const ping = commandOf('ping', {}, [ours, theirs])
      await until(async () => theirs in (await askWorkers(transport, randomUUID, ping, 2)))

      const same: readonly (readonly [string, JsonObject?])[] = [
        ['ping'],
        ['rate_limit', { task_name: 'theirs.double', rate_limit: '5/m' }],
        ['rate_limit', { task_name: 'theirs.double', rate_limit: 5 }],
        ['rate_limit', { task_name: 'theirs.double', rate_limit: '0' }],
        ['rate_limit', { task_name: 'no.such', rate_limit: '5/m' }],
        ['time_limit', { task_name: 'theirs.double', soft: 3, hard: 4 }],
        ['time_limit', { task_name: 'theirs.double', soft: 3 }],
        ['time_limit', { task_name: 'no.such', soft: 3 }],
        ['rate_limit', { task_name: 'theirs.double', rate_limit: '' }],
        ['pool_grow', { n: 2 }],
        ['pool_grow'],
        ['pool_shrink', { n: 1 }],
        ['pool_restart'],
        ['autoscale', { max: 3, min: 1 }],
        ['enable_events'],
        ['enable_events'],
        ['disable_events'],
        ['disable_events'],
        ['heartbeat'],
        ['revoke', { task_id: ['a'] }],
        ['revoke', { task_id: 'a', terminate: true }],
        ['terminate', { signal: 'SIGTERM', task_id: ['a'] }],
        ['revoke_by_stamped_headers', { headers: { k: ['v'] } }],
        ['revoke_by_stamped_headers', { headers: ['k=v'], terminate: true }],
        ['add_consumer', { queue: `more-${id}` }],
        [
          'add_consumer',
          { queue: `most-${id}`, exchange: `e-${id}`, exchange_type: 'topic', routing_key: 'x.#' },
        ],
        ['cancel_consumer', { queue: `more-${id}` }],
        ['cancel_consumer', { queue: 'none' }],
        ['hello', { from_node: 'x@y', revoked: {} }],
        ['revoked'],
        ['dump_revoked'],
        ['query_task', { ids: ['x'] }],
        ['active'],
        ['reserved'],
        ['scheduled'],
      ]
      const volatile = (reply: unknown) => JSON.stringify(reply).replace(/\d+(\.\d+)?/g, 'N')
      for (const [method, args] of same) {
        const [mine, other] = await ask(method, args)
        expect([method, args, volatile(mine)]).toEqual([method, args, volatile(other)])
      }

      const [invalid, theirInvalid] = await ask('rate_limit', {
        task_name: 'theirs.double',
        rate_limit: 'abc',
      })
      expect(theirInvalid).toEqual({ error: expect.stringMatching(/^Invalid rate limit string: /) })
      expect(invalid).toEqual({ error: expect.stringMatching(/^Invalid rate limit string: .*got 'abc'/) })

      await ask('rate_limit', { task_name: 'theirs.double', rate_limit: '7/h' })
      const [tasks, theirTasks] = (await ask('registered')) as unknown as readonly string[][]
      expect(tasks).toEqual(theirTasks!.filter((task) => /double|sleep/.test(task)))
      expect(tasks![0]).toBe('theirs.double [rate_limit=7/h]')

      const [consumed, theirConsumed] = (await ask('active_queues')) as unknown as readonly JsonObject[][]
      expect(consumed![1]).toEqual(theirConsumed![1])
      expect(consumed![2]).toMatchObject({ name: `most-${id}`, routing_key: 'x.#' })
      expect(consumed!.slice(2)).toEqual(theirConsumed!.slice(2))
      expect(consumed![0]).toEqual({
        ...theirConsumed![0],
        name: `ours-${id}`,
        exchange: consumed![0]!.exchange,
        routing_key: `ours-${id}`,
      })

      const [conf, theirConf] = (await ask('conf')) as unknown as readonly JsonObject[]
      expect(JSON.stringify(theirConf)).toContain('"broker_url"')
      for (const name of ['task_routes', 'result_extended', 'broker_transport_options'])
        expect([name, conf![name]]).toEqual([name, theirConf![name]])
      expect((conf!.task_queues as Json[])[1]).toEqual((theirConf!.task_queues as Json[])[1])
      expect(Object.keys(theirConf!)).toEqual(
        expect.arrayContaining(Object.keys(conf!).filter((name) => name !== 'task_default_queue')),
      )
      const [all, allTheirs] = (await ask('conf', {
        with_defaults: true,
      })) as unknown as readonly JsonObject[]
      const given = ['broker_url', 'result_backend', 'task_default_queue', 'task_queues']
      for (const [name, value] of Object.entries(all!).filter(([each]) => !given.includes(each)))
        expect([name, value]).toEqual([name, DIFFERENT[name] ?? allTheirs![name]])

      const [stats, theirStats] = (await ask('stats')) as unknown as readonly JsonObject[]
      const keys = (value: Json | undefined) => Object.keys(value as JsonObject).toSorted()
      expect(keys(stats)).toEqual(keys(theirStats))
      expect(keys(stats!.pool)).toEqual(keys(theirStats!.pool))
      expect(keys(stats!.rusage)).toEqual(keys(theirStats!.rusage))
      expect(keys(theirStats!.broker)).toEqual(expect.arrayContaining(keys(stats!.broker)))

      const [report, theirReport] = (await ask('report')) as unknown as readonly { ok: string }[]
      for (const { ok } of [report!, theirReport!])
        expect(ok).toMatch(
          /^\nsoftware -> \S+:\d.*\nplatform -> system:Linux arch:.*\n +kernel version:\S+ imp:.*\nsettings -> transport:\w+ results:\S+\n\n/s,
        )

      const running = await app.signature('theirs.sleep', { queue: `theirs-${id}`, args: [600] }).delay()
      const mine = await app.signature('theirs.sleep', { queue: `ours-${id}`, args: [600] }).delay()
      await until(async () => (await ask('active')).every((each) => (each as Json[]).length === 1))
      const [[active], [theirActive]] = (await ask('active')) as unknown as readonly [
        JsonObject[],
        JsonObject[],
      ]
      expect({ ...active, delivery_info: keys(active!.delivery_info) }).toEqual({
        ...theirActive,
        id: mine.id,
        hostname: ours,
        time_start: expect.any(Number),
        worker_pid: process.pid,
        delivery_info: keys(theirActive!.delivery_info),
      })
      // As Flower says it.
      expect(
        await ask('revoke', { signal: 'SIGTERM', task_id: [running.id, mine.id], terminate: 1 }),
      ).toEqual([{ ok: `terminate: ${mine.id}` }, { ok: `terminate: ${running.id}` }])
    })

    test('what was revoked before a worker came is told to it by the others', {
      timeout: 240_000,
    }, async () => {
      const processes = new Processes()
      ends.push(() => processes.stop())
      const id = randomUUID().slice(0, 8)
      const app = open()
      const runs: string[] = []
      const runsOnce = app.task('runs.once', (what: string) => void runs.push(what))
      const theirs = { broker: broker(), backend: backend(), queues: [[`theirs-${id}`, null]] } as const
      const end = await startPythonWorker(processes, { ...theirs, name: `first@${id}` })
      const dropped = await runsOnce.delay('dropped')
      const kept = await runsOnce.delay('kept')
      // A worker in Python says that it is ready before it hears commands, and one that is not heard is gone.
      const knows = async (name: string) => {
        const asked = app.control.inspect({ destination: [`${name}@${id}`], timeout: 2 })
        return JSON.stringify(await asked.revoked()).includes(dropped.id)
      }
      await until(async () => {
        await app.control.revoke(dropped.id)
        return knows('first')
      })
      await start(app, { hostname: `ours@${id}`, mingle: true, concurrency: 1 })
      await kept.get({ timeout: 40 })
      expect(runs).toEqual(['kept'])
      expect(await dropped.state()).toBe('REVOKED')
      // And ours tells the next one, in a form that Python takes.
      await end()
      await startPythonWorker(processes, { ...theirs, name: `second@${id}` })
      await until(() => knows('second'))
    })

    test('tells nobody a password', async () => {
      const app = open({ taskDefaultRoutingKey: 'geheim' })
      const { to } = await start(app)
      const [conf] = Object.values(await app.control.inspect(to).conf({ withDefaults: true })) as JsonObject[]
      expect(conf).toMatchObject({ task_default_routing_key: '********' })
      if (need === 'rabbitmq')
        expect(conf!.broker_url).toBe(broker().replace(/:\/\/([^:]*):[^@]*@/, '://$1:********@'))
    })

    test('limits how often a task starts, and lifts that again', async () => {
      const app = open()
      let begun = 0
      const often = app.task('often', () => ++begun)
      const { worker, to, said } = await start(app)
      expect(await app.control.rateLimit('often', '2/h', to)).toEqual(
        said({ ok: 'new rate limit set successfully' }),
      )
      expect(await app.control.inspect(to).registered()).toEqual(said(['often [rate_limit=2/h]']))
      for (let x = 0; x < 4; x++) await often.delay()
      await until(() => worker.counts.scheduled === 3)
      expect(begun).toBe(1)
      expect(await app.control.rateLimit('often', null, to)).toEqual(
        said({ ok: 'rate limit disabled successfully' }),
      )
      await (await often.delay()).get({ timeout: 40 })
      // What waits for its turn keeps it.
      expect([begun, worker.counts.scheduled]).toEqual([2, 3])
    })

    test('limits how long a task may take that begins from now on', async () => {
      const app = open()
      const slow = app.task('slow', { bind: true, timeLimit: 500 }, async (self) => {
        await self.sleep(600)
        return null
      })
      // As a client sends it that does not know the task's options.
      const sent = new Celery('sends', app.conf as {})
      ends.push(() => sent.close())
      const { to, said } = await start(app)
      const ok = said({ ok: 'time limits set successfully' })
      expect(await app.control.timeLimit('slow', { soft: 0.05 }, to)).toEqual(ok)
      const softly = await sent.signature('slow').delay()
      await expect(softly.get({ timeout: 40 })).rejects.toThrow('SoftTimeLimitExceeded')
      expect(await app.control.timeLimit('slow', { hard: 0.05 }, to)).toEqual(ok)
      const hardly = await sent.signature('slow').delay()
      await expect(hardly.get({ timeout: 40 })).rejects.toMatchObject({ name: 'TimeLimitExceeded' })
      // What a message says goes before it.
      const longer = await slow.delay()
      await until(async () => JSON.stringify(await app.control.inspect(to).active()).includes(longer.id))
      expect(await app.control.timeLimit('slow', { soft: -1 }, to)).toEqual(
        said({ error: expect.stringMatching(/the soft limit is a number of seconds, or None; got -1/) }),
      )
    })

    test('changes the queues that are consumed', async () => {
      const app = open()
      const more = `more-${randomUUID()}`
      const noted: string[] = []
      const note = app.task('note', (what: string) => void noted.push(what))
      const { to, said } = await start(app)
      const consumed = async () =>
        (Object.values(await app.control.inspect(to).activeQueues()) as { name: string }[][])[0]!.map(
          ({ name }) => name,
        )
      await note.applyAsync({ args: ['early'], queue: more })
      expect(await app.control.addConsumer(more, {}, to)).toEqual(said({ ok: `add consumer ${more}` }))
      await until(() => noted.length === 1)
      expect(await consumed()).toEqual([app.conf.taskDefaultQueue, more])
      // Once more changes nothing.
      await app.control.addConsumer(more, {}, to)
      await (await note.applyAsync({ args: ['late'], queue: more })).get({ timeout: 40 })

      const topic = { exchange: `e-${more}`, exchangeType: 'topic', routingKey: 'a.#' } as const
      await app.control.addConsumer(`topic-${more}`, topic, to)
      await until(async () => (await consumed()).length === 3)
      const through = { exchange: topic.exchange, routingKey: 'a.b.c' }
      await (await note.applyAsync({ args: ['topic'], ...through })).get({ timeout: 40 })

      expect(await app.control.cancelConsumer(more, to)).toEqual(
        said({ ok: `no longer consuming from ${more}` }),
      )
      await until(async () => !(await consumed()).includes(more))
      const left = await note.applyAsync({ args: ['left'], queue: more })
      await (await note.delay('own')).get({ timeout: 40 })
      expect(noted).toEqual(['early', 'late', 'topic', 'own'])
      expect(await left.state()).toBe('PENDING')
      await app.control.addConsumer(more, {}, to)
      await left.get({ timeout: 40 })
      expect(await app.control.cancelConsumer('', to)).toEqual(
        said({ error: expect.stringMatching(/a name is a text; got ''/) }),
      )
    })

    test('changes how many tasks run at once', async () => {
      const app = open()
      let now = 0
      const releases: (() => void)[] = []
      const held = app.task('held', { acksLate: true }, async () => {
        now++
        await new Promise<void>((resolve) => releases.push(resolve))
        now--
        return null
      })
      const { worker, to, said } = await start(app, { concurrency: 1, prefetchMultiplier: 2 })
      const results = []
      for (let x = 0; x < 10; x++) results.push(await held.delay())
      await until(() => now === 1 && worker.counts.received === 2)
      expect(await app.control.poolGrow(2, to)).toEqual(said({ ok: 'pool will grow' }))
      await until(() => now === 3 && worker.counts.received === 6)
      expect(await app.control.inspect(to).stats()).toMatchObject(
        said({ prefetch_count: 6, pool: { 'max-concurrency': 3 }, total: { held: 3 } }),
      )
      expect(await app.control.poolShrink(2, to)).toEqual(said({ ok: 'pool will shrink' }))
      expect(now).toBe(3)
      for (const release of releases.splice(0, 2)) release()
      await results[0]!.get({ timeout: 40 })
      await results[1]!.get({ timeout: 40 })
      // Two ended, and nothing began in their place: the third still runs.
      expect([now, releases.length]).toEqual([1, 1])
      expect(await app.control.poolShrink(1, to)).toEqual(
        said({ error: expect.stringMatching(/Can't shrink pool by 1: it runs 1 at once, and keeps 1/) }),
      )
      expect(await app.control.poolGrow(-1, to)).toEqual(
        said({ error: expect.stringMatching(/n is how many.*got -1/) }),
      )
      const releasing = setInterval(() => {
        for (const release of releases.splice(0)) release()
      }, 5)
      for (const result of results) await result.get({ timeout: 40 })
      clearInterval(releasing)
    })
  })
}

/** What Celery says in another form, or otherwise. */
const DIFFERENT: Readonly<Record<string, Json>> = {
  result_expires: 86_400,
}
