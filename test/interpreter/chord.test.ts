import { describe, expect, test } from 'vitest'
import type { Canvas } from '../../src/canvas/canvas.ts'
import { linkError } from '../../src/canvas/compose.ts'
import type { Json } from '../../src/canvas/json.ts'
import {
  completeChord,
  type Joined,
  joinError,
  joinParts,
  printException,
} from '../../src/interpreter/chord.ts'
import type { ChordPart } from '../../src/interpreter/effect.ts'
import {
  a,
  b,
  boom,
  C,
  c,
  contextWith,
  d,
  deepFreeze,
  e,
  ending,
  firstMessage,
  G,
  lines,
  published,
  raised,
  senderOf,
  sig,
  spec,
  X,
} from './asking.ts'

const part = (taskId: string, state: ChordPart['state'], result: ChordPart['result']): ChordPart => ({
  type: 'chord-part',
  groupId: 'g',
  taskId,
  groupIndex: null,
  state,
  result,
  body: c,
})

describe('joining the parts of a header', () => {
  test('D3 gives the values in the order of the parts', () => {
    const parts = [part('x', 'SUCCESS', 1), part('y', 'SUCCESS', [2])]
    expect(joinParts(parts)).toEqual({ type: 'joined', values: [1, [2]] })
  })

  test('D10 the first that failed is the error, revoked ones too', () => {
    const revoked = {
      exc_type: 'TaskRevokedError',
      exc_message: ['expired'],
      exc_module: 'celery.exceptions',
    }
    const parts = [part('x', 'SUCCESS', 1), part('y', 'REVOKED', revoked), part('z', 'FAILURE', boom)]
    expect(joinParts(parts)).toEqual({
      type: 'failed',
      error: {
        exc_type: 'ChordError',
        exc_message: ["Dependency y raised TaskRevokedError('expired')"],
        exc_module: 'celery.exceptions',
      },
      cause: revoked,
    })
  })

  test.each([
    ['a text', ['boom'], "ValueError('boom')"],
    ['nothing', [], 'ValueError()'],
    ['several', [1, 'x', null, true], "ValueError(1, 'x', None, True)"],
  ])('an error is printed as Python prints it: of %s', (_, exc_message, printed) => {
    expect(printException({ ...boom, exc_message: exc_message as Json[] })).toBe(printed)
  })

  test('a saved header that cannot be joined: Join error, unless it is a ChordError already', () => {
    expect(joinError(boom)).toMatchObject({ error: { exc_message: ["Join error: ValueError('boom')"] } })
    const inner = { ...boom, exc_type: 'ChordError', exc_message: ['inner'] }
    expect(joinError(inner)).toMatchObject({ error: inner })
  })
})

/** Sends a chord, and tells what follows once its header has ended in this way. */
const completed = (chord: Canvas, joined: Joined, context = contextWith()): readonly string[] => {
  const message = firstMessage(chord, context)
  const body = deepFreeze(message.body[2].chord!)
  return lines(completeChord(body, deepFreeze(joined), null, context))
}
const joined: Joined = { type: 'joined', values: [1, 2] }
const failed = joinParts([part('id3', 'FAILURE', boom)])
const CHORD_ERROR = "ChordError(Dependency id3 raised ValueError('boom'))"

describe('a complete chord', () => {
  test.each([
    [
      'D3 calls its body with the list in front',
      X([a, b], sig('c', 9)),
      ['chord: publish c([1,2],9) id2 in id1[null]'],
    ],
    ['D7 gives it to the first step of a chain', X([a, b], C(c, d)), ['chord: publish c([1,2]) id3 then d']],
    [
      'D7 gives it to every member of a group, which keeps the group id it was frozen with',
      X([a, b], G(c, d)),
      ['chord: publish c([1,2]) id3 in id1[0]', 'chord: publish d([1,2]) id4 in id1[1]'],
    ],
    [
      'D7 gives it to the header of a chord',
      X([a, b], X([c, d], e)),
      [
        'chord: publish c([1,2]) id4 in id3[0] of e',
        'size of id3 is 2',
        'chord: publish d([1,2]) id5 in id3[1] of e',
      ],
    ],
    [
      'D4 an immutable body gets nothing',
      X([a, b], { ...c, immutable: true }),
      ['chord: publish c() id2 in id1[null]'],
    ],
  ])('%s', (_, chord, expected) => {
    expect(completed(chord, joined).map((line) => line.replaceAll(', 9', ',9'))).toEqual(expected)
  })

  test('calls its body in the name of the header task that finished last', () => {
    const context = contextWith()
    const message = firstMessage(X([a, b], c), context)
    const [effect] = completeChord(message.body[2].chord!, joined, senderOf(message), context)
    expect(effect).toMatchObject({ message: { headers: { parent_id: 'id3', root_id: 'id3' } } })
  })

  test('reached inside a chain, the body has the step before the chord as parent, and the root of the chain', () => {
    const context = contextWith()
    const first = firstMessage(C(a, X([b, c], d)), context)
    const [member] = ending(first, { type: 'returned', value: 1 }, context)
    const { message } = member as { message: typeof first }
    const [effect] = completeChord(message.body[2].chord!, joined, senderOf(message), context)
    expect(effect).toMatchObject({
      message: { headers: { parent_id: first.headers.id, root_id: first.headers.id } },
    })
  })

  test('B10 a body that is a chain runs its own steps first, then those after the chord', () => {
    const context = contextWith()
    const first = firstMessage(C(a, X([b], C(c, d)), e, sig('f')), context)
    const [member] = published(ending(first, { type: 'returned', value: 1 }, context))
    const body = member!.body[2].chord!
    const [line] = lines(completeChord(body, joined, null, context))
    expect(line).toMatch(/^chord: publish c\(\[1,2\]\) id\d+ .*then d e f$/)
  })

  test('whose body cannot be sent: Callback error', () => {
    const check = () => {
      throw new TypeError('c() takes 0 positional arguments but 1 was given')
    }
    const context = contextWith([spec('c', { check })])
    expect(completed(X([a], c), joined, context)).toEqual([
      "store id2 FAILURE ChordError(Callback error: TypeError('c() takes 0 positional arguments but 1 was given'))",
    ])
  })
})

