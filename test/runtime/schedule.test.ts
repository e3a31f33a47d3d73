import { describe, expect, test } from 'vitest'
import { Celery, chain, group } from '../../src/index.ts'
import type { World } from '../../src/runtime/world.ts'
import { events, play, settled, starts } from './playing.ts'

function tasks() {
  const app = new Celery('schedule')
  return {
    app,
    work: app.task('work', (n: number) => n),
    slow: app.task('slow', { bind: true }, async (self, n: number) => {
      await self.sleep(10)
      return n
    }),
    limited: app.task('limited', { rateLimit: '10/m' }, (n: number) => n),
  }
}

describe('countdown, eta and expires', () => {
  test('F1 countdown counts from sending, eta is a moment', async () => {
    const { app, work } = tasks()
    const { trace } = await play(app, async () => {
      await work.s(1).set({ countdown: 5 }).delay()
      await work.s(2).applyAsync({ eta: new Date('2030-01-01T00:00:02Z') })
      await (await work.delay(3)).get()
      await (app.runtime as never as { settle(): Promise<void> }).settle()
    })
    expect(starts(trace)).toEqual(['work@5', 'work@2000', 'work@5000'])
  })

  test('F1 for a later step it counts from when the step before has finished', async () => {
    const { app, slow, work } = tasks()
    const { trace } = await play(app, async () =>
      (await chain(slow.s(1), work.s().set({ countdown: 7 })).delay()).get(),
    )
    expect(starts(trace)).toEqual(['slow@5', `work@${5 + 10_000 + 40 + 7000}`])
  })

  test('F1 what waits for its time takes no process and no place in the prefetch window', async () => {
    const { app, work } = tasks()
    const { trace } = await play(
      app,
      async () => {
        for (let n = 0; n < 5; n++) await work.s(n).set({ countdown: 60 }).delay()
        await (await work.delay(9)).get()
      },
      { workers: 1, concurrency: 1, prefetchMultiplier: 1 },
    )
    expect(starts(trace)[0]).toBe('work@5')
  })

  test('C12 skew', async () => {
    const { app, work } = tasks()
    const { trace } = await play(app, async () =>
      (await group(work.s(1), work.s(2), work.s(3), work.s(4)).skew(1, 3).delay()).get(),
    )
    expect(starts(trace)).toEqual(['work@1000', 'work@2000', 'work@3000', 'work@3000'])
  })

  test('F2 what has expired when a worker takes it is REVOKED; later steps stay PENDING', async () => {
    const { app, work, slow } = tasks()
    const { value, trace } = await play(
      app,
      async () => {
        await slow.delay(1)
        const result = await chain(work.s(2).set({ expires: 5 }), work.s()).delay()
        return [await settled(result.get()), await result.parent.state(), await result.state()]
      },
      { workers: 1, concurrency: 1 },
    )
    expect(value).toEqual(['TaskRevokedError: expired', 'REVOKED', 'PENDING'])
    expect(events(trace, 'task-revoked')).toMatchObject([{ expired: true, terminated: false }])
    expect(starts(trace)).toEqual(['slow@5'])
  })

  test('F2 what starts before it expires runs', async () => {
    const { app, work } = tasks()
    const { value } = await play(app, async () => (await work.s(1).set({ expires: 1 }).delay()).get())
    expect(value).toBe(1)
  })

  test('F2 it may expire while it waits for its eta', async () => {
    const { app, work } = tasks()
    const { value } = await play(app, async () =>
      settled((await work.s(1).set({ countdown: 10, expires: 5 }).delay()).get()),
    )
    expect(value).toBe('TaskRevokedError: expired')
  })
})

