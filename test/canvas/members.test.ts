import { expect, test } from 'vitest'
import type { Canvas } from '../../src/canvas/canvas.ts'
import { groupOf, link, setImmutable } from '../../src/canvas/compose.ts'
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

test('C13 a group without members has none to link to', () => {
  expect(() => link(groupOf([]), add.s(1).toJSON())).toThrow(/^tuple index out of range: a group without/)
})

test('D12 with task_allow_error_cb_on_chord_header an errback goes to the members of the header too', () => {
  const settings = { taskAllowErrorCbOnChordHeader: true }
  const strict = new Celery('strict', settings)
  const plus = strict.task('plus', (x: number, y: number) => x + y)
  const total = strict.task('total', (numbers: readonly number[]) => numbers.length)
  const alarm = strict.task('alarm', (id: string) => id.length)
  const canvas = chord([plus.s(1, 1), chord([plus.s(2, 2)], total.s())], total.s()).linkError(alarm.s())
  /** Each signature with the options of its errbacks. */
  const linked = (each: Canvas): readonly unknown[] =>
    each.subtask_type === 'chord'
      ? [...(each.kwargs.header as readonly Canvas[]).flatMap(linked), ...linked(each.kwargs.body!)]
      : [[each.task, (each.options.link_error as readonly Canvas[]).map(({ options }) => options)]]
  // As Celery 5.6.3 writes it.
  expect(linked(canvas.toJSON())).toEqual([
    ['plus', [{ immutable: true }]],
    ['plus', [{ immutable: true }]],
    ['total', [{ immutable: true }, {}]],
    ['total', [{}]],
  ])
})