describe('D10 a chord of which a part failed', () => {
  test.each([
    ['a body takes the ChordError and is not run', X([a, b], c), [`store id2 FAILURE ${CHORD_ERROR}`]],
    [
      'D11 its errbacks are called once, before it is stored',
      linkError(X([a, b], c), e),
      ['link-error: publish e("id2") id6 in id5[0]', `store id2 FAILURE ${CHORD_ERROR}`],
    ],
    [
      'D7 of a bare chord whose body is a chain, the last step takes it; the steps before stay PENDING',
      X([a, b], C(c, d)),
      [`store id2 FAILURE ${CHORD_ERROR}`],
    ],
    [
      'D7 a body that is a group is revoked, and each member takes the original error',
      X([a, b], G(c, d)),
      [
        'revoke id3 id4',
        'store id3 FAILURE ValueError(boom)',
        'store id4 FAILURE ValueError(boom)',
        'store id1 FAILURE ValueError(boom)',
      ],
    ],
    [
      'D11 errbacks on the members of a body that is a group are not called',
      linkError(X([a, b], G(c, d)), e),
      [
        'revoke id3 id4',
        'store id3 FAILURE ValueError(boom)',
        'store id4 FAILURE ValueError(boom)',
        'store id1 FAILURE ValueError(boom)',
      ],
    ],
    [
      'D8 of a body that is a chord the id of its header takes it; its body stays PENDING',
      X([a, b], X([c, d], e)),
      [`store id3 FAILURE ${CHORD_ERROR}`],
    ],
  ])('%s', (_, chord, expected) => {
    expect(completed(chord, failed)).toEqual(expected)
  })

  test('D11 an errback of the new style is told of the body', () => {
    const context = contextWith([spec('inline', { inlineErrback: true })])
    const message = firstMessage(linkError(X([a], sig('c', 1)), sig('inline')), context)
    const [call] = completeChord(message.body[2].chord!, failed, null, context)
    expect(call).toMatchObject({
      type: 'call-errback',
      request: { id: 'id2', task: 'c', args: [1], rootId: null },
      exception: { exc_type: 'ChordError' },
      traceback: null,
    })
  })

  test('D7 reached inside a chain, a body that is a chain takes it under the id of the header', () => {
    const context = contextWith()
    const first = firstMessage(C(a, X([b, c], C(d, e))), context)
    const [member] = ending(first, { type: 'returned', value: 1 }, context)
    const { message } = member as { message: typeof first }
    const effects = completeChord(message.body[2].chord!, failed, null, context)
    expect(lines(effects)).toEqual([`store ${message.headers.group} FAILURE ${CHORD_ERROR}`])
  })

  test('D8 the failure of an inner chord is not a part of the outer one: that waits for ever', () => {
    const context = contextWith()
    const message = firstMessage(X([X([a, b], c), d], e), context)
    const effects = completeChord(message.body[2].chord!, failed, null, context)
    expect(effects.filter(({ type }) => type === 'chord-part')).toEqual([])
    expect(lines(effects)).toHaveLength(1)
  })

  test('D12 an errback of a header task is its own; the chord is told first', () => {
    const context = contextWith()
    const message = firstMessage(X([linkError(a, e), b], c), context)
    expect(lines(ending(message, raised, context)).map((line) => line.split(' ')[0])).toEqual([
      'store',
      'part',
      'link-error:',
      'failed',
    ])
  })
})
