import { describe, expect, test } from 'vitest'
import { Celery, chain, chord, group, SoftTimeLimitExceeded, type Stamps } from '../../src/index.ts'
import type { Simulation } from '../../src/runtime/simulation.ts'
import { events, lifeOf, play, settled, starts } from './playing.ts'

function tasks() {
  const app = new Celery('limits')
  return {
    app,
    work: app.task('work', (n: number) => n),
    total: app.task('total', (list: readonly number[]) => list.length),
    sleeps: app.task('sleeps', { bind: true }, async (self, n: number) => {
      await self.sleep(60)
      return n
    }),
    told: app.task('told', (id: string) => id.length),
    /** Waits in virtual time, as the program does. */
    pause: (seconds: number) => (app.runtime as unknown as Simulation).sleep(seconds),
  }
}

describe('F5 time limits', () => {
  test('the soft one is raised inside the task, which may clean up and return', async () => {
    const { app } = tasks()
    const careful = app.task('careful', { bind: true, softTimeLimit: 5 }, async (self) => {
      try {
        await self.sleep(60)
        return 'done'
      } catch (error) {
        return error instanceof SoftTimeLimitExceeded ? 'cleaned up' : 'something else'
      }
    })
    const { value, trace } = await play(app, async () => (await careful.delay()).get())
    expect([value, trace.at(-1)!.atMs]).toEqual(['cleaned up', 5 + 5000 + 43])
  })

  test('one that lets it through has failed with it', async () => {
    const { app, sleeps } = tasks()
    const { value } = await play(app, async () =>
      settled((await sleeps.s(1).set({ softTimeLimit: 5 }).delay()).get()),
    )
    expect(value).toMatch(/^SoftTimeLimitExceeded/)
  })

  test('code that does not sleep is ended by it just so', async () => {
    const { app, work } = tasks()
    const { value } = await play(
      app,
      async () => settled((await work.s(1).set({ softTimeLimit: 5 }).delay()).get()),
      { latency: { run: 60_000, publish: 0, store: 0 } },
    )
    expect(value).toMatch(/^SoftTimeLimitExceeded/)
  })

  test('the hard one kills the process: FAILURE TimeLimitExceeded, errbacks, later steps', async () => {
    const { app, sleeps, work, told } = tasks()
    const { value, trace } = await play(app, async () => {
      const result = await chain(sleeps.s(1).set({ timeLimit: 5 }).onError(told.s()), work.s()).delay()
      const raised = await settled(result.get())
      await app.runtime.meta('time goes by')
      return [raised, await result.state()]
    })
    expect(value).toEqual(['TimeLimitExceeded: 5', 'FAILURE'])
    expect(events(trace, 'task-failed')[0]!.atMs).toBe(5 + 5000 + 6)
    expect(lifeOf(trace, 'told')).toHaveLength(5)
  })

  test('D10 in a chord it is a failed part', async () => {
    const { app, sleeps, work, total } = tasks()
    const { value } = await play(app, async () =>
      settled(
        (await chord([sleeps.s(1).set({ timeLimit: 5 }), work.s(1)], total.s()).delay()).get({
          followParents: false,
        }),
      ),
    )
    expect(value).toMatch(/^ChordError: Dependency .* raised TimeLimitExceeded\(5\)$/)
  })

  test('the process is free again afterwards', async () => {
    const { app, sleeps, work } = tasks()
    const { trace } = await play(
      app,
      async () =>
        settled(
          (await group(sleeps.s(1).set({ timeLimit: 5 }), work.s(2)).delay()).get({ propagate: false }),
        ),
      { workers: 1, concurrency: 1 },
    )
    expect(starts(trace)).toEqual(['sleeps@5', 'work@5008'])
  })

  test('a task that is quicker knows nothing of them', async () => {
    const { app, work } = tasks()
    const { value, trace } = await play(app, async () =>
      (await work.s(1).set({ timeLimit: 5, softTimeLimit: 4 }).delay()).get(),
    )
    expect([value, trace.at(-1)!.atMs]).toEqual([1, 48])
  })
})

