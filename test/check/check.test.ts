import { describe, expect, test } from 'vitest'
import type { AnySignature } from '../../src/canvas/signature.ts'
import { Celery, type CheckOptions, chain, check, chord, group, trapSentence } from '../../src/index.ts'

const app = new Celery('bank')
let ran = 0
const add = app.task('add', (x: number, y: number) => {
  ran++
  return x + y
})
const ident = app.task('ident', (x: number) => x)
const twins = app.task('twins', (x: readonly number[]) => x.length)
const total = app.task('total', (list: readonly number[]) => list.length)
const quiet = app.task('quiet', { ignoreResult: true }, (x: number) => x)
const report = app.task('report', (_id: string) => null)

const trapsOf = async (canvas: AnySignature, options: CheckOptions = {}) =>
  (await check(canvas, { tasks: app.tasks, ...options })).map(trapSentence)

describe('a canvas without traps', () => {
  const sound: readonly (readonly [string, AnySignature])[] = [
    ['a task', add.s(1, 2)],
    ['a chain', chain(add.s(1, 2), add.s(3), ident.s())],
    ['a chord with an errback', chord([add.s(1, 2), add.s(3, 4)], total.s()).onError(report.s())],
    ['a link', add.s(1, 2).link(ident.s())],
    [
      'map, starmap and chunks',
      group([ident.map([1, 2]), add.starmap([[1, 2]]), add.chunks([[1, 2]], 1).group()]),
    ],
  ]
  test.each(sound)('%s', async (_, canvas) => {
    expect(await trapsOf(canvas)).toEqual([])
  })
})

test('a group after a step that may fail hangs', async () => {
  expect(await trapsOf(chain(add.s(1, 2), group([ident.s(), ident.s()])))).toEqual([
    "when add fails, the result can never become ready: ident was never sent, because add before it failed. Celery's get() would wait here for ever.",
  ])
})

test('groups in a row run the last of them more than once', async () => {
  const row = group([ident.s(1), ident.s(2)])
    .pipe(group([twins.s(), twins.s()]))
    // @ts-expect-error the compiler knows
    .pipe(group([total.s(), total.s()]))
  expect(await trapsOf(row)).toContain('total stands in it twice and runs 4 times.')
})

test('a member that keeps no result hangs a chord that polls', async () => {
  const canvas = { ...chord([ident.s(1), ident.s(2)], total.s()).toJSON() }
  const header = [ident.s(1).toJSON(), app.signature('quiet', { args: [3] }).toJSON()]
  const mixed = app.signature({ ...canvas, kwargs: { ...canvas.kwargs, header } } as never)
  expect(await trapsOf(mixed, { backend: 'db+sqlite://' })).toEqual([
    expect.stringContaining('though nothing fails, the result can never become ready'),
    'total stands in it once and never runs.',
  ])
  expect(await trapsOf(mixed)).toEqual([])
  expect(quiet.name).toBe('quiet')
})

test('a backend without chords refuses one', async () => {
  const canvas = chord([add.s(1, 2)], total.s())
  expect(await trapsOf(canvas, { backend: 'rpc://' })).toEqual([
    expect.stringMatching(/^it cannot be sent: NotImplementedError: The "rpc" result backend/),
  ])
})

test('arguments may be given with it, and a canvas may come from Python', async () => {
  const json = JSON.parse(JSON.stringify(chain(ident.s(), group([ident.s(), ident.s()]))))
  const [trap] = await check(json, { args: [1] })
  expect(trap).toMatchObject({ type: 'never-ready', when: { task: 'ident', nth: 1 } })
  await expect(check({ task: 5 } as never)).rejects.toThrow("canvas.task: expected a task's name")
})

test('the tasks themselves do not run', async () => {
  ran = 0
  await check(chain(add.s(1, 2), add.s(3)), { tasks: app.tasks })
  expect(ran).toBe(0)
})

test('of a large canvas some failures are tried, the first and the last among them', async () => {
  const members = Array.from({ length: 50 }, (_, index) => ident.s(index))
  const many = group(members)
    .pipe(total.s())
    .pipe(add.s(1))
    .pipe(group([ident.s(), ident.s()]))
  const first = { type: 'never-ready', when: { task: 'ident', nth: 1 } }
  const later = { type: 'never-ready', when: { task: 'total', nth: 1 } }
  expect(await check(many, { tasks: app.tasks, failures: 2 })).toMatchObject([first])
  expect(await check(many, { tasks: app.tasks })).toMatchObject([first, later])
  expect((await trapsOf(many))[0]).toBe(
    "when ident fails, the result can never become ready: ident was never sent, because add was never sent, because total was never sent, because ident before it failed. Celery's get() would wait here for ever.",
  )
})
