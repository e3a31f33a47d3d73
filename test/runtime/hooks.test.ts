import { describe, expect, test } from 'vitest'
import type { Hooks } from '../../src/canvas/hooks.ts'
import { Celery, chain, chord, Ignore, Reject } from '../../src/index.ts'
import type { Simulation } from '../../src/runtime/simulation.ts'
import type { Trace } from '../../src/runtime/trace.ts'
import { events, play, settled } from './playing.ts'

class MyError extends Error {}

/** An app whose tasks tell their hooks; the hook named `throws` throws as well. */
function told(throws?: keyof Hooks) {
  const app = new Celery('hooks')
  const log: unknown[] = []
  const state = (id: string) => (app.runtime as Simulation).peek(id).status
  const tell =
    (hook: keyof Hooks) =>
    (self: { readonly request: { readonly id: string } }, ...told: readonly unknown[]): void => {
      log.push([hook, ...told.map((each) => (each === self.request.id ? state(self.request.id) : each))])
      if (hook === throws) throw new MyError(`in ${hook}`)
    }
  const hooks = {
    beforeStart: tell('beforeStart'),
    onSuccess: tell('onSuccess'),
    onFailure: tell('onFailure'),
    onRetry: tell('onRetry'),
    afterReturn: tell('afterReturn'),
  }
  const ok = app.task('ok', hooks, (x: number) => {
    log.push('ok runs')
    return x
  })
  const bad = app.task('bad', hooks, (x: number): number => {
    throw new MyError(`no ${x}`)
  })
  const retries = app.task('retries', { ...hooks, bind: true, maxRetries: 1 }, (self, x: number) =>
    self.request.retries === 0 ? self.retry({ exc: new MyError('again'), countdown: 0 }) : x,
  )
  const next = app.task('next', (x: number) => x + 1)
  const needs = app.task('needs', (x: number, y: number) => x + y)
  const errback = app.task('errback', (_request: { id: string }, exc: Error, _traceback: string) => {
    log.push(['errback', exc.message])
  })
  /** The hooks that were called, without what they were told. */
  const called = () => log.map((each) => (Array.isArray(each) ? each[0] : each))
  return { app, log, called, hooks, ok, bad, retries, next, needs, errback }
}

const error = (message: string) => expect.objectContaining({ message })
const endOf = (trace: Trace, type: 'task-succeeded' | 'task-failed') => events(trace, type).length

