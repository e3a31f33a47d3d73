import { describe, expect, test } from 'vitest'
import type { Canvas } from '../../src/canvas/canvas.ts'
import { link, linkError } from '../../src/canvas/compose.ts'
import { checkReplacement } from '../../src/interpreter/replace.ts'
import {
  a,
  b,
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
  returned,
  set,
  sig,
  X,
} from './asking.ts'

const by = (canvas: Canvas) => ({ type: 'replaced', by: canvas }) as const
const [p, q, r] = [sig('p', 1), sig('q', 2), sig('r', 3)]

describe('G3 replace', () => {
  test.each([
    ['a task', by(p), ['replace: publish p(1) id1', 'replaced']],
    ['a chain: its last step has the id', by(C(p, q)), ['replace: publish p(1) id2 then q', 'replaced']],
    [
      'a group: a chord whose body accumulates, under the id',
      by(G(p, q)),
      [
        'replace: publish p(1) id3 in id2[0] of celery.accumulate',
        'size of id2 is 2',
        'replace: publish q(2) id4 in id2[1] of celery.accumulate',
        'replaced',
      ],
    ],
    [
      'a chord: its body has the id',
      by(X([p, q], r)),
      [
        'replace: publish p(1) id3 in id2[0] of r',
        'size of id2 is 2',
        'replace: publish q(2) id4 in id2[1] of r',
        'replaced',
      ],
    ],
  ])('by %s', (_, outcome, expected) => {
    expect(ended(a, outcome)).toEqual(expected)
  })

  test('by a chain: the last step takes the id of the replaced task', () => {
    const context = contextWith()
    const [first] = published(ending(firstMessage(a, context), by(C(p, q)), context))
    expect(first!.body[2].chain!.next.options.task_id).toBe('id1')
  })

  test('by a chord or group: the body takes the id of the replaced task', () => {
    for (const canvas of [X([p, q], r), G(p, q)]) {
      const context = contextWith()
      const [first] = published(ending(firstMessage(a, context), by(canvas), context))
      expect(first!.body[2].chord!.options.task_id).toBe('id1')
    }
  })

  test('keeps the place in a chord', () => {
    const context = contextWith()
    const message = firstMessage(X([a, b], c), context)
    expect(lines(ending(message, by(p), context))).toEqual([
      'replace: publish p(1) id3 in id1[0] of c',
      'replaced',
    ])
  })

  test('keeps callbacks, errbacks and the rest of the chain', () => {
    const context = contextWith()
    const message = firstMessage(C(linkError(link(a, d), e), b, c), context)
    const [next] = published(ending(message, by(p), context))
    expect(lines([{ type: 'publish', message: next!, cause: 'replace' }])).toEqual([
      `replace: publish p(1) ${message.headers.id} then b c`,
    ])
    const { callbacks, errbacks } = next!.body[2]
    expect([callbacks?.map(({ task }) => task), errbacks?.map(({ task }) => task)]).toEqual([['d'], ['e']])
    expect(lines(ending(next!, returned(5), context)).slice(0, 2)).toEqual([
      expect.stringContaining('link: publish d(5)'),
      expect.stringContaining('chain: publish b(5)'),
    ])
  })

  test('by a chain keeps callbacks on its last step, and the rest comes after it', () => {
    const context = contextWith()
    const message = firstMessage(C(link(a, d), b), context)
    const [first] = published(ending(message, by(C(p, q)), context))
    const second = published(ending(first!, returned(1), context))[0]!
    expect(second.headers.id).toBe(message.headers.id)
    expect(second.body[2].callbacks!.map(({ task }) => task)).toEqual(['d'])
    expect(second.body[2].chain!.next.task).toBe('b')
  })

  test('counts how deep it is nested, and has the replaced task as parent', () => {
    const context = contextWith()
    const first = firstMessage(C(a, b), context)
    const next = published(ending(first, by(p), context))[0]!
    expect(next.headers).toMatchObject({
      id: first.headers.id,
      replaced_task_nesting: 1,
      parent_id: first.headers.id,
      root_id: first.headers.id,
    })
    const again = published(ending(next, by(q), context))[0]!
    expect(again.headers).toMatchObject({ id: first.headers.id, replaced_task_nesting: 2 })
  })

  test('ends without a state of its own: no store, no part, no callbacks', () => {
    const effects = ended(X([link(a, e), b], c), by(p))
    expect(effects.filter((line) => /^(store|part|link)/.test(line))).toEqual([])
  })

  test.each([
    [
      'a signature in a chord',
      set(p, { chord: q }),
      'A signature replacing a task must not be part of a chord',
    ],
    ['an empty chain', C(), 'Cannot replace with an empty chain'],
  ])('refuses %s', (_, canvas, words) => {
    expect(() => checkReplacement(canvas)).toThrow(words)
  })

  test('D22 by a group on a backend without chords fails the task, in the worker', () => {
    const context = contextWith([], { chords: 'none', backend: 'rpc' })
    const effects = lines(ending(firstMessage(a, context), by(G(p, q)), context))
    expect(effects).toEqual([
      expect.stringContaining('store id1 FAILURE NotImplementedError(The "rpc" result backend'),
      expect.stringContaining('failed NotImplementedError('),
    ])
  })
})