describe('H6 revoke', () => {
  test('before it starts: it is dropped, REVOKED is stored, and later steps stay PENDING', async () => {
    const { app, sleeps, work } = tasks()
    const { value, trace } = await play(
      app,
      async () => {
        await sleeps.delay(0)
        const result = await chain(work.s(1), work.s()).delay()
        await result.parent.revoke()
        return [await settled(result.get()), await result.parent.state(), await result.state()]
      },
      { workers: 1, concurrency: 1 },
    )
    expect(value).toEqual(['TaskRevokedError: revoked', 'REVOKED', 'PENDING'])
    expect(lifeOf(trace, 'work')).toEqual(['sent', 'received', 'REVOKED', 'revoked', 'REVOKED'])
  })

  test('while it waits for its eta', async () => {
    const { app, work } = tasks()
    const { value, trace } = await play(app, async () => {
      const result = await work.s(1).set({ countdown: 60 }).delay()
      await result.revoke()
      return settled(result.get())
    })
    expect(value).toBe('TaskRevokedError: revoked')
    expect(starts(trace)).toEqual([])
  })

  test('in a header it is a failed part: the body takes a ChordError', async () => {
    const { app, work, total } = tasks()
    const { value } = await play(app, async () => {
      const result = await chord([work.s(1).set({ countdown: 60 }), work.s(2)], total.s()).delay()
      await result.parent.results[0].revoke()
      return settled(result.get({ followParents: false }))
    })
    expect(value).toMatch(/^ChordError: Dependency .* raised TaskRevokedError\('revoked'\)$/)
  })

  test('a task that runs goes on without terminate; its SUCCESS takes the place of REVOKED', async () => {
    const { app, sleeps, pause } = tasks()
    const { value } = await play(app, async () => {
      const result = await sleeps.delay(1)
      await pause(10)
      await result.revoke()
      await pause(10)
      const before = await result.state()
      await pause(100)
      return [before, await result.state(), await result.result()]
    })
    expect(value).toEqual(['REVOKED', 'SUCCESS', 1])
  })

  test('terminate kills the process that runs it', async () => {
    const { app, sleeps, pause, work } = tasks()
    const { value, trace } = await play(
      app,
      async () => {
        const result = await chain(sleeps.s(1), work.s()).delay()
        await pause(10)
        await result.parent.revoke({ terminate: true })
        return [await settled(result.get()), await result.state()]
      },
      { workers: 1, concurrency: 1 },
    )
    expect(value).toEqual(['TaskRevokedError: terminated', 'PENDING'])
    expect(events(trace, 'task-revoked')).toMatchObject([{ terminated: true }])
    expect(trace.at(-1)!.atMs).toBeLessThan(11_000)
  })

  test('SUCCESS is not revoked', async () => {
    const { app, work, pause } = tasks()
    const { value } = await play(app, async () => {
      const result = await work.delay(1)
      await result.get()
      await result.revoke({ terminate: true })
      await pause(10)
      return result.state()
    })
    expect(value).toBe('SUCCESS')
  })

  test('C8 of a group revokes all its members', async () => {
    const { app, work } = tasks()
    const { value, trace } = await play(app, async () => {
      const result = await group(work.s(1).set({ countdown: 9 }), work.s(2).set({ countdown: 9 })).delay()
      await result.revoke()
      return String(await result.get({ propagate: false }))
    })
    expect(value).toBe('TaskRevokedError: revoked,TaskRevokedError: revoked')
    expect(starts(trace)).toEqual([])
  })
})

describe('F13 H6 revoke by stamped headers', () => {
  /** Sends one task for each stamp behind one that runs, revokes, and gives the state of each in the end. */
  async function statesAfter(
    stamps: readonly Stamps[],
    revoked: Stamps,
    where: 'control' | 'result' = 'control',
  ): Promise<unknown> {
    const { app, work, sleeps } = tasks()
    const { value } = await play(
      app,
      async () => {
        await sleeps.delay(0)
        const results = await Promise.all(stamps.map((each) => work.s(1).stamp(each).delay()))
        if (where === 'control') await app.control.revokeByStampedHeaders(revoked)
        else await results[0]!.revokeByStampedHeaders(revoked)
        await Promise.all(results.map((result) => settled(result.get())))
        return Promise.all(results.map((result) => result.state()))
      },
      { workers: 1, concurrency: 1 },
    )
    return value
  }
  const S = 'SUCCESS'
  const R = 'REVOKED'

  // What a worker of Celery 5.6.3 did with each.
  test.each<[string, readonly Stamps[], Stamps, readonly string[]]>([
    ['one value', [{ m: 'p' }, { m: 'q' }, {}, { n: 'p' }], { m: 'p' }, [R, S, S, S]],
    ['any of several values', [{ m: ['p', 'q'] }, { m: ['r'] }], { m: ['x', 'p'] }, [R, S]],
    [
      'numbers are no texts, and true is 1',
      [{ m: 7 }, { m: '7' }, { m: [7, 8] }, { m: true }],
      { m: [7, 1] },
      [R, S, R, R],
    ],
    [
      'only the first name that was ever revoked counts',
      [
        { a: 'no', b: 'yes' },
        { b: 'yes', a: 'no' },
      ],
      { a: 'x', b: 'yes' },
      [S, R],
    ],
  ])('%s', async (_, stamps, revoked, states) => {
    expect(await statesAfter(stamps, revoked)).toEqual(states)
  })

  test('a result says it for all that have the stamp, not only its own task', async () => {
    expect(await statesAfter([{ m: 'p' }, { m: 'q' }, { m: 'p' }], { m: 'p' }, 'result')).toEqual([R, S, R])
  })

  test('REVOKED is stored when a worker comes by the task, and counts for what is sent later', async () => {
    const { app, work, pause } = tasks()
    const { value, trace } = await play(app, async () => {
      const first = await work.s(1).set({ countdown: 9 }).stamp({ k: 'x' }).delay()
      await app.control.revokeByStampedHeaders({ k: ['x'] })
      await pause(5)
      const before = await first.state()
      await pause(10)
      const later = await work.s(1).stamp({ k: 'x' }).delay()
      await pause(1)
      return [before, await first.state(), await later.state()]
    })
    expect(value).toEqual(['PENDING', 'REVOKED', 'REVOKED'])
    expect(starts(trace)).toEqual([])
  })

  test('a task that runs goes on, unless it is terminated', async () => {
    const { app, sleeps, pause } = tasks()
    const { value } = await play(app, async () => {
      const results = await Promise.all(['a', 'b'].map((k) => sleeps.s(1).stamp({ k }).delay()))
      await pause(10)
      await app.control.revokeByStampedHeaders({ k: 'a' })
      await app.control.revokeByStampedHeaders({ k: 'b' }, { terminate: true })
      return Promise.all(results.map((result) => settled(result.get())))
    })
    expect(value).toEqual([1, 'TaskRevokedError: terminated'])
  })

  test('in a header it is a failed part', async () => {
    const { app, work, total } = tasks()
    const { value } = await play(app, async () => {
      const first = work.s(1).set({ countdown: 9 }).stamp({ k: 'x' })
      const result = await chord([first, work.s(2)], total.s()).delay()
      await app.control.revokeByStampedHeaders({ k: 'x' })
      return settled(result.get({ followParents: false }))
    })
    expect(value).toMatch(/^ChordError: Dependency .* raised TaskRevokedError\('revoked'\)$/)
  })
})