describe('G13 hooks, in the order of Celery', () => {
  test('success: on_success when the next step is sent and the result stored, then after_return', async () => {
    const { app, log, ok, next } = told()
    const { trace } = await play(app, async () => (await chain(ok.s(5), next.s()).delay()).get())
    expect(log).toEqual([
      ['beforeStart', 'PENDING', [5], {}],
      'ok runs',
      ['onSuccess', 5, 'SUCCESS', [5], {}],
      ['afterReturn', 'SUCCESS', 5, 'SUCCESS', [5], {}, null],
    ])
    const [sent, stored] = [events(trace, 'task-sent')[1]!, events(trace, 'result-stored')[0]!]
    expect(sent.atMs).toBeLessThan(stored.atMs)
  })

  test('failure: on_failure when the failure is stored and the errbacks are called, with the very error', async () => {
    const { app, log, bad, next, errback } = told()
    await play(app, async () => settled((await chain(bad.s(5).onError(errback.s()), next.s()).delay()).get()))
    const trace = expect.stringContaining('no 5')
    expect(log).toEqual([
      ['beforeStart', 'PENDING', [5], {}],
      ['errback', 'no 5'],
      ['onFailure', expect.any(MyError), 'FAILURE', [5], {}, trace],
      ['afterReturn', 'FAILURE', expect.any(MyError), 'FAILURE', [5], {}, trace],
    ])
  })

  test('retry: on_retry with its reason, and after_return only in the end', async () => {
    const { app, log, retries } = told()
    await play(app, async () => (await retries.delay(5)).get())
    expect(log).toEqual([
      ['beforeStart', 'PENDING', [5], {}],
      ['onRetry', expect.any(MyError), 'RETRY', [5], {}, expect.any(String)],
      ['beforeStart', 'RETRY', [5], {}],
      ['onSuccess', 5, 'SUCCESS', [5], {}],
      ['afterReturn', 'SUCCESS', 5, 'SUCCESS', [5], {}, null],
    ])
  })

  test('a retry without a reason tells none', async () => {
    const { app, log, hooks } = told()
    const plain = app.task('plain', { ...hooks, bind: true }, (self): null =>
      self.request.retries === 0 ? self.retry({ countdown: 0 }) : null,
    )
    await play(app, async () => (await plain.delay()).get())
    expect(log[1]).toEqual(['onRetry', null, 'RETRY', [], {}, null])
  })

  test('ignored, rejected, revoked, killed: none after before_start', async () => {
    const { app, called, hooks, ok } = told()
    const throwing = (name: string, thrown: Error) =>
      app.task(name, hooks, (): null => {
        throw thrown
      })
    const ignored = throwing('ignored', new Ignore())
    const rejected = throwing('rejected', new Reject('no'))
    const sleeps = app.task('sleeps', { ...hooks, bind: true }, (self) => self.sleep(60))
    await play(app, async () => {
      await ignored.delay()
      await rejected.delay()
      await ok
        .s(1)
        .set({ expires: new Date(0) })
        .delay()
      await settled((await sleeps.s().set({ timeLimit: 1 }).delay()).get())
    })
    expect(called()).toEqual(['beforeStart', 'beforeStart', 'beforeStart'])
  })

  test('the soft time limit is an error of the task', async () => {
    const { app, called, hooks } = told()
    const sleeps = app.task('sleeps', { ...hooks, bind: true }, (self) => self.sleep(60))
    await play(app, async () => settled((await sleeps.s().set({ softTimeLimit: 1 }).delay()).get()))
    expect(called()).toEqual(['beforeStart', 'onFailure', 'afterReturn'])
  })

  test('what cannot be sent on tells on_failure only', async () => {
    const { app, called, ok, needs } = told()
    const wrong = needs.s() as unknown as ReturnType<typeof needs.s<[number]>>
    await play(app, async () => settled((await chain(ok.s(5), wrong).delay()).get()))
    expect(called()).toEqual(['beforeStart', 'ok runs', 'onFailure'])
  })

  test('map calls the function, and no hooks of it', async () => {
    const { app, called, ok } = told()
    await play(app, async () => (await ok.map([1, 2]).delay()).get())
    expect(called()).toEqual(['ok runs', 'ok runs'])
  })

  test('a hook may wait, and the end of the task waits for it', async () => {
    const app = new Celery('hooks')
    const waits = app.task('waits', { onSuccess: (self) => self.sleep(5) }, (x: number) => x)
    const { trace } = await play(app, async () => (await waits.delay(1)).get())
    const [stored] = events(trace, 'result-stored')
    expect(events(trace, 'task-succeeded')[0]!.atMs).toBe(stored!.atMs + 5000)
  })

  test('what a hook sends is sent in the name of the task', async () => {
    const app = new Celery('hooks')
    const next = app.task('next', (x: number) => x + 1)
    const sends = app.task('sends', { onSuccess: () => next.delay(1) }, (x: number) => x)
    const { trace } = await play(app, async () => (await sends.delay(1)).get())
    const [first, second] = events(trace, 'task-sent')
    expect([second!.task, second!.parentId]).toEqual(['next', first!.taskId])
  })
})

