import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import {
  Celery,
  type Configuration,
  chain,
  chord,
  group,
  Reject,
  ResultSet,
  Simulation,
  SoftTimeLimitExceeded,
  TimeoutError,
} from '../../src/index.ts'
import { describeWith } from '../needs.ts'
import { until } from '../until.ts'

/** An app whose workers are there, whatever carries its messages. */
interface Place {
  /** Settings of the app; every test has queues of its own. */
  readonly settings: (queue: string) => Configuration
  /** Starts a worker for the queues. What comes back stops it. */
  readonly start: (app: Celery, queues: readonly string[]) => Promise<() => Promise<void>>
}

/** The same programs on every broker: what holds of one holds of all. */
const contract = ({ settings, start }: Place): void => {
  const stops: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const stop of stops.splice(0).reverse()) await stop()
  })
  const open = async (more: Configuration = {}, others: readonly string[] = []) => {
    const queue = `contract-${randomUUID()}`
    const app = new Celery('contract', { ...settings(queue), ...more } as {})
    const begin = async (): Promise<void> => {
      stops.push(await start(app, [queue, ...others]))
    }
    const add = app.task('add', (x: number, y: number) => x + y)
    const double = app.task('double', (x: number) => 2 * x)
    const total = app.task('total', (all: readonly number[]) => all.reduce((sum, each) => sum + each, 0))
    const fail = app.task('fail', (x: number): number => {
      throw new RangeError(`no ${x}`)
    })
    return { app, begin, add, double, total, fail }
  }

  test('a task, with arguments in place and by name', async () => {
    const { app, begin, add } = await open()
    const join = app.task('join', { parameters: ['a', 'sep?'] }, (a: readonly string[], sep = '-') =>
      a.join(sep),
    )
    await begin()
    expect(await (await add.delay(1, 2)).get()).toBe(3)
    expect(await (await join.applyAsync({ args: [['a', 'b']], kwargs: { sep: '+' } })).get()).toBe('a+b')
  })

  test('a chain, and each of its results', async () => {
    const { begin, add, double } = await open()
    await begin()
    const result = await chain(add.s(1, 2), double.s(), add.s(10)).delay()
    expect(await result.get()).toBe(16)
    expect(await result.parent.get()).toBe(6)
    expect(await result.parent.parent.get()).toBe(3)
    expect((await result.parent.children()).map(({ id }) => id)).toEqual([result.id])
    expect(await result.state()).toBe('SUCCESS')
  })

  test('a group, in the order of its members', async () => {
    const { begin, add } = await open()
    await begin()
    const result = await group(Array.from({ length: 20 }, (_, x) => add.s(x, x))).delay()
    expect(await result.get()).toEqual(Array.from({ length: 20 }, (_, x) => 2 * x))
    expect(await (result as unknown as { completedCount(): Promise<number> }).completedCount()).toBe(20)
  })

  test('the members of a group as they end, and no more than is asked for', async () => {
    const { app, begin, add, fail } = await open()
    const lasting = app.task('lasting', { bind: true }, async (self, seconds: number) => {
      await self.sleep(seconds)
      return seconds
    })
    await begin()
    const result = await group(lasting.s(0.5), add.s(1, 2), fail.s(3)).delay()
    const ends = new Map<string, string>()
    for await (const [id, { status, result: end }] of result.iterNative({ timeout: 20 }))
      ends.set(id, `${status} ${end}`)
    expect(result.results.map(({ id }) => ends.get(id))).toEqual([
      'SUCCESS 0.5',
      'SUCCESS 3',
      'FAILURE RangeError: no 3',
    ])
    expect([...ends.keys()].at(-1)).toBe(result.results[0].id)
    const long = await group(add.s(2, 2), lasting.s(3)).delay()
    for await (const [, { result: end }] of long.iterNative()) {
      expect(end).toBe(4)
      break
    }
    const called: unknown[] = []
    const late = long.join({ timeout: 0.3, callback: (id, value) => called.push([id, value]) })
    await expect(late).rejects.toThrow(TimeoutError)
    expect(called).toEqual([[long.results[0].id, 4]])
    const set = new ResultSet([await add.delay(1, 1), await lasting.delay(0)])
    expect(await set.get({ timeout: 20 })).toEqual([2, 0])
  })

  test('chords, one in the header of another', async () => {
    const { begin, add, double, total } = await open()
    await begin()
    const inner = chord([add.s(1, 1), add.s(2, 2)], total.s())
    const result = await chord([inner, chain(add.s(1, 2), double.s()), double.s(5)], total.s()).delay()
    expect(await result.get()).toBe(6 + 6 + 10)
  })

  test('a failure keeps its class, and reaches what follows', async () => {
    const { begin, add, fail, double, total } = await open()
    await begin()
    const alone = await fail.delay(7)
    await expect(alone.get()).rejects.toThrow(new RangeError('no 7'))
    expect(await alone.get({ propagate: false })).toBeInstanceOf(RangeError)
    expect(await alone.traceback()).toContain('RangeError')
    const after = await chain(fail.s(1), double.s()).delay()
    await expect(after.get()).rejects.toThrow('no 1')
    const body = await chord([add.s(1, 1), fail.s(2)], total.s()).delay()
    await expect(body.get()).rejects.toThrow('no 2')
  })

  test('callbacks and errbacks', async () => {
    const { app, begin, add, double, fail } = await open()
    const told: string[] = []
    const alarm = app.task('alarm', (request: { task: string }, error: Error, _traceback: string | null) => {
      told.push(`${request.task}: ${error.message}`)
    })
    await begin()
    const linked = await add.s(1, 2).link(double.s()).delay()
    expect(await linked.get()).toBe(3)
    const [callback] = await linked.children()
    expect(await (callback as unknown as { get(): Promise<number> }).get()).toBe(6)
    const failed = await fail
      .s(3)
      .linkError(alarm.s() as never)
      .delay()
    await expect(failed.get()).rejects.toThrow('no 3')
    // The errback is called after the error is stored.
    expect(await (await add.delay(1, 1)).get()).toBe(2)
    await until(() => told.length > 0)
    expect(told).toEqual(['fail: no 3'])
  })

  test('retries, until one succeeds or no more are allowed', async () => {
    const { app, begin } = await open()
    const flaky = app.task('flaky', { bind: true, maxRetries: 2 }, (self, fails: number): number =>
      self.request.retries < fails
        ? self.retry({ countdown: 0.05, exc: new RangeError(`try ${self.request.retries}`) })
        : self.request.retries,
    )
    await begin()
    expect(await (await flaky.delay(2)).get()).toBe(2)
    await expect((await flaky.delay(3)).get()).rejects.toThrow('try 2')
  })

  test('a task that is replaced gives the value of what replaces it', async () => {
    const { app, begin, add, double, total } = await open()
    const expand = app.task(
      'expand',
      { bind: true },
      (self, x: number) =>
        self.replace(chord([add.s(x, 1), double.s(x)], total.s()) as never) as unknown as number,
    )
    await begin()
    expect(await (await chain(expand.s(5), double.s()).delay()).get()).toBe(32)
  })

  test('a task adds to the chord it is a part of', async () => {
    const { app, begin, add, total } = await open()
    const spread = app.task('spread', { bind: true }, (self, x: number) => {
      self.addToChord(add.si(x, 10))
      self.addToChord(chain(add.si(x, 100), add.s(1)))
      return x
    })
    await begin()
    const result = await chord([spread.s(1), add.s(1, 1)], total.s()).delay()
    expect(await result.get()).toBe(1 + 2 + 11 + 102)
  })

  test('what a task sends is its child, and sent before it ends', async () => {
    const { app, begin, add } = await open()
    const parent = app.task('parent', { bind: true }, async () => {
      const child = await add.delay(20, 22)
      return child.id
    })
    const careless = app.task('careless', { bind: true }, () => {
      void add.delay(1, 1)
      return null
    })
    await begin()
    const result = await parent.delay()
    const id = (await result.get()) as string
    expect((await result.children()).map((child) => child.id)).toEqual([id])
    expect(await app.asyncResult<number>(id).get()).toBe(42)
    const other = await careless.delay()
    await other.get()
    const [child] = await other.children()
    expect(await app.asyncResult<number>(child!.id).get()).toBe(2)
  })

  test('nothing starts before its eta', async () => {
    const { app, begin } = await open()
    const when = app.task('when', { bind: true }, (self) => Date.parse(self.request.eta!))
    await begin()
    const startedMs = Date.now()
    const result = await when.applyAsync({ countdown: 0.3 })
    const eta = (await result.get()) as number
    if (app.broker.startsWith('memory')) expect(eta).toBeGreaterThan(0)
    else {
      expect(eta - startedMs).toBeGreaterThanOrEqual(295)
      expect(Date.now()).toBeGreaterThanOrEqual(eta)
    }
  })

  test('what expired, and what was revoked, is not run', async () => {
    const { app, begin, add } = await open()
    let runs = 0
    const count = app.task('count', () => ++runs)
    await begin()
    const late = await count.applyAsync({ expires: 0.05, countdown: 0.3 })
    expect(await late.get({ propagate: false })).toMatchObject({
      name: 'TaskRevokedError',
      message: 'expired',
    })
    const revoked = await count.applyAsync({ countdown: 600 })
    await revoked.revoke()
    expect(await revoked.get({ propagate: false })).toMatchObject({
      name: 'TaskRevokedError',
      message: 'revoked',
    })
    const stamped = await count.s().set({ countdown: 3 }).stamp({ tenant: 'acme' }).delay()
    await app.control.revokeByStampedHeaders({ tenant: ['acme'] })
    expect(await stamped.get({ propagate: false })).toMatchObject({ name: 'TaskRevokedError' })
    expect(await (await add.delay(1, 1)).get()).toBe(2)
    expect(runs).toBe(0)
  })

  test('a route leads to another queue', async () => {
    const other = `other-${randomUUID()}`
    const { app, begin } = await open({ taskRoutes: { 'far.*': other } }, [other])
    const where = app.task(
      'far.where',
      { bind: true },
      (self) => self.request.deliveryInfo.routing_key as string,
    )
    await begin()
    expect(await (await where.delay()).get()).toBe(other)
  })

  test('an exchange and a routing key lead to the queue that is bound so', async () => {
    const { app, begin, add } = await open({}, [])
    const queue = app.conf.taskDefaultQueue!
    await begin()
    const elsewhere = { queue: `nobody-${randomUUID()}` }
    const both = add.s(1, 2).set({ ...elsewhere, exchange: queue, routingKey: queue })
    expect(await (await both.delay()).get()).toBe(3)
    // One of them alone does not count.
    expect(await (await add.s(2, 2).set({ exchange: 'no exchange' }).delay()).get()).toBe(4)
    if (app.broker.startsWith('memory')) return
    const lost = add.s(1, 2).set({ exchange: `nobody-${randomUUID()}`, routingKey: queue })
    await expect(lost.delay()).rejects.toMatchObject({
      name: 'OperationalError',
      message: expect.stringMatching(/refused: .*nobody-/),
    })
    expect(await (await add.delay(3, 3)).get()).toBe(6)
  })

  test('headers and stamps come along', async () => {
    const { app, begin } = await open()
    const headers = app.task('headers', { bind: true }, (self) => self.request.headers)
    await begin()
    const sent = headers.s().stamp({ tenant: 'acme' })
    expect(await (await sent.applyAsync({ headers: { trace: 7 } })).get()).toMatchObject({
      tenant: 'acme',
      trace: 7,
    })
  })

  test('a soft limit is thrown into a task that sleeps, a hard one ends it', async () => {
    const { app, begin } = await open()
    const slow = app.task('slow', { bind: true }, async (self, seconds: number) => {
      try {
        await self.sleep(seconds)
        return 'done'
      } catch (error) {
        return error instanceof SoftTimeLimitExceeded ? 'softly' : 'otherwise'
      }
    })
    await begin()
    expect(await (await slow.applyAsync({ args: [30], softTimeLimit: 0.1 })).get()).toBe('softly')
    const hard = await slow.applyAsync({ args: [30], timeLimit: 0.1 })
    expect(await hard.get({ propagate: false })).toMatchObject({ name: 'TimeLimitExceeded' })
    expect(await (await slow.delay(0)).get()).toBe('done')
  })

  test('a task that runs is terminated', async () => {
    const { app, begin } = await open()
    const endless = app.task('endless', { bind: true, trackStarted: true }, async (self) => {
      await self.sleep(600)
      return null
    })
    await begin()
    const result = await endless.delay()
    while ((await result.state()) !== 'STARTED') await new Promise((resolve) => setTimeout(resolve, 5))
    await result.revoke({ terminate: true })
    expect(await result.get({ propagate: false })).toMatchObject({ name: 'TaskRevokedError' })
  })

  test('a message that is rejected comes again when it is to', async () => {
    const { app, begin } = await open()
    let runs = 0
    const picky = app.task('picky', { acksLate: true }, () => {
      if (++runs < 3) throw new Reject('not yet', true)
      return runs
    })
    await begin()
    expect(await (await picky.delay()).get()).toBe(3)
  })

  test('states of a task’s own, and hooks', async () => {
    const { app, begin } = await open()
    const seen: string[] = []
    let isSeen = false
    const works = app.task(
      'works',
      {
        bind: true,
        onSuccess: (_self: unknown, value: unknown) => void seen.push(`success ${value}`),
      } as never,
      (async (self: { updateState(update: object): void; sleep(seconds: number): Promise<void> }) => {
        self.updateState({ state: 'PROGRESS', meta: { done: 3 } })
        for (let turn = 0; turn < 100 && !isSeen; turn++) await self.sleep(0.2)
        return 4
      }) as never,
    ) as unknown as {
      delay(): Promise<{ state(): Promise<string>; result(): Promise<unknown>; get(): Promise<unknown> }>
    }
    await begin()
    const result = await works.delay()
    while ((await result.state()) === 'PENDING') await new Promise((resolve) => setTimeout(resolve, 5))
    expect([await result.state(), await result.result()]).toEqual(['PROGRESS', { done: 3 }])
    isSeen = true
    expect(await result.get()).toBe(4)
    expect(seen).toEqual(['success 4'])
  })

  test('a result that is ignored is not kept, and one that is waited for too long times out', async () => {
    const { app, begin, double } = await open()
    const quiet = app.task('quiet', { ignoreResult: true }, (x: number) => x)
    const slow = app.task('slow', { bind: true }, async (self) => {
      await self.sleep(1)
      return 1
    })
    await begin()
    const silent = await quiet.delay(1)
    expect(await silent.get()).toBeNull()
    expect(await (await chain(quiet.s(4), double.s()).delay()).get()).toBe(8)
    expect(await app.asyncResult(silent.id).state()).toBe('PENDING')
    const result = await slow.delay()
    await expect(result.get({ timeout: 0.1 })).rejects.toBeInstanceOf(TimeoutError)
    expect(await result.get()).toBe(1)
  })

  test('results are forgotten, groups are saved and come back', async () => {
    const { app, begin, add } = await open()
    await begin()
    const one = await add.delay(1, 2)
    await one.get()
    await one.forget()
    expect(await one.state()).toBe('PENDING')
    const members = await group(add.s(1, 1), add.s(2, 2)).delay()
    await members.get()
    await members.save()
    const again = await app.groupResult<readonly number[]>(members.id)
    expect(await again!.get()).toEqual([2, 4])
    await members.delete()
    expect(await app.groupResult(members.id)).toBeNull()
  })

  test('a task that no worker knows is NotRegistered', async () => {
    const { app, begin } = await open()
    const elsewhere = app.task<() => number>('elsewhere')
    await begin()
    await expect((await elsewhere.delay()).get()).rejects.toMatchObject({ name: 'NotRegistered' })
  })
}

