import { describe, expect, test } from 'vitest'
import { Celery } from '../../src/canvas/celery.ts'
import { chain } from '../../src/canvas/chain.ts'
import { chord } from '../../src/canvas/chord.ts'
import { decodeCanvas } from '../../src/canvas/decode.ts'
import { group } from '../../src/canvas/group.ts'

const app = new Celery('test')
const add = app.task('proj.add', (x: number, y: number) => x + y)
const sum = app.task('proj.sum', (numbers: readonly number[]) => numbers.length)
const join = app.task('proj.join', { parameters: ['items', 'sep'] }, (items: string[], sep = '-') =>
  items.join(sep),
)
const report = app.task('proj.report', (id: string) => id.length)

const plain = (task: string, args: readonly unknown[], more: object = {}) => ({
  task,
  args,
  kwargs: {},
  options: {},
  subtask_type: null,
  immutable: false,
  ...more,
})
const a = plain('proj.add', [1, 2])
const b = plain('proj.add', [3])

describe('a word makes exactly the dict of Celery', () => {
  const rows: readonly (readonly [string, { toJSON(): unknown }, unknown])[] = [
    ['s', add.s(1, 2), a],
    ['s with fewer arguments', add.s(3), b],
    ['si', add.si(1, 2), { ...a, immutable: true }],
    [
      'signature',
      join.signature({ args: [['a']], kwargs: { sep: '+' }, queue: 'q', countdown: 5 }),
      plain('proj.join', [['a']], { kwargs: { sep: '+' }, options: { queue: 'q', countdown: 5 } }),
    ],
    [
      'options in the names of the wire',
      add.s(1, 2).set({
        taskId: 'id',
        timeLimit: 10,
        softTimeLimit: 5,
        ignoreResult: true,
        routingKey: 'key',
        replyTo: 'me',
        eta: new Date(0),
        expires: '2030-01-01T00:00:00Z',
        priority: null,
      }),
      {
        ...a,
        options: {
          task_id: 'id',
          time_limit: 10,
          soft_time_limit: 5,
          ignore_result: true,
          routing_key: 'key',
          reply_to: 'me',
          eta: '1970-01-01T00:00:00.000Z',
          expires: '2030-01-01T00:00:00Z',
        },
      },
    ],
    ['link', add.s(1, 2).link(add.s(3)), { ...a, options: { link: [b] } }],
    ['an equal link once', add.s(1, 2).link(add.s(3)).link(add.s(3)), { ...a, options: { link: [b] } }],
    [
      'linkError',
      add.s(1, 2).linkError(report.s()),
      { ...a, options: { link_error: [plain('proj.report', [])] } },
    ],
    [
      'onError',
      add.s(1, 2).onError(report.s()),
      { ...a, options: { link_error: [plain('proj.report', [])] } },
    ],
    ['clone puts arguments in front', add.s(2).clone({ args: [1] }), a],
    [
      'chain',
      chain(add.s(1, 2), add.s(3)),
      { ...plain('celery.chain', []), kwargs: { tasks: [a, b] }, subtask_type: 'chain' },
    ],
    [
      'pipe',
      add.s(1, 2).pipe(add.s(3)),
      { ...plain('celery.chain', []), kwargs: { tasks: [a, b] }, subtask_type: 'chain' },
    ],
    [
      'group',
      group(add.s(1, 2), add.s(3)),
      { ...plain('celery.group', []), kwargs: { tasks: [a, b] }, subtask_type: 'group' },
    ],
    [
      'group of a list',
      group([add.s(1, 2), add.s(3)]),
      { ...plain('celery.group', []), kwargs: { tasks: [a, b] }, subtask_type: 'group' },
    ],
    [
      'chord',
      chord([add.s(1, 2)], sum.s()),
      {
        ...plain('celery.chord', []),
        kwargs: { kwargs: {}, header: [a], body: plain('proj.sum', []) },
        subtask_type: 'chord',
      },
    ],
    [
      'a group before a task',
      chain(group(add.s(1, 2), add.s(1, 2)), sum.s()),
      {
        ...plain('celery.chord', []),
        kwargs: { kwargs: {}, header: [a, a], body: plain('proj.sum', []) },
        subtask_type: 'chord',
      },
    ],
    [
      'a group of one in a chain',
      chain(group(add.s(1, 2)), add.s(3)),
      { ...plain('celery.chain', []), kwargs: { tasks: [a, b] }, subtask_type: 'chain' },
    ],
    [
      'map',
      report.map(['x']),
      plain('celery.map', [], { kwargs: { task: plain('proj.report', []), it: ['x'] }, immutable: true }),
    ],
    [
      'starmap',
      add.starmap([[1, 2]]),
      plain('celery.starmap', [], { kwargs: { task: plain('proj.add', []), it: [[1, 2]] }, immutable: true }),
    ],
    [
      'chunks',
      add.chunks([[1, 2]], 10),
      plain('celery.chunks', [], {
        kwargs: { task: plain('proj.add', []), it: [[1, 2]], n: 10 },
        immutable: true,
      }),
    ],
    [
      'skew',
      group(add.s(1, 2), add.s(1, 2)).skew(1, 10),
      {
        ...plain('celery.group', []),
        kwargs: {
          tasks: [
            { ...a, options: { countdown: 1 } },
            { ...a, options: { countdown: 2 } },
          ],
        },
        subtask_type: 'group',
      },
    ],
    ['a signature by name', app.signature('elsewhere.task', { args: [1] }), plain('elsewhere.task', [1])],
  ]

  test.each(rows)('%s', (_, made, dict) => {
    expect(JSON.parse(JSON.stringify(made))).toEqual(dict)
  })

  test.each(rows)('%s reads back', (_, made) => {
    expect(decodeCanvas(JSON.parse(JSON.stringify(made)))).toEqual(made.toJSON())
  })
})

