import { describe, expect, test } from 'vitest'
import { Celery, chain, chord, Reject } from '../../src/index.ts'
import type { DeathPoint } from '../../src/runtime/faults.ts'
import { events, lifeOf, play, settled, starts, whyNever } from './playing.ts'

/** An app whose task runs until it has succeeded `times` times. */
function tasks(options: { acksLate?: boolean; rejectOnWorkerLost?: boolean } = {}) {
  const app = new Celery('acks')
  return {
    app,
    work: app.task('work', options, (n: number) => n),
    next: app.task('next', options, (n: number) => n + 1),
    total: app.task('total', (list: readonly number[]) => list.length),
  }
}

/** A worker dies at this point of the first task it runs, and in no other. */
const dies = (at: DeathPoint) =>
  ({
    workers: 1,
    visibilityTimeout: 60,
    restartAfter: 5,
    faults: { workerDies: 1, maxDeaths: 1, diesAt: [at] },
  }) as const

describe('G8 acknowledging', () => {
  test('early: what a dying worker ran is lost', async () => {
    const { app, work } = tasks()
    const world = { workers: 1, faults: { workerDies: 1, diesAt: ['mid-task'] } } as const
    const { value, trace } = await play(app, async () => whyNever((await work.delay(1)).get()), world)
    expect(value).toMatch(/^work was lost with the worker that ran it/)
    expect(lifeOf(trace, 'work')).toEqual(['sent', 'received', 'started'])
    expect(events(trace, 'worker-online')).toHaveLength(1)
  })

  test.each<[DeathPoint, string[]]>([
    ['before-start', ['sent', 'received', 'sent', 'received', 'started', 'SUCCESS', 'succeeded']],
    ['mid-task', ['sent', 'received', 'started', 'sent', 'received', 'started', 'SUCCESS', 'succeeded']],
    [
      'before-ack',
      ['sent', 'received', 'started', 'SUCCESS', 'succeeded', 'sent', 'received', 'started', 'succeeded'],
    ],
  ])(
    'late: a worker that dies %s loses nothing; the message comes again after the visibility timeout',
    async (at, life) => {
      const { app, work } = tasks({ acksLate: true })
      const { value, trace } = await play(app, async () => (await work.delay(1)).get(), dies(at))
      expect(value).toBe(1)
      expect(lifeOf(trace, 'work')).toEqual(life)
      const [first, again] = events(trace, 'task-sent')
      expect([first!.cause, again!.cause]).toEqual(['apply', 'redelivery'])
      expect(again!.atMs - events(trace, 'worker-offline')[0]!.atMs).toBe(60_000)
    },
  )

  test('late: work that was done before the worker died is done twice, its next step too', async () => {
    const { app, work, next } = tasks({ acksLate: true })
    const { value, trace } = await play(
      app,
      async () => (await chain(work.s(1), next.s()).delay()).get(),
      dies('before-ack'),
    )
    expect(value).toBe(2)
    expect(starts(trace).filter((start) => start.startsWith('next'))).toHaveLength(2)
  })

  test.each([
    [false, 2],
    [true, 1],
  ])(
    'G15 worker_deduplicate_successful_tasks %s: work that was done is done %i times',
    async (dedup, times) => {
      const app = new Celery('acks', { workerDeduplicateSuccessfulTasks: dedup })
      let runs = 0
      const pay = app.task('pay', { acksLate: true }, (n: number) => n + ++runs)
      const next = app.task('next', { acksLate: true }, (n: number) => n + 10)
      const { value, trace } = await play(
        app,
        async () => (await chain(pay.s(0), next.s()).delay()).get(),
        dies('before-ack'),
      )
      expect([value, runs]).toEqual([11, times])
      expect(starts(trace).filter((start) => start.startsWith('next'))).toHaveLength(times)
      expect(events(trace, 'task-sent').filter(({ task }) => task === 'pay')).toHaveLength(2)
    },
  )

  test('G15 a message that comes again and has not succeeded runs', async () => {
    const app = new Celery('acks', { workerDeduplicateSuccessfulTasks: true })
    const pay = app.task('pay', { acksLate: true }, (n: number) => n)
    const { value, trace } = await play(app, async () => (await pay.delay(1)).get(), dies('mid-task'))
    expect([value, starts(trace).length]).toEqual([1, 2])
  })

  test('a process that is killed: WorkerLostError, without reject_on_worker_lost', async () => {
    const { app, work } = tasks({ acksLate: true })
    const { value } = await play(app, async () => settled((await work.delay(1)).get()), {
      faults: { processDies: 1 },
    })
    expect(value).toBe('WorkerLostError: Worker exited prematurely: signal 9 (SIGKILL) Job: 0.')
  })

  test('D10 in a chord that is a failed part', async () => {
    const { app, work, total } = tasks()
    const { value } = await play(
      app,
      async () => settled((await chord([work.s(1)], total.s()).delay()).get({ followParents: false })),
      { faults: { processDies: 1 } },
    )
    expect(value).toMatch(/^ChordError: Dependency .* raised WorkerLostError/)
  })

  test.each([0, 1, 3])('%i deaths at most, of processes and workers together', async (maxDeaths) => {
    const { app, work } = tasks({ acksLate: true, rejectOnWorkerLost: true })
    const { value, trace } = await play(app, async () => (await work.delay(1)).get(), {
      faults: { workerDies: 0.5, processDies: 1, maxDeaths },
    })
    expect(value).toBe(1)
    const again = events(trace, 'task-sent').filter(({ cause }) => cause === 'redelivery')
    expect(again).toHaveLength(maxDeaths)
  })

  test('with reject_on_worker_lost the message goes back to its queue', async () => {
    const { app, work } = tasks({ acksLate: true, rejectOnWorkerLost: true })
    const { value, trace } = await play(app, async () => (await work.delay(1)).get(), {
      seed: 5,
      faults: { processDies: 0.7 },
    })
    expect(value).toBe(1)
    const sent = events(trace, 'task-sent').map(({ cause }) => cause)
    expect(sent.length).toBeGreaterThan(1)
    expect(sent.slice(1).every((cause) => cause === 'redelivery')).toBe(true)
  })

  test('G4 Reject with requeue comes again, with late acks only', async () => {
    const run = async (acksLate: boolean) => {
      const app = new Celery('acks')
      let runs = 0
      const task = app.task('task', { acksLate }, (): number => {
        if (++runs < 3) throw new Reject('not now', true)
        return runs
      })
      return (await play(app, async () => settled((await task.delay()).get()))).value
    }
    expect(await run(true)).toBe(3)
    expect(await run(false)).toMatch(/^NeverReady: .*task was rejected/)
  })
})

