import { describe, expect, test } from 'vitest'
import type { Canvas } from '../../src/canvas/canvas.ts'
import { link, linkError } from '../../src/canvas/compose.ts'
import { completeChord } from '../../src/interpreter/chord.ts'
import type { Outcome } from '../../src/interpreter/outcome.ts'
import { settle } from '../../src/interpreter/settle.ts'
import {
  a,
  b,
  boom,
  C,
  c,
  contextWith,
  d,
  e,
  ended,
  ending,
  firstMessage,
  G,
  lines,
  published,
  raised,
  returned,
  senderOf,
  set,
  si,
  sig,
  spec,
  X,
} from './asking.ts'

describe('a task that returns', () => {
  test.each([
    ['alone stores its result', a, ['store id1 SUCCESS 1', 'succeeded 1']],
    [
      'A13 sends its one callback as it is, before the result is stored',
      link(a, b),
      ['link: publish b(1) id2', 'store id1 SUCCESS 1', 'succeeded 1'],
    ],
    [
      'A14 sends several callbacks as one new group',
      link(link(a, b), c),
      [
        'link: publish b(1) id3 in id2[0]',
        'link: publish c(1) id4 in id2[1]',
        'store id1 SUCCESS 1',
        'succeeded 1',
      ],
    ],
    [
      'A16 sends callbacks that are groups by themselves, and the others, chains too, in one group after them',
      link(link(link(link(a, b), G(d, e)), c), C(d, e)),
      [
        'link: publish d(1) id3 in id2[0]',
        'link: publish e(1) id4 in id2[1]',
        'link: publish b(1) id6 in id5[0]',
        'link: publish c(1) id7 in id5[1]',
        'link: publish d(1) id9 then e',
        'store id1 SUCCESS 1',
        'succeeded 1',
      ],
    ],
    [
      'A16 sends a chord as callback, its size before its last member',
      link(a, X([b, c], d)),
      [
        'link: publish b(1) id4 in id2[0] of d',
        'size of id2 is 2',
        'link: publish c(1) id5 in id2[1] of d',
        'store id1 SUCCESS 1',
        'succeeded 1',
      ],
    ],
    [
      'B1 sends the next step with the rest of the chain, before the result is stored',
      C(a, b, c, d),
      ['chain: publish b(1) id3 then c d', 'store id4 SUCCESS 1', 'succeeded 1'],
    ],
    [
      'sends callbacks before the next step',
      C(link(a, d), b),
      ['link: publish d(1) id3', 'chain: publish b(1) id1', 'store id2 SUCCESS 1', 'succeeded 1'],
    ],
    [
      'D3 reports its part of a chord after the result is stored',
      X([a, b], c),
      ['store id3 SUCCESS 1', 'part of id1[0]: id3 SUCCESS 1', 'succeeded 1'],
    ],
    [
      'in a chain in a header: its last step is the member, and the others report no part',
      X([C(link(a, e), b), c], d),
      [
        'link: publish e(1) id6',
        'chain: publish b(1) id3 in id1[0] of d',
        'store id4 SUCCESS 1',
        'succeeded 1',
      ],
    ],
    [
      'in a header, with a callback, sends the callback first',
      X([link(a, e), b], c),
      ['link: publish e(1) id5', 'store id3 SUCCESS 1', 'part of id1[0]: id3 SUCCESS 1', 'succeeded 1'],
    ],
    [
      'B8 before a group sends every member, with the result',
      C(a, G(b, c)),
      [
        'chain: publish b(1) id2 in id1[0]',
        'chain: publish c(1) id3 in id1[1]',
        'store id4 SUCCESS 1',
        'succeeded 1',
      ],
    ],
    [
      'B7 before a group and a step sends a chord, and no header task has the rest of the chain',
      C(a, X([b, c], d), e),
      [
        'chain: publish b(1) id3 in id2[0] of d',
        'size of id2 is 2',
        'chain: publish c(1) id4 in id2[1] of d',
        'store id6 SUCCESS 1',
        'succeeded 1',
      ],
    ],
    [
      'B21 does not give its result to an immutable step',
      C(a, si('b', 7)),
      ['chain: publish b(7) id1', 'store id2 SUCCESS 1', 'succeeded 1'],
    ],
    [
      'gives it in front of the arguments of a partial step',
      C(a, sig('b', 2, 3)),
      ['chain: publish b(1, 2, 3) id1', 'store id2 SUCCESS 1', 'succeeded 1'],
    ],
    [
      'as the callback chain of a chain runs that chain first, then nothing of its own',
      link(C(a), C(b, c)),
      ['link: publish b(1) id3 then c', 'store id1 SUCCESS 1', 'succeeded 1'],
    ],
  ])('%s', (_, canvas, effects) => {
    expect(ended(canvas, returned(1))).toEqual(effects)
  })

  test.each([[[1, 2]], [{ k: 1 }], [null], ['text'], [[]]])('B4 hands %j on as one argument', (value) => {
    const [next] = published(ending(firstMessage(C(a, b)), returned(value), contextWith()))
    expect(next!.body[0]).toEqual([value])
  })

  test('gives what it sends its own id as parent and its root as root', () => {
    const context = contextWith()
    const first = firstMessage(C(a, b, c), context)
    expect([first.headers.root_id, first.headers.parent_id]).toEqual([first.headers.id, null])
    const second = published(ending(first, returned(1), context))[0]!
    expect([second.headers.root_id, second.headers.parent_id]).toEqual([first.headers.id, first.headers.id])
    const third = published(ending(second, returned(2), context))[0]!
    expect([third.headers.root_id, third.headers.parent_id]).toEqual([first.headers.id, second.headers.id])
  })

  test('B7 the body of a chord that follows has the rest of the chain', () => {
    const context = contextWith()
    const [part] = published(ending(firstMessage(C(a, X([b, c], d), e), context), returned(1), context))
    const body = completeChord(part!.body[2].chord!, { type: 'joined', values: [1, 2] }, null, context)
    expect(lines(body)).toEqual(['chord: publish d([1,2]) id5 in id2[null] then e'])
  })

  test('H2 stores among its children what it sent: callbacks and the next step, not the body of its chord', () => {
    const context = contextWith()
    const message = firstMessage(X([link(a, b), c], d), context)
    const stored = ending(message, returned(1), context).find(({ type }) => type === 'store')
    expect(stored).toMatchObject({ children: [{ type: 'task', id: 'id5' }] })
  })

  test('H2 stores a group that follows as one child, the group', () => {
    const context = contextWith()
    const message = firstMessage(C(a, G(b, c)), context)
    const stored = ending(message, returned(1), context).find(({ type }) => type === 'store')
    expect(stored).toMatchObject({
      children: [{ type: 'group', id: 'id1', results: [{ id: 'id2' }, { id: 'id3' }] }],
    })
  })

  test('G12 trail=False records no children', () => {
    const context = contextWith()
    const message = firstMessage(C(a, b), context)
    const effects = settle(message, returned(1), { ...senderOf(message), trail: false }, context)
    expect(effects.find(({ type }) => type === 'store')).toMatchObject({ children: [] })
  })

  test.each([
    ['the task', contextWith([spec('a', { ignoreResult: true })]), C(a, b)],
    ['the message', contextWith(), C(set(a, { ignore_result: true }), b)],
  ])('G7 F9 ignore_result of %s stores nothing and goes on with the chain', (_, context, canvas) => {
    expect(lines(ending(firstMessage(canvas, context), returned(1), context))).toEqual([
      'chain: publish b(1) id1',
      'succeeded 1',
    ])
  })

  test('D23 with ignore_result still reports its part of a chord', () => {
    const context = contextWith([spec('a', { ignoreResult: true })])
    expect(lines(ending(firstMessage(X([a, b], c), context), returned(1), context))).toEqual([
      'part of id1[0]: id3 SUCCESS 1',
      'succeeded 1',
    ])
  })
})

