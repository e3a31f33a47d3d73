import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { chapters } from '../../lessons/chapters.ts'
import { NotPlayable, runLive, whyUnreachable } from '../../lessons/runLive.ts'
import { Celery, chain, chord } from '../../src/index.ts'
import { playLive } from '../../src/runtime/playLive.ts'
import type { World } from '../../src/runtime/world.ts'
import { film } from '../../src/ui/film.ts'
import { runText } from '../../src/ui/runText.ts'
import { describeWith } from '../needs.ts'

const world: World = { workers: 1, concurrency: 2, latency: { run: { default: 20, slow: 300 } } }

const stepOf = async (chapter: number, step: number) => {
  const loaded = await chapters[chapter - 1]!.load()
  return [loaded, loaded.steps[step - 1]!] as const
}

for (const [kind, servers] of [
  [
    'redis',
    () => ({ broker: `${process.env.CELERIAC_REDIS}/12`, backend: `${process.env.CELERIAC_REDIS}/12` }),
  ],
  [
    'rabbitmq',
    () => ({ broker: process.env.CELERIAC_RABBITMQ!, backend: `${process.env.CELERIAC_REDIS}/12` }),
  ],
] as const)
  describeWith(['redis', kind], `a program played on ${kind}`, () => {
    const open = () => {
      const app = new Celery(`played-${randomUUID()}`)
      const add = app.task('add', (x: number, y: number) => x + y)
      const slow = app.task('slow', (x: number) => x)
      const sum = app.task('sum', (xs: readonly number[]) => xs.reduce((a, b) => a + b, 0))
      const again = app.task('again', { bind: true, maxRetries: 1 }, (self) =>
        self.retry({ countdown: 0, exc: new RangeError('no') }),
      )
      return { app, add, slow, sum, again }
    }

    test('is written down as it happened: who sent, ran, stored and counted what', async () => {
      const { app, add, slow, sum } = open()
      const ran = await playLive(
        app,
        world,
        async () => {
          const r = await chain(add.s(1, 2), slow.s()).delay()
          const value = await r.get()
          const c = await chord([add.s(1, 1), add.s(2, 2)], sum.s()).delay()
          return { r, c, value, total: await c.get() }
        },
        servers(),
      )
      expect(ran).toMatchObject({ error: null, returned: { value: 3, total: 6 }, workers: 1, concurrency: 2 })
      const text = runText(film(ran), 100)
      const said = [
        /client {5}publishes add to celery/,
        /process 1 {2}starts add\n/,
        /process 1 {2}publishes next step slow to celery/,
        /backend {4}stores slow SUCCESS 3/,
        /client {5}r\.get\(\) gives 3/,
        /backend {4}will count to 2 for the chord/,
        /backend {4}counts add #\d: 2 of 2/,
        /publishes chord body sum to celery/,
        /client {5}c\.get\(\) gives 6/,
      ]
      for (const each of said) expect(text).toMatch(each)
      const at = (type: string) => ran.trace.filter((each) => each.type === type).map(({ atMs }) => atMs)
      // The world says how long a task runs.
      expect(at('task-succeeded')[1]! - at('task-started')[1]!).toBeGreaterThanOrEqual(290)
      const times = ran.trace.map(({ atMs }) => atMs)
      expect(times).toEqual(times.toSorted((one, other) => one - other))
    })

    test('leaves no queue behind, and does not wait for what will never come', async () => {
      const { app, add, again } = open()
      const ran = await playLive(
        app,
        world,
        async () => {
          const lost = await add.applyAsync({ args: [1, 2], queue: 'nobody' })
          const said = await lost.get().catch((error: Error) => error.name)
          const r = await again.delay()
          return { lost, r, said, failed: await r.get().catch(String) }
        },
        servers(),
      )
      expect(ran.returned).toMatchObject({ said: 'NeverReady', failed: 'RangeError: no' })
      expect(ran.trace.map(({ type }) => type)).toContain('task-retried')
      expect(runText(film(ran), 100)).toMatch(/^ +nobody +1 /m)
      const { Redis } = await import('ioredis')
      const client = new Redis(servers().backend)
      const left = (await client.keys('*')).filter((key) => /celeriac-[\da-f]{8}\./.test(key))
      client.disconnect()
      expect(left).toEqual([])
    })

    test.each([
      [4, 2],
      [5, 5],
      [5, 6],
      [5, 7],
      [9, 3],
      [10, 3],
    ])('is the one of lesson %i, step %i, and its facts hold', async (number, step) => {
      const [chapter, question] = await stepOf(number, step)
      const { scene } = await runLive(chapter, question, servers())
      expect(scene.facts.filter(({ holds }) => !holds)).toEqual([])
      expect(scene.facts.length).toBeGreaterThan(0)
      expect(scene.predict?.answer).toBeGreaterThan(0)
    })
  })

describeWith('redis', 'a step that no broker can play', () => {
  const servers = () => ({
    broker: `${process.env.CELERIAC_REDIS}/12`,
    backend: `${process.env.CELERIAC_REDIS}/12`,
  })

  test.each([
    [5, 2, /^An exercise is checked on virtual time/],
    [14, 1, /made on request by the simulator alone/],
    [15, 1, /plays a simulation itself/],
    [9, 2, /has db\+sqlite:\/\/\S* as its backend/],
  ])('says so: lesson %i, step %i', async (number, step, says) => {
    const [chapter, opened] = await stepOf(number, step)
    const refused = runLive(chapter, opened, servers())
    await expect(refused).rejects.toThrow(NotPlayable)
    await expect(refused).rejects.toThrow(says)
  })

  test.each([
    [
      { broker: 'redis://:geheim@127.0.0.1:1', backend: 'redis://x' },
      /redis:\/\/:\*\*@127\.0\.0\.1:1 cannot be/,
    ],
    [{ broker: 'redis://x', backend: 'mongodb://me:geheim@x' }, /Results go to a Redis/],
    [{ broker: 'nix://me:geheim@x', backend: 'rpc://' }, /is no URL for this/],
  ])('servers %j are refused', async (named, says) => {
    const said = await whyUnreachable(named)
    expect(said).toMatch(says)
    expect(said).not.toContain('geheim')
  })

  test('servers that answer are not', async () => {
    expect(await whyUnreachable(servers())).toBeNull()
  })
})
