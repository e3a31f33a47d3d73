import { describe, expect, test } from 'vitest'
import { Celery, chain, chord, group, ImproperlyConfigured, NotImplementedError } from '../../src/index.ts'

type Untyped = (...parts: unknown[]) => { delay(): Promise<{ get(): Promise<unknown> }> }

/** The words without their types: what the compiler refuses must be refused at run time as well. */
const words = { chain: chain as unknown as Untyped, chord: chord as unknown as Untyped }

describe('sending', () => {
  const app = new Celery('bank')
  const add = app.task('bank.add', (x: number, y: number) => x + y)

  test('checks the arguments of a registered task before anything is published', async () => {
    const incomplete = add.s(1) as unknown as { delay(): Promise<unknown> }
    await expect(incomplete.delay()).rejects.toThrow(
      new TypeError("add() missing 1 required positional argument: 'y'"),
    )
  })

  test('refuses a broker it cannot speak to, and says with which it can', async () => {
    const far = new Celery('bank', { broker: 'sqs://queue.example', backend: 'redis://localhost:6379/1' })
    const far_add = far.task('bank.add', (x: number, y: number) => x + y)
    await expect(far_add.delay(1, 2)).rejects.toThrow(ImproperlyConfigured)
    await expect(far_add.delay(1, 2)).rejects.toThrow(/sqs:.*redis:\/\/.*amqp:\/\//s)
  })
})

test('refuses a moment that is none', () => {
  const app = new Celery('bank')
  const add = app.task('bank.add', (x: number, y: number) => x + y)
  const cure = /eta is a Date or an ISO-8601 time such as .*; got nonsense/
  expect(() => add.s(1, 2).set({ eta: 'nonsense' })).toThrow(cure)
  expect(() => add.s(1, 2).set({ expires: new Date(Number.NaN) })).toThrow(/expires is a Date/)
  expect(add.s(1, 2).set({ eta: '2030-01-01T12:00:00Z', expires: 5 }).toJSON().options).toEqual({
    eta: '2030-01-01T12:00:00Z',
    expires: 5,
  })
})

describe('a backend without chords', () => {
  const app = new Celery('rpc', { backend: 'rpc://' })
  const add = app.task('add', (x: number, y: number) => x + y)
  const sum = app.task('sum', (numbers: readonly number[]) => numbers.length)
  const header = [add.s(1, 1), add.s(2, 2)] as const
  const refused = 'The "rpc" result backend does not support chords!'

  test('refuses a chord, said or implied, in the words of Celery', async () => {
    await expect(words.chord(header, sum.s()).delay()).rejects.toThrow(NotImplementedError)
    await expect(words.chord(header, sum.s()).delay()).rejects.toThrow(refused)
    await expect(words.chain(add.s(1, 1), group(add.s(1), add.s(2)), sum.s()).delay()).rejects.toThrow(
      refused,
    )
  })

  test('names what to do', async () => {
    const cure =
      "What to do: give the app another backend, new Celery(name, { backend: 'redis://localhost:6379/1' })"
    await expect(words.chord(header, sum.s()).delay()).rejects.toThrow(cure)
    const silent = new Celery('silent', { backend: 'disabled://' })
    const one = silent.task('one', () => 1)
    const many = silent.task('many', (numbers: readonly number[]) => numbers.length)
    await expect(words.chord([one.s(), one.s()], many.s()).delay()).rejects.toThrow(cure)
  })

  test('runs groups, and groups at the end of a chain', async () => {
    expect(await (await group(...header).delay()).get()).toEqual([2, 4])
    expect(await (await chain(add.s(1, 1), group(add.s(1), add.s(2))).delay()).get()).toEqual([3, 4])
  })
})