describe('what the broker may do', () => {
  test('a message that comes twice runs twice, shows as a redelivery, and has one result', async () => {
    const { app, work } = tasks()
    const { value, trace } = await play(app, async () => (await work.delay(1)).get(), {
      faults: { duplicated: 1 },
    })
    expect(value).toBe(1)
    expect(events(trace, 'task-sent').map(({ cause }) => cause)).toEqual(['apply', 'redelivery'])
    expect([starts(trace).length, events(trace, 'result-stored').length]).toEqual([2, 1])
  })

  test('what comes twice is not doubled again when it comes', async () => {
    const { app, work } = tasks({ acksLate: true })
    const { trace } = await play(app, async () => settled((await work.delay(1)).get()), {
      seed: 2,
      faults: { duplicated: 1, workerDies: 0.5, diesAt: ['mid-task'] },
    })
    expect(events(trace, 'task-sent').length).toBeLessThanOrEqual(
      2 + 2 * events(trace, 'worker-offline').length,
    )
  })

  test('D10 a failed part that comes twice fails its chord twice: Redis keeps the parts of a header that failed', async () => {
    const app = new Celery('acks')
    const calls: string[] = []
    const boom = app.task('boom', (): number => {
      throw new RangeError('boom')
    })
    const total = app.task('total', (list: readonly number[]) => list.length)
    const heard = app.task('heard', (_request: { id: string }, exc: Error, _traceback: string) => {
      calls.push(exc.name)
    })
    const { trace } = await play(
      app,
      async () => settled((await chord([boom.s()], total.s().linkError(heard.s())).delay()).get()),
      { faults: { duplicated: 1 } },
    )
    expect(calls).toEqual(['ChordError', 'ChordError'])
    expect(events(trace, 'chord-part').map(({ count, size }) => [count, size])).toEqual([
      [1, 1],
      [1, 1],
    ])
  })

  test('G8 a header task that comes twice is one part of its chord, and the body runs once', async () => {
    const { app, work, total } = tasks()
    const { value, trace } = await play(
      app,
      async () => (await chord([work.s(1), work.s(2), work.s(3)], total.s()).delay()).get(),
      { faults: { duplicated: 0.5 }, seed: 4 },
    )
    expect(value).toBe(3)
    expect(starts(trace).filter((start) => start.startsWith('work')).length).toBeGreaterThan(3)
    const bodies = events(trace, 'task-sent').filter(
      ({ task, cause }) => task === 'total' && cause === 'chord',
    )
    expect(bodies).toHaveLength(1)
  })

  test('G8 a part that comes again once the chord is complete does not complete it again', async () => {
    const { app, work, total } = tasks()
    const { trace } = await play(app, async () => (await chord([work.s(1)], total.s()).delay()).get(), {
      faults: { duplicated: 1 },
    })
    expect(events(trace, 'chord-part')).toHaveLength(2)
    const bodies = events(trace, 'task-sent').filter(
      ({ task, cause }) => task === 'total' && cause === 'chord',
    )
    expect(bodies).toHaveLength(1)
  })

  test('a message may come late, by up to lateByS', async () => {
    const { app, work } = tasks()
    const { trace } = await play(app, async () => (await work.delay(1)).get(), {
      faults: { late: 1, lateByS: 100 },
    })
    const { atMs } = events(trace, 'task-received')[0]!
    expect(atMs).toBeGreaterThan(5)
    expect(atMs).toBeLessThanOrEqual(100_005)
  })

  test('it may pause: nothing is handed out until it resumes', async () => {
    const { app, work } = tasks()
    const { value, trace } = await play(app, async () => (await work.delay(1)).get(), {
      faults: { brokerPauses: 1, pauseS: 30 },
    })
    expect(value).toBe(1)
    expect(
      trace.filter(({ type }) => /broker|received/.test(type)).map(({ type, atMs }) => `${atMs} ${type}`),
    ).toEqual(['5 broker-paused', '30005 broker-resumed', '30005 task-received'])
  })
})
