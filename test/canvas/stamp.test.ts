import { describe, expect, test } from 'vitest'
import { Celery, chain, chord, group, simulate } from '../../src/index.ts'

const app = new Celery('test')
const add = app.task('add', (x: number, y: number) => x + y)
const sum = app.task('sum', (numbers: readonly number[]) => numbers.length)
const audit = app.task('audit', { ignoreResult: true }, (x: number) => x + 1)

/** The stamps of every signature in a canvas, in order. */
const stampsOf = (canvas: unknown): readonly unknown[] => {
  if (typeof canvas !== 'object' || canvas === null) return []
  const { task, options } = canvas as { task?: string; options?: Record<string, unknown> }
  const names = (options?.stamped_headers as readonly string[] | undefined) ?? []
  const own = task?.startsWith('celery.') === false ? [names.map((name) => [name, options?.[name]])] : []
  return [...own, ...Object.values(canvas).flatMap(stampsOf)]
}

describe('stamps are where Celery puts them', () => {
  const a = [['a', 1]]
  const rows: readonly (readonly [string, { toJSON(): unknown }, unknown])[] = [
    ['a signature', add.s(1, 2).stamp({ a: 1 }), [a]],
    [
      'the later one wins',
      add.s(1, 2).stamp({ a: 2, c: 3 }).stamp({ a: 1 }),
      [
        [
          ['a', 1],
          ['c', 3],
        ],
      ],
    ],
    ['a null', add.s(1, 2).stamp({ a: null }), [[['a', null]]]],
    ['callbacks too', add.s(1, 2).link(add.s(3)).stamp({ a: 1 }), [a, a]],
    ['every step of a chain', chain(add.s(1, 2), add.s(3)).stamp({ a: 1 }), [a, a]],
    ['every member of a group', group(add.s(1, 2), add.s(3, 4)).stamp({ a: 1 }), [a, a]],
    ['the header of a chord, not its body', chord([add.s(1, 2)], sum.s()).stamp({ a: 1 }), [a, []]],
  ]
  test.each(rows)('%s', (_, canvas, expected) => {
    expect(stampsOf(canvas.toJSON())).toEqual(expected)
  })

  test('a chain, a group and a chord have none themselves', () => {
    const canvas = chain(add.s(1, 2), group(add.s(3), add.s(4)), sum.s()).stamp({ a: 1 })
    expect(canvas.toJSON().options).toEqual({})
  })
})

test('a task that ignores its result gives null at once, and its result to the next step', async () => {
  const { returned, error } = await simulate(app, {}, async () => ({
    byTask: await (await audit.delay(1)).get(),
    bySignature: await (await audit.s(1).delay()).get(),
    byOption: await (await add.s(1, 2).set({ ignoreResult: true }).delay()).get(),
    next: await (await chain(audit.s(1), add.s(2)).delay()).get(),
  }))
  expect(error).toBeNull()
  expect(returned).toEqual({ byTask: null, bySignature: null, byOption: null, next: 4 })
})