describe('a signature is a value', () => {
  test('words give a new one', () => {
    const one = add.s(1, 2)
    const two = one.set({ countdown: 5 })
    expect(two).not.toBe(one)
    expect(one.toJSON().options).toEqual({})
  })

  test('its data is frozen, and shares nothing with what was given', () => {
    const items = ['a']
    const one = join.s(items)
    items.push('b')
    expect(one.toJSON().args).toEqual([['a']])
    expect(Object.isFrozen(one.toJSON())).toBe(true)
    expect(Object.isFrozen(one.toJSON().args[0])).toBe(true)
  })

  test('it prints as Celery does, and is no promise', () => {
    const both = chain(add.s(1, 2), add.s(3))
    expect(`${both}`).toBe('proj.add(1, 2) | add(3)')
    for (const made of [add, add.s(1), both, group(add.s(1, 2)), chord([add.s(1, 2)], sum.s())])
      expect('then' in made).toBe(false)
  })

  test('a group keeps its words', () => {
    const two = group(add.s(1, 2)).set({ queue: 'q' })
    expect(`${two.skew(2)}`).toBe(`${two}`)
    expect(two.skew(2).toJSON().kwargs).toMatchObject({ tasks: [{ options: { countdown: 2 } }] })
  })
})

describe('what does not fit is refused', () => {
  test('an unknown option', () => {
    expect(() => add.s(1, 2).set({ countdwn: 5 } as object)).toThrow('there is no option countdwn')
  })

  test('arguments that JSON does not carry', () => {
    const loose = app.signature.bind(app)
    expect(() => loose('t', { args: [new Date(0) as never] })).toThrow(
      'argument 1 of t holds a Date: JSON does not carry it. Pass toISOString() instead.',
    )
    expect(() => loose('t', { kwargs: { x: [1, { y: 1n }] } as never })).toThrow(
      'keyword argument x of t holds the bigint 1n at [1].y',
    )
  })

  test('a second task of the same name', () => {
    expect(() => app.task('proj.add', () => 1)).toThrow('test has a task proj.add already')
  })

  test('data that is no canvas', () => {
    expect(() => app.signature({ task: 1 })).toThrow('canvas.task')
  })
})
