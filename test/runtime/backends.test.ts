import { describe, expect, test } from 'vitest'
import { Celery, chain, chord, group, Ignore } from '../../src/index.ts'
import { chordSupport } from '../../src/runtime/backendMode.ts'
import { events, play, settled, taskNames, whyNever } from './playing.ts'

function tasks(backend: string) {
  const app: Celery = new Celery('backends', { backend })
  return {
    app,
    add: app.task('add', (x: number, y: number) => x + y),
    total: app.task('total', (list: readonly number[]) => list.length),
    boom: app.task('boom', (): number => {
      throw new RangeError('boom')
    }),
  }
}

test.each([
  ['memory://', 'counter'],
  ['redis://localhost:6379/1', 'counter'],
  ['rediss://host', 'counter'],
  ['sentinel://host', 'counter'],
  ['db+sqlite:///x', 'polling'],
  ['file:///x', 'polling'],
  ['mongodb://host', 'polling'],
  ['rpc://', 'none'],
  ['disabled://', 'none'],
])('%s completes chords by %s', (url, support) => {
  expect(chordSupport(url).support).toBe(support)
})

describe('a polling backend', () => {
  test('D17 shows celery.chord_unlock, which looks again every second until the header is there', async () => {
    const { app, add, total } = tasks('db+sqlite://')
    const { value, trace } = await play(app, async () => {
      const result = await chord([add.s(1, 1), add.s(2, 2).set({ countdown: 2.5 })], total.s()).delay()
      return result.get()
    })
    expect(value).toBe(2)
    const looks = events(trace, 'task-sent').filter(({ task }) => task === 'celery.chord_unlock')
    expect(looks.map(({ retries, cause }) => `${retries} ${cause}`)).toEqual([
      '0 chord-unlock',
      '1 retry',
      '2 retry',
    ])
    expect(events(trace, 'chord-part')).toEqual([])
    expect(events(trace, 'chord-size')).toEqual([])
    expect(events(trace, 'task-sent')[0]!.task).toBe('celery.chord_unlock')
  })

  test('D17 unlock tasks that look in vain keep nobody else waiting', async () => {
    const { app, add, total } = tasks('db+sqlite://')
    const ignored = app.task('ignored', (): number => {
      throw new Ignore()
    })
    const { value, trace } = await play(
      app,
      async () => {
        // On one process, 40 unlock tasks of 40 ms are busy all the time.
        for (let n = 0; n < 40; n++) await chord([ignored.s()], total.s()).delay()
        const later = await chain(add.s(1, 1), add.s(1).set({ countdown: 20 }), add.s(1)).delay()
        const stuck = await chord([ignored.s()], total.s()).delay()
        return [await later.get(), await settled(stuck.get())]
      },
      { workers: 1, concurrency: 1 },
    )
    expect(value).toEqual([4, expect.stringMatching(/^NeverReady: .*ignored raised Ignore/)])
    expect(trace.at(-1)!.atMs).toBeLessThan(60_000)
  })

  test('D17 the body is the child of the unlock task, and of nobody where the backend counts', async () => {
    const parentOfBody = async (backend: string) => {
      const { app, add, total } = tasks(backend)
      const { trace } = await play(app, async () => (await chord([add.s(1, 1)], total.s()).delay()).get())
      const body = events(trace, 'task-sent').find(({ task }) => task === 'total')!
      return taskNames(trace).get(body.parentId!)
    }
    expect(await parentOfBody('db+sqlite://')).toBe('celery.chord_unlock')
    expect(await parentOfBody('redis://')).toBe('add')
  })

  test('D10 a failed member makes the body FAILURE, D8 that of an inner chord the outer one too', async () => {
    const { app, add, total, boom } = tasks('db+sqlite://')
    const { value } = await play(app, async () => {
      const plain = await chord([add.s(1, 1), boom.s()], total.s()).delay()
      const nested = await chord([chord([boom.s()], total.s()), add.s(1, 1)], total.s()).delay()
      return [
        await settled(plain.get({ followParents: false })),
        await settled(nested.get({ followParents: false })),
      ]
    })
    expect(value[0]).toMatch(/^ChordError: .*RangeError\('boom'\)$/)
    expect(value[1]).toMatch(/^ChordError/)
  })

  test('D8 on Redis the outer chord waits for ever then', async () => {
    const { app, add, total, boom } = tasks('redis://')
    const { value } = await play(app, async () => {
      const nested = await chord([chord([boom.s()], total.s()), add.s(1, 1)], total.s()).delay()
      return [await settled(nested.get({ followParents: false })), await settled(nested.get())]
    })
    expect(value[0]).toMatch(/^NeverReady/)
    expect(value[1]).toMatch(/^(RangeError|ChordError)/)
  })

  test('D17 max_retries ends it', async () => {
    const { app, total } = tasks('db+sqlite://')
    const ignored = app.task('ignored', { ignoreResult: true }, () => 1)
    const canvas = app.signature(chord([ignored.s()], total.s()).toJSON())
    const { trace } = await play(app, async () => {
      await app.runtime.send(canvas.toJSON(), { options: { max_retries: 2 } })
      await (app.runtime as unknown as { settle(): Promise<void> }).settle()
    })
    const looks = events(trace, 'task-sent').filter(({ task }) => task === 'celery.chord_unlock')
    expect(looks).toHaveLength(3)
  })
})

