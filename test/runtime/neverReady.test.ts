import { describe, expect, test } from 'vitest'
import { Celery, chain, chord, group, Ignore, NeverReady, Reject } from '../../src/index.ts'
import type { World } from '../../src/runtime/world.ts'
import { play, settled, whyNever } from './playing.ts'

function tasks(backend = 'memory://') {
  const app = new Celery('never', { backend })
  return {
    app,
    ident: app.task('ident', (x: number) => x),
    total: app.task('total', (list: readonly number[]) => list.length),
    boom: app.task('boom', (): number => {
      throw new Error('boom')
    }),
    ignored: app.task('ignored', (): number => {
      throw new Ignore()
    }),
    rejected: app.task('rejected', (): number => {
      throw new Reject('no')
    }),
    unknown: app.task<'unknown', (x: number) => number>('unknown'),
    quiet: app.task('quiet', { ignoreResult: true }, (x: number) => x),
    stuck: app.task('stuck', () => new Promise<number>(() => {})),
    asks: app.task('asks', { bind: true }, async (self) => {
      await self.sleep(3600)
      return 1
    }),
  }
}
type Tasks = ReturnType<typeof tasks>
type Resulting = { get(options?: { timeout?: number }): Promise<unknown> }

const cases: [string, (t: Tasks) => Promise<Resulting>, string, World?][] = [
  ['G4 Ignore', (t) => t.ignored.delay(), 'ignored raised Ignore, so it stores no result and calls nobody'],
  ['G4 Reject', (t) => t.rejected.delay(), 'rejected was rejected, so it stores no result and calls nobody'],
  [
    'B20 a step after Ignore',
    (t) => chain(t.ignored.s(), t.ident.s()).delay(),
    'ident was never sent, because ignored raised Ignore, so it stores no result and calls nobody',
  ],
  [
    'B19 a step after a step after Ignore',
    (t) => chain(t.ignored.s(), t.ident.s(), t.ident.s()).delay(),
    'ident was never sent, because ident was never sent, because ignored raised Ignore, so it stores no result and calls nobody',
  ],
  [
    'F3 a queue that no worker consumes',
    (t) => t.ident.s(1).set({ queue: 'sms' }).delay(),
    'ident waits in queue "sms" and no worker consumes it (they consume "celery", "mail")',
    { workers: [{}, { queues: ['mail', 'celery'] }] },
  ],
  [
    'no worker at all',
    (t) => t.ident.delay(1),
    'ident waits in queue "celery" and no worker is running',
    { workers: 0 },
  ],
  [
    'a worker that died with the task, which was acknowledged early',
    (t) => t.ident.delay(1),
    'ident was lost with the worker that ran it: its message had been acknowledged before it ran (acksLate would deliver it again)',
    { faults: { workerDies: 1, diesAt: ['mid-task'] } },
  ],
  [
    'B8 a group after a step that failed',
    (t) => chain(t.boom.s(), group(t.ident.s(), t.ident.s())).delay(),
    'ident was never sent, because boom before it failed',
  ],
  [
    'D8 a chord with a member that never reports',
    (t) => chord([t.ident.s(1), t.ignored.s()], t.total.s()).delay(),
    'total waits for 2 parts of a chord and 1 came, because ignored raised Ignore, so it stores no result and calls nobody',
  ],
  [
    'D8 a chord in the header of another, of which a member never reports',
    (t) => chord([chord([t.ident.s(1), t.ignored.s()], t.total.s()), t.ident.s(1)], t.total.s()).delay(),
    'total waits for 2 parts of a chord and 1 came, because total waits for 2 parts of a chord and 1 came, because ignored raised Ignore, so it stores no result and calls nobody',
  ],
  [
    'D8 the same after a step',
    (t) =>
      chain(
        t.ident.s(1),
        chord([chord([t.ident.s(), t.ignored.si()], t.total.s()), t.ident.s()], t.total.s()),
      ).delay(),
    'total waits for 2 parts of a chord and 1 came, because total waits for 2 parts of a chord and 1 came, because ignored raised Ignore, so it stores no result and calls nobody',
  ],
  [
    'F9 a task whose result is ignored, asked for by its id',
    async (t) => t.app.asyncResult((await t.quiet.delay(1)).id),
    'quiet has ended and no result is kept: it ignores it, or it was forgotten or read before',
  ],
  [
    'F9 the same when the worker died right after it',
    async (t) => t.app.asyncResult((await t.quiet.delay(1)).id),
    'quiet has ended and no result is kept: it ignores it, or it was forgotten or read before',
    { faults: { workerDies: 1, diesAt: ['before-ack'] } },
  ],
  [
    'D23 a member that ignores its result is not the one that is waited for',
    (t) => chord([t.quiet.s(1), t.ignored.s()], t.total.s()).delay(),
    'total waits for 2 parts of a chord and 1 came, because ignored raised Ignore, so it stores no result and calls nobody',
  ],
  [
    'code that never returns',
    (t) => t.stuck.delay(),
    'stuck has not returned after 0.03 s of real time: it waits for something that never comes, or needs longer than stuckAfterMs allows',
  ],
  [
    'a member of a group',
    (t) => group(t.ident.s(1), t.ignored.s()).delay(),
    'ignored raised Ignore, so it stores no result and calls nobody',
  ],
  ['an id that nobody sent', async (t) => t.app.asyncResult('no-such-id'), 'nobody sent task no-such-id'],
]

