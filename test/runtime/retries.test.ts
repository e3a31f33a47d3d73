import { describe, expect, test } from 'vitest'
import type { Json } from '../../src/canvas/json.ts'
import { Celery, chain, chord, group } from '../../src/index.ts'
import { events, lifeOf, play, settled, starts, whyNever } from './playing.ts'

class Flaky extends Error {}
class Fatal extends Flaky {}

function tasks() {
  const app = new Celery('retries')
  return {
    app,
    add: app.task('add', (x: number, y: number) => x + y),
    total: app.task('total', (list: readonly number[]) => list.length),
    told: app.task('told', (id: string) => id.length),
    flaky: app.task('flaky', { bind: true }, (self, x: number, fails: number, countdown: number) =>
      self.request.retries < fails
        ? self.retry({ exc: new Flaky(`try ${self.request.retries}`), countdown })
        : x,
    ),
    bare: app.task('bare', { bind: true, maxRetries: 1, defaultRetryDelay: 2 }, (self, _: number): number =>
      self.retry(),
    ),
  }
}

describe('G1 retry', () => {
  test('runs again with the same id after its countdown, and the chain goes on after the success', async () => {
    const { app, flaky, add } = tasks()
    const { value, trace } = await play(app, async () =>
      (await chain(flaky.s(1, 2, 10), add.s(5)).delay()).get(),
    )
    expect(value).toBe(6)
    expect(lifeOf(trace, 'flaky')).toEqual([
      'sent',
      'received',
      'started',
      'sent',
      'RETRY',
      'retried',
      'received',
      'started',
      'sent',
      'RETRY',
      'retried',
      'received',
      'started',
      'SUCCESS',
      'succeeded',
    ])
    expect(
      events(trace, 'task-sent').map(({ task, retries, cause }) => `${task} ${retries} ${cause}`),
    ).toEqual(['flaky 0 apply', 'flaky 1 retry', 'flaky 2 retry', 'add 0 chain'])
    expect(starts(trace).slice(0, 3)).toEqual(['flaky@5', 'flaky@10045', 'flaky@20085'])
  })

  test('is not a part of a chord: the last try is', async () => {
    const { app, flaky, add, total } = tasks()
    const { value, trace } = await play(app, async () =>
      (await chord([flaky.s(1, 2, 1), add.s(1, 1)], total.s()).delay()).get(),
    )
    expect(value).toBe(2)
    expect(events(trace, 'chord-part')).toHaveLength(2)
  })

  test('RETRY is not ready, and has the error as its result', async () => {
    const { app, flaky } = tasks()
    const { value } = await play(app, async () => {
      const result = await flaky.delay(1, 1, 60)
      while ((await result.state()) === 'PENDING');
      return [await result.state(), await result.ready(), String(await result.result()), await result.get()]
    })
    expect(value).toEqual(['RETRY', false, 'Flaky: try 0', 1])
  })

  test('more than max_retries raises the reason, calls errbacks once, and is a failure', async () => {
    const { app, flaky, told } = tasks()
    const { value, trace } = await play(app, async () =>
      settled((await flaky.s(1, 99, 1).onError(told.s()).delay()).get()),
    )
    expect(value).toBe('Flaky: try 3')
    expect(starts(trace).filter((start) => start.startsWith('flaky'))).toHaveLength(4)
    expect(lifeOf(trace, 'told')).toHaveLength(5)
  })

  test('without a reason it is MaxRetriesExceededError; the default delay is the task’s', async () => {
    const { app, bare } = tasks()
    const { value, trace } = await play(app, async () => {
      const result = await bare.delay(7)
      return [await settled(result.get()), result.id]
    })
    expect(value[0]).toBe(`MaxRetriesExceededError: Can't retry bare[${value[1]}] args:[7] kwargs:{}`)
    expect(starts(trace)).toEqual(['bare@5', 'bare@2045'])
  })

  test('max_retries=None has no limit, and one of the call counts more than the task’s', async () => {
    const { app } = tasks()
    const endless = app.task('endless', { bind: true, maxRetries: null }, (self): number =>
      self.request.retries < 50 ? self.retry({ countdown: 1 }) : self.request.retries,
    )
    const once = app.task('once', { bind: true, maxRetries: null }, (self): number =>
      self.retry({ countdown: 1, maxRetries: 1, exc: new Flaky('enough') }),
    )
    const { value } = await play(app, async () => [
      await (await endless.delay()).get(),
      await settled((await once.delay()).get()),
    ])
    expect(value).toEqual([50, 'Flaky: enough'])
  })

  test('other arguments, another queue', async () => {
    const { app } = tasks()
    const moves = app.task('moves', { bind: true }, (self, where: string): readonly unknown[] =>
      self.request.retries === 0
        ? self.retry({ args: ['there'], queue: 'other', countdown: 1 })
        : [where, self.request.deliveryInfo.routing_key],
    )
    const { value } = await play(app, async () => (await moves.delay('here')).get(), {
      workers: [{ queues: ['celery', 'other'] }],
    })
    expect(value).toEqual(['there', 'other'])
  })

  test('the default delay is 180 s', async () => {
    const { app } = tasks()
    const plain = app.task('plain', { bind: true }, (self): number =>
      self.request.retries ? 1 : self.retry(),
    )
    const { trace } = await play(app, async () => (await plain.delay()).get())
    expect(starts(trace)).toEqual(['plain@5', 'plain@180045'])
  })
})

