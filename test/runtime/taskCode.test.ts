import { describe, expect, test } from 'vitest'
import type { Json } from '../../src/canvas/json.ts'
import { Celery, chain, chord, group } from '../../src/index.ts'
import { lifeOf, play, settled, starts, whyNever } from './playing.ts'

function tasks() {
  const app = new Celery('code')
  return {
    app,
    ident: app.task('ident', (x: Json) => x),
    total: app.task('total', (list: readonly Json[]) => list.length),
  }
}

describe('a task’s code', () => {
  test('may be sync or async, and wait in real time', async () => {
    const { app } = tasks()
    const sync = app.task('sync', (x: number) => x + 1)
    const soon = app.task('soon', async (x: number) => x + 1)
    const real = app.task('real', async (x: number) => {
      await new Promise<void>((resolve) => setImmediate(resolve))
      return x + 1
    })
    const { value, trace } = await play(app, async () =>
      (await chain(sync.s(1), soon.s(), real.s()).delay()).get(),
    )
    // Virtual time stands still while code is executing: the three take the same.
    expect([value, starts(trace)]).toEqual([4, ['sync@5', 'soon@50', 'real@95']])
  })

  test('sleeps in virtual time, without real time going by', async () => {
    const { app } = tasks()
    const day = app.task('day', { bind: true }, async (self) => {
      await self.sleep(86_400)
      return 'morning'
    })
    const { value, trace } = await play(app, async () => (await day.delay()).get())
    expect([value, trace.at(-1)!.atMs]).toEqual(['morning', 86_400_048])
  })

  test('of two tasks never executes at the same time', async () => {
    const { app } = tasks()
    let busy = 0
    let most = 0
    const task = app.task('task', { bind: true }, async (self, n: number) => {
      for (let turn = 0; turn < 3; turn++) {
        most = Math.max(most, ++busy)
        await new Promise<void>((resolve) => setImmediate(resolve))
        busy--
        await self.sleep(1)
      }
      return n
    })
    await play(app, async () => (await group(task.s(1), task.s(2), task.s(3)).delay()).get())
    expect(most).toBe(1)
  })

  test('gets its own copy of the arguments', async () => {
    const { app } = tasks()
    const list = [1, 2]
    const spoils = app.task('spoils', (given: number[]) => {
      given.push(3)
      return given.length
    })
    const { value } = await play(app, async () => {
      const signature = spoils.s(list)
      return [await (await signature.delay()).get(), await (await signature.delay()).get()]
    })
    expect([value, list]).toEqual([
      [3, 3],
      [1, 2],
    ])
  })
})

describe('what goes wrong in it', () => {
  class Odd extends Error {}

  test.each<[string, () => Json | Promise<Json>, string]>([
    [
      'an error',
      () => {
        throw new RangeError('out of it')
      },
      'RangeError: out of it',
    ],
    [
      'an error of its own class, later',
      async () => {
        throw new Odd('odd')
      },
      'Odd: odd',
    ],
    [
      'something that is no error',
      () => {
        throw 'text'
      },
      'Error: text',
    ],
  ])('throwing %s', async (_, code, error) => {
    const { app, ident } = tasks()
    const task = app.task('task', code)
    const { value, trace } = await play(app, async () => {
      const result = await chain(task.s(), ident.s()).delay()
      const raised = await settled(result.get())
      await app.runtime.meta('time goes by')
      return [raised, await result.parent.state(), await result.state()]
    })
    expect(value).toEqual([error, 'FAILURE', 'FAILURE'])
    expect(lifeOf(trace, 'ident')).toEqual([])
  })

  test.each<[string, () => unknown, string]>([
    ['a bigint', () => 1n, 'the result of task holds the bigint 1n'],
    ['a Date', () => new Date(0), 'the result of task holds a Date'],
    ['a Map somewhere inside', () => ({ a: [new Map()] }), 'the result of task holds a Map at a[0]'],
    ['a function', () => () => 1, 'the result of task holds a function'],
    ['NaN', () => Number.NaN, 'the result of task holds NaN'],
    ['an instance of a class', () => new Odd(''), 'the result of task holds an Odd'],
  ])('returning %s: EncodeError with its name, and the rest as after any failure', async (_, code, words) => {
    const { app, total, ident } = tasks()
    const task = app.task('task', code as () => number)
    const { value } = await play(app, async () => {
      const result = await chord([task.s(), ident.s(1)], total.s()).delay()
      const stored = await settled(result.get({ followParents: false }))
      return [await settled(result.get()), stored]
    })
    expect(value[0]).toContain(`EncodeError: ${words}`)
    expect(value[1]).toMatch(/^ChordError: Dependency .* raised EncodeError/)
  })

  test('returning nothing is null', async () => {
    const { app } = tasks()
    const nothing = app.task('nothing', () => {})
    const { value } = await play(app, async () => (await nothing.delay()).get())
    expect(value).toBeNull()
  })

  test('never returning: NeverReady after stuckAfterMs, and others go on', async () => {
    const { app, ident, total } = tasks()
    const stuck = app.task('stuck', () => new Promise<number>(() => {}))
    const { value } = await play(
      app,
      async () => {
        const [result, other] = [
          await chord([stuck.s(), ident.s(1)], total.s()).delay(),
          await ident.delay(2),
        ]
        return [await other.get(), await whyNever(result.get()), await result.parent.results[0].state()]
      },
      { stuckAfterMs: 20 },
    )
    expect(value).toEqual([
      2,
      'total waits for 2 parts of a chord and 1 came, because stuck has not returned after 0.02 s of real time: it waits for something that never comes, or needs longer than stuckAfterMs allows',
      'PENDING',
    ])
  })

  test('G4 unknown by name: FAILURE NotRegistered, and nothing else follows', async () => {
    const { app, ident, total } = tasks()
    const unknown = app.task<() => number>('unknown')
    const { value, trace } = await play(app, async () => {
      const step = await chain(unknown.s(), ident.s()).delay()
      const body = await chord([unknown.s(), ident.s(1)], total.s()).delay()
      const states = [await settled(step.get()), await settled(body.get())]
      return [...states, await step.state(), await body.state()]
    })
    expect(value).toEqual(['NotRegistered: unknown', 'NotRegistered: unknown', 'PENDING', 'PENDING'])
    expect(lifeOf(trace, 'unknown')).toEqual([
      'sent',
      'sent',
      'received',
      'FAILURE',
      'failed',
      'received',
      'FAILURE',
      'failed',
    ])
  })
})