describe('in memory', () =>
  contract({
    settings: (queue) => ({ taskDefaultQueue: queue }),
    start: async (app, queues) => {
      app.connectTo(new Simulation(app, { workers: [{ concurrency: 4, queues }] }))
      return async () => {}
    },
  }))

const startWorker = async (app: Celery, queues: readonly string[]) => {
  const worker = app.worker({ concurrency: 4, queues, hostname: `contract@${randomUUID()}`, log: () => {} })
  await worker.start()
  return async () => {
    await worker.stop({ force: true })
    await app.close()
  }
}

describeWith('redis', 'over Redis', () =>
  contract({
    settings: (queue) => ({
      broker: `${process.env.CELERIAC_REDIS}/11`,
      backend: `${process.env.CELERIAC_REDIS}/12`,
      taskDefaultQueue: queue,
    }),
    start: startWorker,
  }),
)

describeWith(['redis', 'rabbitmq'], 'over RabbitMQ, with results in Redis', () =>
  contract({
    settings: (queue) => ({
      broker: process.env.CELERIAC_RABBITMQ!,
      backend: `${process.env.CELERIAC_REDIS}/12`,
      taskDefaultQueue: queue,
    }),
    start: startWorker,
  }),
)

for (const [need, name, broker] of [
  ['rabbitmq', 'RabbitMQ', () => process.env.CELERIAC_RABBITMQ!],
  ['redis', 'Redis', () => `${process.env.CELERIAC_REDIS}/11`],
] as const)
  describeWith(need, `over ${name}, with results as messages`, () => {
    const open = () => {
      const app = new Celery('rpc', {
        broker: broker(),
        backend: 'rpc://',
        taskDefaultQueue: `contract-${randomUUID()}`,
      } as { broker: `amqp:${string}`; backend: 'rpc://' })
      const add = app.task('add', (x: number, y: number) => x + y)
      return { app, add, queue: app.conf.taskDefaultQueue! }
    }

    test('a result is there for who has read it', async () => {
      const { app, add, queue } = open()
      const stop = await startWorker(app, [queue])
      const steps = await chain(add.s(1, 1), add.s(2)).delay()
      const members = await group(add.s(1, 1), add.s(2, 2)).delay()
      for (const _ of ['first', 'again']) {
        expect(await steps.get({ timeout: 40 })).toBe(4)
        expect(await steps.parent.get({ timeout: 40 })).toBe(2)
        expect(await members.get({ timeout: 40 })).toEqual([2, 4])
      }
      expect(await steps.state()).toBe('SUCCESS')
      await stop()
    })

    test('a failure keeps its class, and a result that never comes times out', async () => {
      const { app, add, queue } = open()
      const fail = app.task('fail', (): number => {
        throw new RangeError('no')
      })
      const stop = await startWorker(app, [queue])
      await expect((await fail.delay()).get({ timeout: 40 })).rejects.toThrow(new RangeError('no'))
      const lost = await add.applyAsync({ args: [1, 1], queue: `nobody-${queue}` })
      await expect(lost.get({ timeout: 0.2 })).rejects.toBeInstanceOf(TimeoutError)
      await stop()
    })
  })