describe('a result that can never come: NeverReady says who is waited for, and why', () => {
  test.each(cases)('%s', async (_, send, why, world = {}) => {
    const t = tasks()
    const { value } = await play(t.app, async () => whyNever((await send(t)).get()), {
      stuckAfterMs: 30,
      ...world,
    })
    expect(value).toBe(why)
  })

  test.each(cases)('at once although a timeout was given: %s', async (_, send, __, world = {}) => {
    const t = tasks()
    const { value } = await play(
      t.app,
      async () => {
        const result = await send(t)
        return result.get({ timeout: 86_400 }).catch((error) => error)
      },
      { stuckAfterMs: 30, ...world },
    )
    expect(value).toBeInstanceOf(NeverReady)
  })

  test('a timeout that runs out first is a TimeoutError, and the task goes on', async () => {
    const t = tasks()
    const { value } = await play(t.app, async () => {
      const result = await t.asks.delay()
      return [await settled(result.get({ timeout: 60 })), await result.get()]
    })
    expect(value).toEqual(['TimeoutError: The operation timed out.', 1])
  })

  test('D23 a polling backend: the unlock task looks again for ever, and we do not', async () => {
    const t = tasks('db+sqlite://')
    const { value, trace } = await play(t.app, async () => {
      const result = await chord([t.ident.s(1), t.ignored.s()], t.total.s()).delay()
      return whyNever(result.get())
    })
    expect(value).toBe(
      'total waits for 2 parts of a chord and 1 came, because ignored raised Ignore, so it stores no result and calls nobody',
    )
    expect(trace.at(-1)!.atMs).toBeLessThan(5000)
  })

  test('D17 a polling backend waits on as long as anything may still report', async () => {
    const t = tasks('db+sqlite://')
    const { value } = await play(t.app, async () => {
      const result = await chord([t.ident.s(1), t.asks.s()], t.total.s()).delay()
      return result.get()
    })
    expect(value).toBe(2)
  })

  test('many of one kind are named once', async () => {
    const t = tasks()
    const { value } = await play(t.app, async () =>
      whyNever((await group(t.ignored.s(), t.ignored.s(), t.rejected.s()).delay()).get()),
    )
    expect(value).toBe(
      'ignored raised Ignore, so it stores no result and calls nobody; rejected was rejected, so it stores no result and calls nobody',
    )
  })

  test('G4 an unknown task fails with its name, and the step after it says so too', async () => {
    const t = tasks()
    const { value } = await play(t.app, async () => {
      const result = await chain(t.unknown.s(1), t.ident.s()).delay()
      return [await settled(result.get()), await result.parent.state(), await result.state()]
    })
    expect(value).toEqual(['NotRegistered: unknown', 'FAILURE', 'PENDING'])
  })

  test('D10 a chord with an unknown member: no worker knows it', async () => {
    const t = tasks()
    const { value } = await play(t.app, async () =>
      whyNever(
        (await chord([t.ident.s(1), t.unknown.s(2)], t.total.s()).delay()).get({ followParents: false }),
      ),
    )
    expect(value).toMatch(/^total waits for 2 parts of a chord and 1 came, because .*unknown/)
  })

  test('other results that wait at the same time are told too', async () => {
    const t = tasks()
    const { value } = await play(t.app, async () => {
      const [one, other] = [await t.ignored.delay(), await t.rejected.delay()]
      return Promise.all([whyNever(one.get()), whyNever(other.get())])
    })
    expect(value.map((why) => why.split(' ')[0])).toEqual(['ignored', 'rejected'])
  })
})
