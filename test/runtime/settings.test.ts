import { expect, test } from 'vitest'
import { Celery, chord, group } from '../../src/index.ts'
import { events, play } from './playing.ts'

test('F3 task_routes and task_default_queue: the first pattern that fits, else the default', async () => {
  const app = new Celery('bank', {
    taskRoutes: { 'bank.sms.*': 'sms', 'bank.*': 'bank' },
    taskDefaultQueue: 'rest',
  })
  const one = app.task('bank.sms.send', () => 1)
  const two = app.task('bank.deposit', () => 2)
  const three = app.task('mail.send', () => 3)
  const world = { workers: [{ queues: ['sms', 'bank', 'rest'] }] }
  const { trace } = await play(
    app,
    () => group(one.s(), two.s(), three.s(), two.s().set({ queue: 'sms' })).delay(),
    world,
  )
  expect(events(trace, 'task-sent').map(({ queue }) => queue)).toEqual(['sms', 'bank', 'rest', 'sms'])
})

test('F3 task_routes: a name that is written out goes before every pattern', async () => {
  const app = new Celery('bank', { taskRoutes: { 'bank.*': 'bank', 'bank.sms': 'sms', 'bank.?': 'none' } })
  const one = app.task('bank.sms', () => 1)
  const two = app.task('bank.deposit', () => 2)
  const three = app.task('bank.x', () => 3)
  const world = { workers: [{ queues: ['sms', 'bank'] }] }
  const { trace } = await play(app, () => group(one.s(), two.s(), three.s()).delay(), world)
  expect(events(trace, 'task-sent').map(({ queue }) => queue)).toEqual(['sms', 'bank', 'bank'])
})

test('F3 task_queues: a topic brings a message to each queue that is bound so, a fanout to all', async () => {
  const topic = { exchange: 'feed', exchangeType: 'topic' } as const
  const fanout = { exchange: 'all', exchangeType: 'fanout' } as const
  const app = new Celery('bank', {
    taskQueues: {
      feeds: { ...topic, routingKey: 'feed.#' },
      news: { ...topic, routingKey: 'feed.*.new' },
      plain: {},
      one: fanout,
      other: fanout,
    },
    taskRoutes: {
      where: { queue: 'feeds', routingKey: 'feed.import' },
      everywhere: { queue: 'feeds', routingKey: 'feed.import.new' },
      told: { queue: 'one' },
    },
    taskDefaultQueue: 'plain',
  })
  const runs: unknown[] = []
  const note = (self: { request: { task: string; deliveryInfo: unknown } }) =>
    void runs.push([self.request.task, self.request.deliveryInfo])
  const [where, everywhere, told, plain] = ['where', 'everywhere', 'told', 'plain'].map((name) =>
    app.task(name, { bind: true }, note as never),
  ) as unknown as (() => unknown)[] & { delay(): Promise<unknown> }[]
  const ran = async (task: { delay(): Promise<unknown> }) => {
    runs.length = 0
    await play(app, () => task.delay())
    return runs.length
  }
  expect(await ran(plain!)).toBe(1)
  expect(await ran(where!)).toBe(1)
  expect(runs).toEqual([['where', { priority: 0, exchange: 'feed', routing_key: 'feed.import' }]])
  expect(await ran(everywhere!)).toBe(2)
  expect(await ran(told!)).toBe(2)
})

test('F3 a worker of which nothing is said consumes the default queue', async () => {
  const app = new Celery('bank', { taskDefaultQueue: 'rest' })
  const one = app.task('one', () => 1)
  const { value } = await play(app, async () => (await one.delay()).get())
  expect(value).toBe(1)
})

test('F4 task_inherit_parent_priority: what a task sends has its priority', async () => {
  for (const inherits of [true, false]) {
    const app = new Celery('bank', { taskInheritParentPriority: inherits })
    const one = app.task('one', () => 1)
    const two = app.task('two', { bind: true }, (self, _before: number) =>
      Number(self.request.deliveryInfo.priority),
    )
    const { value } = await play(app, async () =>
      (await one.s().set({ priority: 6 }).pipe(two.s()).delay()).get(),
    )
    expect(value).toBe(inherits ? 6 : 0)
  }
})

test('D18 result_chord_retry_interval: the pause between two looks of a backend that cannot count', async () => {
  const pauses = async (interval?: number) => {
    const settings = interval === undefined ? {} : { resultChordRetryInterval: interval }
    const app = new Celery('bank', { backend: 'db+sqlite:///results', ...settings })
    const slow = app.task('slow', { bind: true }, async (self) => {
      await self.sleep(20)
      return 1
    })
    const total = app.task('total', (numbers: readonly number[]) => numbers.length)
    const { trace } = await play(app, async () =>
      (await chord([slow.s(), slow.s()], total.s()).delay()).get(),
    )
    return events(trace, 'task-started').length
  }
  expect(await pauses()).toBeGreaterThan(await pauses(5))
})

test('C7 a group that was saved is restored by its id, and not after it was deleted', async () => {
  const app = new Celery('bank')
  const add = app.task('add', (x: number, y: number) => x + y)
  const result = await group(add.s(1, 1), add.s(2, 2)).delay()
  expect(await app.groupResult(result.id)).toBeNull()
  await result.save()
  const restored = await app.groupResult<[number, number]>(result.id)
  expect(await restored?.get()).toEqual([2, 4])
  await result.delete()
  expect(await app.groupResult(result.id)).toBeNull()
})
