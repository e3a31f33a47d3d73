import { expect, test } from 'vitest'
import { setImmutable } from '../../src/canvas/compose.ts'
import { Celery, chord, group } from '../../src/index.ts'

const app = new Celery('test')
const add = app.task('add', (x: number, y: number) => x + y)
const sum = app.task('sum', (numbers: readonly number[]) => numbers.length)

test('C20 D4 immutability goes to the members of a group, and to the header of a chord', () => {
  const members = group(add.s(1, 2), add.s(3, 4)).toJSON()
  const immutable = { immutable: true }
  expect(setImmutable(members, true)).toMatchObject({
    immutable: false,
    kwargs: { tasks: [immutable, immutable] },
  })
  expect(setImmutable(chord([add.s(1, 2)], sum.s()).toJSON(), true)).toMatchObject({
    kwargs: { header: [immutable], body: { immutable: false } },
  })
})

test('E4 chunks.group() is the group of starmaps that chunks are sent as', async () => {
  const parts = add.chunks(
    [
      [1, 1],
      [2, 2],
      [3, 3],
    ],
    2,
  )
  const { tasks } = parts.group().toJSON().kwargs as { tasks: readonly { kwargs: object }[] }
  expect(tasks.map(({ kwargs }) => kwargs)).toMatchObject([
    {
      it: [
        [1, 1],
        [2, 2],
      ],
    },
    { it: [[3, 3]] },
  ])
  const result = await parts.group().skew(1, 10).delay()
  expect(await result.get()).toEqual([[2, 4], [6]])
})