describe('workers and queues', () => {
  /** When each of some tasks of 40 ms starts. */
  const waves = async (count: number, world: World) => {
    const { app, work } = tasks()
    const { trace } = await play(
      app,
      async () => {
        const result = await group(Array.from({ length: count }, (_, n) => work.s(n))).delay()
        return settled(result.get())
      },
      { ...world, latency: { publish: 0, run: 40, store: 0 } },
    )
    return events(trace, 'task-started').map(({ atMs }) => atMs)
  }

  test.each<[string, World, number[]]>([
    ['no worker: nobody', { workers: 0 }, []],
    [
      'one worker with one process: one after the other',
      { workers: 1, concurrency: 1 },
      [0, 40, 80, 120, 160, 200],
    ],
    ['one with four', { workers: 1, concurrency: 4 }, [0, 0, 0, 0, 40, 40]],
    ['four with one', { workers: 4, concurrency: 1 }, [0, 0, 0, 0, 40, 40]],
    ['enough for all', { workers: 3, concurrency: 2 }, [0, 0, 0, 0, 0, 0]],
    ['one that grows to four', { workers: 1, autoscale: [4, 1] }, [0, 0, 0, 0, 40, 40]],
    ['one that takes one ahead, and grows', { workers: 1, autoscale: [2, 0] }, [0, 0, 40, 40, 80, 80]],
  ])('six tasks on %s', async (_, world, expected) => {
    expect(await waves(6, world)).toEqual(expected)
  })

  test('a worker holds as many messages as its prefetch allows, and the others get the rest', async () => {
    const received = async (prefetchMultiplier: number) => {
      const { app, slow } = tasks()
      const { trace } = await play(
        app,
        async () => settled((await group([1, 2, 3, 4, 5, 6].map((n) => slow.s(n))).delay()).get()),
        { workers: 1, concurrency: 1, prefetchMultiplier, latency: { publish: 0, run: 0, store: 0 } },
      )
      return events(trace, 'task-received').filter(({ atMs }) => atMs === 0).length
    }
    // The first was acknowledged when it started, and makes room for one more.
    expect([await received(1), await received(3), await received(0)]).toEqual([2, 4, 6])
  })

  test('a worker that grows has no more processes than it has had messages', async () => {
    const { app, slow } = tasks()
    const { trace } = await play(
      app,
      async () => {
        for (const one of [1, 2]) await (await slow.delay(one)).get()
        await (await group([3, 4, 5].map((n) => slow.s(n))).delay()).get()
      },
      { workers: 1, autoscale: [4, 1] },
    )
    const processes = events(trace, 'task-started').map(({ process }) => process)
    expect(processes).toEqual([1, 1, 1, 2, 3])
  })

  test('messages are shared among the workers', async () => {
    const { app, slow } = tasks()
    const { trace } = await play(
      app,
      async () => settled((await group([1, 2, 3, 4].map((n) => slow.s(n))).delay()).get()),
      { workers: 2, concurrency: 2 },
    )
    const by = events(trace, 'task-started').map(({ worker, process }) => `${worker}.${process}`)
    expect(by.sort()).toEqual(['1.1', '1.2', '2.1', '2.2'])
  })

  test('F3 a task goes to the worker that consumes its queue', async () => {
    const { app, work } = tasks()
    const { trace } = await play(
      app,
      async () =>
        (await group(work.s(1).set({ queue: 'b' }), work.s(2), work.s(3).set({ queue: 'b' })).delay()).get(),
      { workers: [{ queues: ['celery'] }, { queues: ['b', 'c'] }] },
    )
    const byTask = events(trace, 'task-started').map(({ worker }) => worker)
    expect(byTask).toEqual([2, 1, 2])
  })

  test('F3 a task may be declared with its queue', async () => {
    const { app } = tasks()
    const own = app.task('own', { queue: 'mine', priority: 5 }, (n: number) => n)
    const { trace } = await play(app, async () => (await own.delay(1)).get(), {
      workers: [{ queues: ['mine'] }],
    })
    expect(events(trace, 'task-sent')[0]!.queue).toBe('mine')
  })

  test('F4 the most urgent waits the least: 0 before 3 before 9', async () => {
    const { app, work, slow } = tasks()
    const { trace } = await play(
      app,
      async () => {
        await slow.delay(0)
        await slow.delay(0)
        for (const priority of [9, 4, 3, 0]) await work.s(priority).set({ priority }).delay()
        await (app.runtime as never as { settle(): Promise<void> }).settle()
      },
      { workers: 1, concurrency: 1, prefetchMultiplier: 1 },
    )
    const names = new Map(
      events(trace, 'task-sent').map(({ taskId, task, args }) => [taskId, `${task} ${args[0]}`]),
    )
    expect(events(trace, 'task-started').map(({ taskId }) => names.get(taskId))).toEqual([
      'slow 0',
      'slow 0',
      'work 0',
      'work 4',
      'work 3',
      'work 9',
    ])
  })

  test('G9 a rate limit spreads the starts on each worker', async () => {
    const { app, limited } = tasks()
    const { trace } = await play(
      app,
      async () => (await group(limited.s(1), limited.s(2), limited.s(3)).delay()).get(),
      { workers: 1, concurrency: 4 },
    )
    expect(events(trace, 'task-started').map(({ atMs }) => atMs)).toEqual([5, 6005, 12_005])
  })

  test.each([
    ['5/s', 200],
    ['60/h', 60_000],
    [4, 250],
    [0, 0],
    [null, 0],
  ])('G9 a rate limit of %j is one start in %i ms', async (rateLimit, everyMs) => {
    const app = new Celery('rates')
    const task = app.task('task', { rateLimit }, (n: number) => n)
    const { trace } = await play(app, async () => (await group(task.s(1), task.s(2)).delay()).get(), {
      workers: 1,
    })
    const [first, second] = events(trace, 'task-started')
    expect(second!.atMs - first!.atMs).toBe(everyMs)
  })
})