describe('D22 rpc', () => {
  test('runs chains and groups; a result is read once, and kept by who has read it', async () => {
    const { app, add } = tasks('rpc://')
    const { value } = await play(app, async () => {
      const steps = await chain(add.s(1, 1), add.s(1)).delay()
      const members = await group(add.s(1, 1), add.s(2, 2)).delay()
      const values = [await steps.get(), await members.get()]
      values.push(await steps.get(), await members.get(), await members.results[1].get())
      const other = app.asyncResult(steps.id)
      const states = [await steps.state(), await other.state()]
      return [...values, ...states, await steps.parent.get(), await whyNever(other.get())]
    })
    const why = 'add has ended and no result is kept: it ignores it, or it was forgotten or read before'
    expect(value).toEqual([3, [2, 4], 3, [2, 4], 4, 'SUCCESS', 'PENDING', 2, why])
  })

  test('refuses a chord before anything is sent', async () => {
    const { app, add, total } = tasks('rpc://')
    const { value, trace } = await play(app, async () => [
      await settled(chord([add.s(1, 1)], total.s()).delay()),
      await settled(chain(add.s(1, 1), group(add.s(1), add.s(2)), total.s()).delay()),
    ])
    for (const each of value)
      expect(each).toMatch(/^NotImplementedError: The "rpc" result backend does not support chords!/)
    expect(events(trace, 'task-sent')).toEqual([])
  })

  test('D5 a chord without a header passes', async () => {
    const { app, total } = tasks('rpc://')
    const { value } = await play(app, async () => (await chord([], total.s()).delay()).get())
    expect(value).toBe(0)
  })

  test('G3 replacing by a group fails in the worker', async () => {
    const { app, add } = tasks('rpc://')
    const fans = app.task('fans', { bind: true }, (self): readonly number[] =>
      self.replace(group(add.s(1, 1), add.s(2, 2))),
    )
    const { value } = await play(app, async () => settled((await fans.delay()).get()))
    expect(value).toMatch(/^NotImplementedError: The "rpc" result backend/)
  })
})

describe('no backend', () => {
  test('stores nothing, and says so when asked', async () => {
    const { app, add } = tasks('disabled://')
    const { value, trace } = await play(app, async () => {
      const result = await chain(add.s(1, 1), add.s(1)).delay()
      return [await settled(result.get()), await settled(result.state())]
    })
    for (const each of value) expect(each).toMatch(/^NotImplementedError: No result backend is configured/)
    expect(events(trace, 'result-stored')).toEqual([])
    expect(events(trace, 'task-succeeded')).toHaveLength(2)
  })
})
