import { describe, expect, test } from 'vitest'
import { Celery, chain, chord, group, type Stamps, simulate } from '../../src/index.ts'

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

describe('F13 stamps are where Celery puts them', () => {
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

describe('F13 a visitor says the stamps of each canvas', () => {
  const visitor = { onSignature: ({ task }: { task: string }) => ({ of: task }) }

  test('of the body of a chord too', () => {
    const canvas = chord([add.s(1, 2)], sum.s()).stamp({}, { visitor })
    expect(stampsOf(canvas.toJSON())).toEqual([[['of', 'add']], [['of', 'sum']]])
  })

  test('is told what is begun and ended, and the stamps so far', () => {
    const told: unknown[] = []
    const tell =
      (hook: string) =>
      ({ task }: { readonly task: string }, stamps: Stamps): void =>
        void told.push([hook, task, Object.keys(stamps).filter((name) => name !== 'stamped_headers')])
    chain(add.s(1, 2).link(audit.s()), add.s(3)).stamp(
      { by: 'me' },
      {
        visitor: {
          onSignature: (signature, stamps) => {
            tell('signature')(signature, stamps)
            return null
          },
          onChainStart: (canvas, stamps) => {
            tell('chain')(canvas, stamps)
            return { chained: true }
          },
          onChainEnd: tell('chain end'),
          onCallback: (canvas, stamps) => {
            tell('callback')(canvas, stamps)
            return { called: true }
          },
        },
      },
    )
    expect(told).toEqual([
      ['chain', 'celery.chain', ['by']],
      ['callback', 'audit', ['by', 'chained']],
      ['signature', 'audit', ['by', 'chained', 'called']],
      ['signature', 'add', ['by', 'chained']],
      ['signature', 'add', ['by', 'chained']],
      ['chain end', 'celery.chain', ['by', 'chained']],
    ])
  })

  test('appendStamps makes a list of the stamps of one name', () => {
    const canvas = add.s(1, 2).stamp({ a: 1 }).stamp({ a: 2 }, { appendStamps: true })
    expect(stampsOf(canvas.toJSON())).toEqual([[['a', [2, 1]]]])
  })

  test('a canvas that was stamped before is left as it was', () => {
    const before = group(add.s(1, 2).stamp({ a: ['x'] }), add.s(3, 4))
    const text = JSON.stringify(before)
    before.stamp({ a: ['y'] })
    expect(JSON.stringify(before)).toBe(text)
  })

  test.each<[string, unknown, RegExp]>([
    ['a value that JSON does not carry', { at: new Date(0) }, /a stamping visitor gave holds a Date at at/],
    [
      'names that are no list',
      { stamped_headers: 'at' },
      /^stamped_headers is a list of the names of stamps/,
    ],
  ])('refuses %s', (_, said, message) => {
    const wrong = { onSignature: () => said as Stamps }
    expect(() => add.s(1, 2).stamp({}, { visitor: wrong })).toThrow(message)
  })

  test('what is asked for and has no value cannot be sent', async () => {
    const wrong = { onSignature: () => ({ stamped_headers: ['tenant'] }) }
    const { error } = await simulate(app, {}, async () => {
      await add.s(1, 2).stamp({}, { visitor: wrong }).delay()
      return {}
    })
    expect(`${error}`).toMatch(/^KeyError: 'tenant': a stamp of this name is asked for/)
  })

  test('stamps are in the request of the task, and in the trace', async () => {
    const seen = app.task('seen', { bind: true }, (self) => self.request.stamps)
    const { returned, trace } = await simulate(app, {}, async () => ({
      value: await (await seen.s().stamp({ tenant: 'acme' }).delay()).get(),
    }))
    expect(returned.value).toEqual({ tenant: 'acme' })
    expect(trace.filter(({ type }) => type === 'task-sent')).toMatchObject([{ stamps: { tenant: 'acme' } }])
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