describe('what cannot be sent on is charged to the task that was to send it', () => {
  const strict = (name: string) =>
    spec(name, {
      check: (args) => {
        if (args.length !== 1)
          throw new TypeError(`${name}() takes 1 positional argument but ${args.length} were given`)
      },
    })

  test('A24 the arity check of the next step, in the worker: both steps fail', () => {
    expect(ended(C(a, sig('b', 1), c), returned(1), contextWith([strict('b')]))).toEqual([
      'store id3 FAILURE TypeError(b() takes 1 positional argument but 2 were given)',
      'store id1 FAILURE TypeError(b() takes 1 positional argument but 2 were given)',
      'store id2 FAILURE TypeError(b() takes 1 positional argument but 2 were given)',
      'failed TypeError(b() takes 1 positional argument but 2 were given)',
    ])
  })

  test('callbacks that went out before it stay out', () => {
    expect(ended(link(C(link(a, c), sig('b', 1)), e), returned(1), contextWith([strict('b')]))).toEqual([
      'link: publish c(1) id3',
      'store id2 FAILURE TypeError(b() takes 1 positional argument but 2 were given)',
      'store id1 FAILURE TypeError(b() takes 1 positional argument but 2 were given)',
      'failed TypeError(b() takes 1 positional argument but 2 were given)',
    ])
  })

  test('errbacks are called for it', () => {
    expect(ended(linkError(link(a, sig('b', 1)), e), returned(1), contextWith([strict('b')]))).toEqual([
      'store id1 FAILURE TypeError(b() takes 1 positional argument but 2 were given)',
      'link-error: publish e("id1") id3 in id2[0]',
      'failed TypeError(b() takes 1 positional argument but 2 were given)',
    ])
  })

  test('B15 a callback on a chain that ends in a chord', () => {
    const [stored] = ended(C(a, set(X([b], c), { link: [d] })), returned(1))
    expect(stored).toBe('store id4 FAILURE TypeError(Cannot add link to group: use a chord)')
  })

  test.each([['none', 'rpc', 'The "rpc" result backend does not support chords!']] as const)(
    'D22 a chord as callback on a backend that cannot do chords',
    (chords, backend, words) => {
      const context = contextWith([], { chords, backend })
      const effects = ending(firstMessage(link(a, X([b, c], d)), context), returned(1), context)
      expect(lines(effects)[0]).toContain(`store id1 FAILURE NotImplementedError(${words}`)
    },
  )

  test('E5 a result object, which is stored but travels in no message', () => {
    const value: Outcome = { type: 'returned', value: [['g', null], []], carries: false }
    expect(ended(a, value)).toEqual(['store id1 SUCCESS [["g",null],[]]', 'succeeded [["g",null],[]]'])
    expect(ended(C(a, b), value)[0]).toBe(
      "store id2 FAILURE EncodeError(TypeError('Object of type GroupResult is not JSON serializable'))",
    )
    expect(ended(link(a, b), value)[0]).toBe(
      "store id1 FAILURE EncodeError(TypeError('Object of type GroupResult is not JSON serializable'))",
    )
  })
})

