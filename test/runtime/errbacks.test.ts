import { expect, test } from 'vitest'
import type { Request } from '../../src/canvas/context.ts'
import { Celery, chord, group, type JsonObject } from '../../src/index.ts'
import { events, lifeOf, play, settled } from './playing.ts'

function tasks() {
  const app = new Celery('errbacks')
  const calls: string[] = []
  return {
    app,
    calls,
    boom: app.task('boom', (): number => {
      throw new RangeError('boom')
    }),
    told: app.task('told', (id: string) => id.length),
    heard: app.task('heard', (request: Request, exc: Error, traceback: string) => {
      calls.push(`${request.task} ${exc.name} ${exc.message} ${traceback.split('\n')[0]}`)
    }),
    clumsy: app.task('clumsy', (request: Request, _exc: Error, _traceback: string) => {
      calls.push(`clumsy ${request.task}`)
      throw new Error('of the errback')
    }),
    slow: app.task('slow', async (request: Request, _exc: Error, _traceback: string) => {
      calls.push(`slow ${request.task}`)
      throw new Error('of the errback')
    }),
  }
}

test('A15 an errback of the new style is called in the worker: no task of its own', async () => {
  const { app, boom, heard, calls } = tasks()
  const { trace } = await play(app, async () => settled((await boom.s().onError(heard.s()).delay()).get()))
  expect(calls).toEqual(['boom RangeError boom RangeError: boom'])
  expect(events(trace, 'errback-called')).toMatchObject([
    { errback: 'heard', exception: { exc_type: 'RangeError' } },
  ])
  expect(lifeOf(trace, 'heard')).toEqual([])
})

test('A15 an errback of the old style is a task, sent after the failure was stored', async () => {
  const { app, boom, told } = tasks()
  const { trace } = await play(app, async () => settled((await boom.s().onError(told.s()).delay()).get()))
  expect(lifeOf(trace, 'told')).toEqual(['sent', 'received', 'started', 'SUCCESS', 'succeeded'])
  const stored = trace.findIndex((event) => event.type === 'result-stored' && event.state === 'FAILURE')
  const sent = trace.findIndex((event) => event.type === 'task-sent' && event.task === 'told')
  expect(stored).toBeLessThan(sent)
})

test('A15 an inline errback that raises: its error is handled as the failure, twice more, and the others are skipped', async () => {
  const { app, boom, clumsy, heard, told, calls } = tasks()
  const canvas = boom.s().onError(clumsy.s()).onError(heard.s()).onError(told.s())
  const { value, trace } = await play(app, async () => settled((await canvas.delay()).get()))
  expect(value).toBe('RangeError: boom')
  expect(calls).toEqual(['clumsy boom', 'clumsy boom', 'clumsy boom'])
  expect(events(trace, 'errback-called').map(({ exception }) => exception.exc_type)).toEqual([
    'RangeError',
    'Error',
    'Error',
  ])
  expect(events(trace, 'result-stored').map(({ result }) => result)).toMatchObject([
    { exc_type: 'RangeError' },
    { exc_message: ['of the errback'] },
    { exc_message: ['of the errback'] },
  ])
  expect(lifeOf(trace, 'told')).toEqual([])
  expect(lifeOf(trace, 'boom').at(-1)).toBe('failed')
})

test('A15 an async errback that rejects harms nobody', async () => {
  const { app, boom, slow, calls } = tasks()
  const { value } = await play(app, async () => settled((await boom.s().onError(slow.s()).delay()).get()))
  expect([value, calls]).toEqual(['RangeError: boom', ['slow boom']])
})

test.each([
  [true, ['total ChordError', 'boom RangeError']],
  [false, ['total ChordError']],
])('D12 task_allow_error_cb_on_chord_header %s: who is told that a header failed', async (allowed, told) => {
  const app = new Celery('errbacks', { taskAllowErrorCbOnChordHeader: allowed })
  const calls: string[] = []
  const boom = app.task('boom', (): number => {
    throw new RangeError('boom')
  })
  const total = app.task('total', (list: readonly number[]) => list.length)
  const heard = app.task('heard', (request: Request, exc: Error, _traceback: string) => {
    calls.push(`${request.task} ${exc.name}`)
  })
  await play(app, async () =>
    settled((await chord([boom.s()], total.s()).linkError(heard.s()).delay()).get()),
  )
  expect(calls).toEqual(told)
})

test('D11 an errback of a group body that throws is passed over: each member still has its errbacks and its failure', async () => {
  const { app, boom, clumsy, heard, calls } = tasks()
  const one = app.task('one', (list: readonly number[]) => list.length)
  // Only such a dict has errbacks on the group itself; `linkError` gives them to its members.
  const body = group(one.s(), one.s()).toJSON()
  const errbacks = [clumsy.s(), heard.s()].map((each) => each.toJSON())
  const dict = { ...body, options: { link_error: errbacks } } as unknown as JsonObject
  const canvas = chord([boom.s()], app.signature<[list: readonly number[]]>(dict))
  const { trace } = await play(app, async () => settled((await canvas.delay()).get()))
  expect(calls).toEqual(['clumsy unknown', 'clumsy unknown'])
  // The task that failed, two members and the group itself; the revoke of the members races with it.
  const failed = events(trace, 'result-stored').filter(({ state }) => state === 'FAILURE')
  expect(failed.map(({ result }) => (result as { exc_type: string }).exc_type)).toEqual(
    Array(4).fill('RangeError'),
  )
})
