import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { expect, test } from 'vitest'
import { getTaskEither } from '../../src/fp-ts.ts'
import { Celery, chain, TimeoutError } from '../../src/index.ts'

const app = new Celery('bank')
const add = app.task('add', (x: number, y: number) => x + y)
const fail = app.task('fail', (_x: number): number => {
  throw new RangeError('no money')
})
const slow = app.task('slow', { bind: true }, async (self) => {
  await self.sleep(60)
  return 1
})

test('a value comes on the right, and goes on through the pipe with its type', async () => {
  const result = await chain(add.s(1, 2), add.s(10)).delay()
  const doubled: TE.TaskEither<Error, number> = pipe(
    getTaskEither(result),
    TE.map((total) => total * 2),
  )
  expect(await doubled()).toEqual(E.right(26))
})

test("a task's error comes on the left", async () => {
  const result = await chain(add.s(1, 2), fail.s()).delay()
  expect(await getTaskEither(result)()).toEqual(E.left(new RangeError('no money')))
})

test('so does a wait that is too short', async () => {
  const result = await slow.delay()
  expect(await getTaskEither(result, { timeout: 1 })()).toEqual(
    E.left(new TimeoutError('The operation timed out.')),
  )
})