describe('a task that raises', () => {
  test.each([
    ['alone stores the failure', a, ['store id1 FAILURE ValueError(boom)', 'failed ValueError(boom)']],
    [
      'never calls its callbacks',
      link(a, b),
      ['store id1 FAILURE ValueError(boom)', 'failed ValueError(boom)'],
    ],
    [
      'B19 failure: later plain steps take the same exception, the last one first',
      C(a, b, c),
      [
        'store id3 FAILURE ValueError(boom)',
        'store id1 FAILURE ValueError(boom)',
        'store id2 FAILURE ValueError(boom)',
        'failed ValueError(boom)',
      ],
    ],
    [
      'B19 failure: of a later group only the group id does; its members stay PENDING',
      C(a, G(b, c)),
      ['store id4 FAILURE ValueError(boom)', 'store id1 FAILURE ValueError(boom)', 'failed ValueError(boom)'],
    ],
    [
      'B19 failure: of a later chord only the header group id does; header and body stay PENDING',
      C(a, X([b, c], d)),
      ['store id5 FAILURE ValueError(boom)', 'store id1 FAILURE ValueError(boom)', 'failed ValueError(boom)'],
    ],
    [
      'D10 header failure: the part is reported after the result and before the errbacks',
      X([linkError(a, e), b], c),
      [
        'store id3 FAILURE ValueError(boom)',
        'part of id1[0]: id3 FAILURE ValueError(boom)',
        'link-error: publish e("id3") id6 in id5[0]',
        'failed ValueError(boom)',
      ],
    ],
    [
      'in a chain in a header: its last step, which stands for the chain, reports a failed part',
      X([C(a, b, e), c], d),
      [
        'store id5 FAILURE ValueError(boom)',
        'store id3 FAILURE ValueError(boom)',
        'part of id1[0]: id3 FAILURE ValueError(boom)',
        'store id4 FAILURE ValueError(boom)',
        'failed ValueError(boom)',
      ],
    ],
    [
      'B16 errbacks of a chain stand on every step, and those of the failing one are called',
      linkError(C(a, b), e),
      [
        'store id2 FAILURE ValueError(boom)',
        'store id1 FAILURE ValueError(boom)',
        'link-error: publish e("id2") id4 in id3[0]',
        'failed ValueError(boom)',
      ],
    ],
    [
      'does not call the errbacks of later steps',
      C(a, linkError(b, e)),
      ['store id2 FAILURE ValueError(boom)', 'store id1 FAILURE ValueError(boom)', 'failed ValueError(boom)'],
    ],
  ])('%s', (_, canvas, effects) => {
    expect(ended(canvas, raised)).toEqual(effects)
  })

  test('copies the traceback to the steps that will never run', () => {
    const stored = ending(firstMessage(C(a, b)), raised, contextWith()).filter(({ type }) => type === 'store')
    expect(stored).toMatchObject([{ traceback: 'at line 1' }, { traceback: 'at line 1', children: [] }])
  })

  test('G7 store_errors_even_if_ignored stores the failure, and that of later steps, and no success', () => {
    const task = spec('a', { ignoreResult: true, storeErrorsEvenIfIgnored: true })
    expect(ended(C(a, b), raised, contextWith([task]))).toEqual([
      'store id2 FAILURE ValueError(boom)',
      'store id1 FAILURE ValueError(boom)',
      'failed ValueError(boom)',
    ])
    expect(ended(a, returned(1), contextWith([task]))).toEqual(['succeeded 1'])
  })

  test('with ignore_result stores no failure, not for the later steps either', () => {
    const context = contextWith([spec('a', { ignoreResult: true })])
    expect(lines(ending(firstMessage(C(a, b, c), context), raised, context))).toEqual([
      'failed ValueError(boom)',
    ])
  })
})