describe('G13 a hook that throws fails the task', () => {
  // What 5.6.3 called, in this order.
  test.each<[keyof Hooks, 'ok' | 'bad' | 'retries', readonly string[]]>([
    ['beforeStart', 'ok', ['beforeStart', 'errback', 'onFailure', 'afterReturn']],
    ['beforeStart', 'retries', ['beforeStart', 'errback', 'onFailure', 'afterReturn']],
    ['onSuccess', 'ok', ['beforeStart', 'ok runs', 'onSuccess', 'errback', 'onFailure']],
    ['afterReturn', 'ok', ['beforeStart', 'ok runs', 'onSuccess', 'afterReturn', 'errback', 'onFailure']],
    ['onFailure', 'bad', ['beforeStart', 'errback', 'onFailure', 'errback', 'onFailure', 'errback']],
    ['afterReturn', 'bad', ['beforeStart', 'errback', 'onFailure', 'afterReturn', 'errback', 'onFailure']],
  ])('%s of %s', async (hook, task, expected) => {
    const { app, log, called, errback, next, ...tasks } = told(hook)
    const of = tasks[task] as typeof tasks.ok
    const { trace } = await play(app, async () =>
      settled((await chain(of.s(5).onError(errback.s()), next.s()).delay()).get()),
    )
    expect(called()).toEqual(expected)
    expect(endOf(trace, 'task-failed')).toBe(1)
    expect(log.at(-1)).toContainEqual(expected.at(-1) === 'errback' ? `in ${hook}` : error(`in ${hook}`))
  })

  test('the result stays when it is stored, and the next step runs', async () => {
    const { app, ok, next } = told('onSuccess')
    const { value, trace } = await play(app, async () => {
      const result = await chain(ok.s(5), next.s()).delay()
      // Celery marks the next step as failed, which is overwritten when that has run.
      await settled(result.get())
      await (app.runtime as Simulation).settle()
      return [await result.state(), await result.result(), await result.parent.state()]
    })
    expect(value).toEqual(['SUCCESS', 6, 'SUCCESS'])
    expect([endOf(trace, 'task-succeeded'), endOf(trace, 'task-failed')]).toEqual([1, 1])
  })

  test('of a failed task it takes the place of its error', async () => {
    const { app, bad } = told('onFailure')
    const { value } = await play(app, async () => {
      const result = await bad.delay(5)
      await settled(result.get())
      await (app.runtime as Simulation).settle()
      return result.result()
    })
    expect(value).toEqual(error('in onFailure'))
  })

  test('in on_retry the next try comes all the same', async () => {
    const { app, called, retries, errback } = told('onRetry')
    const { trace } = await play(app, async () =>
      settled((await retries.s(5).onError(errback.s()).delay()).get()),
    )
    expect(called().toSorted()).toEqual(
      [
        'beforeStart',
        'onRetry',
        'errback',
        'onFailure',
        'beforeStart',
        'onSuccess',
        'afterReturn',
      ].toSorted(),
    )
    expect([endOf(trace, 'task-failed'), endOf(trace, 'task-succeeded')]).toEqual([1, 1])
  })

  test('in a header it is a part more, a failed one', async () => {
    const { app, ok } = told('onSuccess')
    const total = app.task('total', (list: readonly number[]) => list.length)
    const slow = app.task('slow', { bind: true }, async (self) => {
      await self.sleep(5)
      return 2
    })
    const { trace } = await play(app, async () =>
      settled((await chord([ok.s(1), slow.s()], total.s()).delay()).get({ followParents: false })),
    )
    expect(events(trace, 'chord-part').map(({ count, size }) => `${count}/${size}`)).toEqual([
      '1/2',
      '2/2',
      expect.any(String),
    ])
  })
})

describe('G3 G13 on_replace', () => {
  const app = new Celery('hooks')
  const add = app.task('add', (x: number, y: number) => x + y)
  const given: string[] = []
  const either = app.task(
    'either',
    {
      bind: true,
      onReplace: (self, signature) => {
        given.push(`${signature}`)
        return signature.stamp({ by: self.request.task })
      },
    },
    (self, x: number) => self.replace(add.s(x, 1)),
  )
  const count = app.task('count', (list: readonly number[]) => list.length)

  test('gives what is sent in its place, with the rest of its chain', async () => {
    const { value, trace } = await play(app, async () => (await chain(either.s(1), add.s(10)).delay()).get())
    expect([value, given]).toEqual([12, ['add(1, 1) | add(10)']])
    const stamps = events(trace, 'task-sent').map((sent) => [sent.task, sent.stamps])
    expect(stamps).toEqual([
      ['either', undefined],
      ['add', { by: 'either' }],
      ['add', { by: 'either' }],
    ])
  })

  test('the result comes under the id of the task, as without the hook', async () => {
    const { value } = await play(app, async () =>
      (await chord([either.s(1), add.s(1, 1)], count.s()).delay()).get(),
    )
    expect(value).toEqual(2)
  })
})