describe('G2 autoretry', () => {
  /** The seconds between the end of each run and its next start. */
  const delays = (trace: Parameters<typeof starts>[0]) =>
    events(trace, 'task-sent')
      .filter(({ cause }) => cause === 'retry')
      .map(({ etaMs, atMs }) => (etaMs! - atMs) / 1000)

  const failing = (options: object) => {
    const app = new Celery('auto')
    const task = app.task('task', { autoretryFor: [Flaky], ...options }, (): number => {
      throw new Flaky('no')
    })
    return { app, task }
  }

  test('for the listed errors, and their subclasses, after the default delay', async () => {
    const { app, task } = failing({ maxRetries: 2, defaultRetryDelay: 7 })
    const { value, trace } = await play(app, async () => settled((await task.delay()).get()))
    expect([value, delays(trace)]).toEqual(['Flaky: no', [7, 7]])
  })

  test('not for others, nor for those of dont_autoretry_for', async () => {
    const app = new Celery('auto')
    const other = app.task(
      'other',
      { autoretryFor: [Flaky], dontAutoretryFor: [Fatal] },
      (fatal: boolean): number => {
        throw fatal ? new Fatal('fatal') : new Error('other')
      },
    )
    const { value, trace } = await play(app, async () => [
      await settled((await other.delay(true)).get()),
      await settled((await other.delay(false)).get()),
    ])
    expect(value).toEqual(['Fatal: fatal', 'Error: other'])
    expect(delays(trace)).toEqual([])
  })

  test('retry_backoff doubles from its factor up to retry_backoff_max', async () => {
    const { app, task } = failing({ retryBackoff: 3, retryBackoffMax: 20, retryJitter: false, maxRetries: 5 })
    const { trace } = await play(app, async () => settled((await task.delay()).get()))
    expect(delays(trace)).toEqual([3, 6, 12, 20, 20])
  })

  test('retry_backoff=True counts from 1, and at most 600 s', async () => {
    const { app, task } = failing({ retryBackoff: true, retryJitter: false, maxRetries: 11 })
    const { trace } = await play(app, async () => settled((await task.delay()).get()))
    expect(delays(trace)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600])
  })

  test('retry_jitter takes a whole number of seconds from zero up to the delay, by the seed', async () => {
    const { app, task } = failing({ retryBackoff: 100, maxRetries: 4 })
    const run = async (seed: number) =>
      delays((await play(app, async () => settled((await task.delay()).get()), { seed })).trace)
    const [one, again, other] = [await run(1), await run(1), await run(2)]
    expect(one).toEqual(again)
    expect(one).not.toEqual(other)
    for (const [retries, delay] of one.entries()) {
      expect(delay === 0 || Number.isInteger(delay)).toBe(true)
      expect(delay).toBeLessThanOrEqual(Math.min(600, 100 * 2 ** retries))
    }
  })

  test('retry_kwargs give countdown and max_retries', async () => {
    const { app, task } = failing({ retryKwargs: { maxRetries: 1, countdown: 4 } })
    const { trace } = await play(app, async () => settled((await task.delay()).get()))
    expect(delays(trace)).toEqual([4])
  })

  test('async tasks too', async () => {
    const app = new Celery('auto')
    const task = app.task(
      'task',
      { autoretryFor: [Flaky], defaultRetryDelay: 1, bind: true },
      async (self) => {
        await self.sleep(1)
        if (self.request.retries < 2) throw new Flaky('no')
        return self.request.retries
      },
    )
    const { value } = await play(app, async () => (await task.delay()).get())
    expect(value).toBe(2)
  })
})

describe('G3 replace', () => {
  test('by a task, a chain, a group and a chord: the result comes under the same id, and the chain goes on', async () => {
    const { app, add, total } = tasks()
    const by = app.task('by', { bind: true }, (self, what: string): Json => {
      if (what === 'task') return self.replace(add.s(1, 2))
      if (what === 'chain') return self.replace(chain(add.s(1, 2), add.s(10)))
      if (what === 'group') return self.replace(group(add.s(1, 2), add.s(3, 4)))
      return self.replace(chord([add.s(1, 2)], total.s()))
    })
    const ident = app.task('ident', (x: string) => x)
    const { value, trace } = await play(app, async () => {
      const values: unknown[] = []
      for (const what of ['task', 'chain', 'group', 'chord']) {
        const result = await chain(by.s(what), ident.s() as never).delay()
        values.push(await (result as unknown as { get(): Promise<unknown> }).get())
      }
      return values
    })
    expect(value).toEqual([3, 13, [3, 7], 1])
    expect(events(trace, 'task-ignored').every(({ replaced }) => replaced)).toBe(true)
  })

  test('in a header it stays the member that it was', async () => {
    const { app, add, total } = tasks()
    const by = app.task('by', { bind: true }, (self): number => self.replace(chain(add.s(1, 2), add.s(10))))
    const { value } = await play(app, async () =>
      (await chord([by.s(), add.s(1, 1)], total.s()).delay()).get(),
    )
    expect(value).toBe(2)
  })

  test('by what cannot take its place is an error of the task', async () => {
    const { app, bare } = tasks()
    const by = app.task('by', { bind: true }, (self): Json => self.replace(chain(...[bare.si(1)].slice(1))))
    const { value } = await play(app, async () => settled((await by.delay()).get()))
    expect(value).toBe('ImproperlyConfigured: Cannot replace with an empty chain')
  })

  test('by one that is ignored: NeverReady says so', async () => {
    const { app, flaky } = tasks()
    const by = app.task('by', { bind: true }, (self): number =>
      self.replace(flaky.s(1, 0, 0).set({ queue: 'nowhere' })),
    )
    const { value } = await play(app, async () => whyNever((await by.delay()).get()))
    expect(value).toBe('flaky waits in queue "nowhere" and no worker consumes it (they consume "celery")')
  })
})