describe('errbacks', () => {
  const known = () => contextWith([spec('inline', { inlineErrback: true }), spec('old')])

  test('A15 new style: a registered task of several parameters is called in the worker, with its own arguments after', () => {
    const context = known()
    const effects = ending(firstMessage(linkError(a, sig('inline', 7)), context), raised, context)
    expect(lines(effects)).toEqual([
      'store id1 FAILURE ValueError(boom)',
      'call inline(id1, ValueError(boom))',
      'failed ValueError(boom)',
    ])
    expect(effects[1]).toMatchObject({
      request: { id: 'id1', task: 'a', args: [], kwargs: {}, rootId: 'id1' },
      exception: boom,
      traceback: 'at line 1',
      errback: { args: [7] },
    })
  })

  test('A15 old style: one parameter, bind, or not registered here; sent as one group with the failed id in front', () => {
    const canvas = [sig('old', 5), sig('elsewhere'), G(b, c)].reduce<Canvas>(
      (canvas, errback) => linkError(canvas, errback),
      a,
    )
    const context = known()
    const effects = ending(firstMessage(canvas, context), raised, context)
    expect(lines(effects)).toEqual([
      'store id1 FAILURE ValueError(boom)',
      'link-error: publish old("id1", 5) id3 in id2[0]',
      'link-error: publish elsewhere("id1") id4 in id2[1]',
      'link-error: publish b("id1") id5 in id2[0]',
      'link-error: publish c("id1") id6 in id2[1]',
      'failed ValueError(boom)',
    ])
    for (const { headers } of published(effects))
      expect([headers.parent_id, headers.root_id]).toEqual(['id1', 'id1'])
  })

  test('A15 both styles: those of the new style are called first, the group is sent last', () => {
    const canvas = [sig('old'), sig('inline'), sig('elsewhere')].reduce<Canvas>(
      (canvas, errback) => linkError(canvas, errback),
      a,
    )
    expect(ended(canvas, raised, known()).slice(1, -1)).toEqual([
      'call inline(id1, ValueError(boom))',
      'link-error: publish old("id1") id3 in id2[0]',
      'link-error: publish elsewhere("id1") id4 in id2[1]',
    ])
  })

  test.each([
    { type: 'ignored' },
    { type: 'rejected', requeue: false },
    { type: 'revoked', reason: 'revoked' },
    { type: 'retry', exception: boom, traceback: null, again: { countdown: 1 } },
  ] as Outcome[])('are not called when a task is $type', (outcome) => {
    const effects = ended(linkError(a, sig('old')), outcome, known())
    expect(effects.filter((line) => line.includes('old'))).toEqual([])
  })
})

describe('a task that is neither done nor failed', () => {
  const whole = X([C(link(linkError(a, e), e), b), c], d)

  test('G4 Ignore: no state, no callbacks, no next step, no part', () => {
    expect(ended(whole, { type: 'ignored' })).toEqual(['ignored'])
  })

  test.each([true, false])('G4 Reject with requeue=%j: nothing but that', (requeue) => {
    expect(ended(whole, { type: 'rejected', requeue })).toEqual([requeue ? 'requeued' : 'rejected'])
  })

  test('G7 with ignore_result on the task no REVOKED is stored; on the message it is', () => {
    const revoked: Outcome = { type: 'revoked', reason: 'revoked' }
    expect(ended(a, revoked, contextWith([spec('a', { ignoreResult: true })]))).toEqual([])
    const stored = ['store id1 REVOKED TaskRevokedError(revoked)']
    expect(ended(set(a, { ignore_result: true }), revoked)).toEqual(stored)
    const task = spec('a', { ignoreResult: true, storeErrorsEvenIfIgnored: true })
    expect(ended(a, revoked, contextWith([task]))).toEqual(stored)
  })

  test.each([
    ['revoked', []],
    ['expired', []],
    ['terminated', ['terminated']],
  ] as const)('F2 H6 %s: REVOKED is stored and a part reported, later steps stay PENDING', (reason, last) => {
    const revoked: Outcome = { type: 'revoked', reason }
    expect(ended(C(a, b), revoked)).toEqual([`store id2 REVOKED TaskRevokedError(${reason})`, ...last])
    expect(ended(X([a, b], c), revoked)).toEqual([
      `store id3 REVOKED TaskRevokedError(${reason})`,
      `part of id1[0]: id3 REVOKED TaskRevokedError(${reason})`,
      ...last,
    ])
  })
})
