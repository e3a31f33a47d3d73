import { describe, expect, test } from 'vitest'
import type { Canvas, ChainCanvas } from '../../src/canvas/canvas.ts'
import { cloneWith } from '../../src/canvas/compose.ts'
import type { Handle } from '../../src/canvas/handle.ts'
import { chordSize } from '../../src/interpreter/chordSize.ts'
import { dispatch } from '../../src/interpreter/context.ts'
import { canvasOf, draftOf } from '../../src/interpreter/draft.ts'
import { freeze, type Place } from '../../src/interpreter/freeze.ts'
import { a, b, C, c, contextWith, d, e, G, lines, sending, set, si, sig, X } from './asking.ts'

/** Who comes before whom, from the sender's result up: `a <- [b c]` is a result whose parent is a group. */
const lineage = (handle: Handle, names: ReadonlyMap<string, string>): string => {
  const own =
    handle.type === 'group'
      ? `[${handle.results.map((member) => lineage(member, names)).join(' ')}]`
      : (names.get(handle.id) ?? '?')
  return handle.parent ? `${own} <- ${lineage(handle.parent, names)}` : own
}

/** The task of each id in a frozen canvas. */
const namesIn = (canvas: Canvas, names = new Map<string, string>()): ReadonlyMap<string, string> => {
  if (canvas.subtask_type === null) names.set(canvas.options.task_id ?? '', canvas.task)
  else if (canvas.subtask_type === 'chord') {
    const { header, body } = canvas.kwargs
    for (const member of 'subtask_type' in header ? header.kwargs.tasks : header) namesIn(member, names)
    if (body) namesIn(body, names)
  } else for (const task of canvas.kwargs.tasks) namesIn(task, names)
  return names
}

const sentLineage = (canvas: Canvas): string => {
  const { sent } = sending(canvas)
  return lineage(sent!.handle as Handle, namesIn(sent!.canvas))
}

describe('a result and its parents', () => {
  test.each([
    ['a task', a, 'a'],
    ['B5 a chain: every step, up to the first', C(a, b, c), 'c <- b <- a'],
    ['B8 a group at the end of a chain', C(a, G(b, c)), '[b c] <- a'],
    ['a group: members have none', G(a, b), '[a b]'],
    ['C16 chains as members of a group have their own', G(C(a, b), c), '[b <- a c]'],
    ['B7 a group before a step', C(a, G(b, c), d), 'd <- [b c] <- a'],
    ['D9 a chord: its header', X([a, b], c), 'c <- [a b]'],
    ['D9 a chord whose body is a group', X([a, b], G(c, d)), '[c d] <- [a b]'],
    [
      'D7 a bare chord whose body is a chain: the steps between are skipped',
      X([a, b], C(c, d)),
      'd <- [a b]',
    ],
    ['D7 the same inside a chain: they are there', C(e, X([a, b], C(c, d))), 'd <- c <- [a b] <- e'],
    ['D8 a chord in a header', X([X([a, b], c), d], e), 'e <- [c <- [a b] d]'],
    ['B9 consecutive groups', C(a, G(b, c), G(d, e)), '[d e] <- [b c] <- a'],
    ['B11 a chain of chords', C(X([a], b), X([c], d)), 'd <- [c] <- b <- [a]'],
    ['B12 a group of one is its member', C(G(a), b), 'b <- a'],
    ['D5 an empty header', X([], a), 'a <- []'],
    ['C18 a single member that ends in a group is that group', G(C(a, G(b, c))), '[b c] <- a'],
    ['C9 nested groups in call order', G(a, G(b, G(c, d)), e), '[a b c d e]'],
    [
      'C9 nested groups in a header, reversed level by level',
      X([a, G(b, G(c, d), e), sig('f')], sig('g')),
      'g <- [a e d c b f]',
    ],
    ['C9 nested groups in a chain, reversed too', C(e, G(a, G(b, c), d)), '[a c b d] <- e'],
  ])('%s', (_, canvas, expected) => {
    expect(sentLineage(canvas)).toBe(expected)
  })

  test.each([
    ['B14 an empty chain gives nothing and sends nothing', C(), null],
    ['C2 an empty group gives an empty result and sends nothing', G(), []],
  ])('%s', (_, canvas, results) => {
    const { sent, effects } = sending(canvas)
    expect(effects).toEqual([])
    expect(sent && (sent.handle as { results: unknown }).results).toEqual(results)
  })
})

test('D8 the canvas that was sent has the ids it was sent with, those of a chord in a header too', () => {
  const { sent, messages } = sending(X([X([a, b], c), G(d, X([a], b))], e))
  const told = JSON.stringify(sent!.canvas)
  for (const { headers } of messages) {
    expect(told).toContain(`"task_id":"${headers.id}"`)
    expect(told).toContain(`"task_id":"${headers.group}"`)
  }
})

describe('preparing a chain', () => {
  test.each([
    ['B7 a group before a step becomes a chord', C(a, G(b, c), d), 'a (celery.chord)'],
    ['B9 of groups in a row each is the header of the next', C(a, G(b, c), G(d, e)), 'a (celery.chord)'],
    ['B6 an inner chain is spliced in', C(a, C(b, C(c, d)), e), 'a (b c d e)'],
    ['B12 a group of one is unrolled', C(a, G(b), c), 'a (b c)'],
    ['a group of one chain is spliced in', C(a, G(C(b, c)), d), 'a (b c d)'],
    ['B13 an empty group before a step is a chord without a header', C(a, G(), b), 'a (celery.chord)'],
    ['a group after a chord', C(a, X([b], c), G(d, e)), 'a (celery.chord celery.group)'],
  ])('%s', (_, canvas, expected) => {
    const { sent } = sending(canvas)
    const [first, ...rest] = (sent!.canvas as ChainCanvas).kwargs.tasks
    expect(`${first!.task} (${rest.map(({ task }) => task).join(' ')})`).toBe(expected)
  })

  test('an inner chain loses its options and links: only composition keeps them', () => {
    const inner = set(C(b, c), { queue: 'q', link: [d], link_error: [e] })
    const { messages } = sending(C(a, inner))
    const rest = JSON.stringify(messages[0]!.body[2].chain)
    expect(rest).not.toContain('"q"')
    expect(rest).not.toContain('link')
  })

  test.each([
    ['B3 a task', C(a, b), ['a(5, k=1) id2 then b']],
    ['B3 an immutable task: they vanish', C(si('a', 1), b), ['a(1) id2 then b']],
    ['B3 a group: they are lost', C(G(a, b)), ['a() id2 in id1[0]', 'b() id3 in id1[1]']],
    [
      'B3 a chord: arguments arrive, keywords are lost',
      C(X([a, b], c)),
      ['a(5) id2 in id1[0] of c', 'b(5) id3 in id1[1] of c'],
    ],
  ])('arguments of a chain go to its first step only: %s', (_, canvas, expected) => {
    const { effects } = sending(canvas, { args: [5], kwargs: { k: 1 } })
    expect(
      lines(effects)
        .filter((line) => line.includes('publish'))
        .map((line) => line.slice(15)),
    ).toEqual(expected)
  })

  test('B18 task_id is the id of the last step', () => {
    const { sent, messages } = sending(C(a, b), { options: { task_id: 'x' } })
    expect(sent!.handle.id).toBe('x')
    expect(messages[0]!.headers.id).not.toBe('x')
  })
})

/** Freezes a copy of a canvas as part of something bigger. */
const frozen = (canvas: Canvas, place: Place = {}) => {
  const draft = draftOf(cloneWith(canvas))
  const handle = freeze(draft, place, dispatch('apply', null, contextWith(), [])) as Handle
  return { canvas: canvasOf(draft), handle }
}

describe('freezing', () => {
  test('A12 gives a task its ids, and keeps those it has', () => {
    const first = frozen(a, { rootId: 'r', parentId: 'p', groupId: 'g', groupIndex: 0 }).canvas
    expect(first.options).toEqual({
      task_id: 'id1',
      root_id: 'r',
      parent_id: 'p',
      reply_to: 'client',
      group_id: 'g',
      group_index: 0,
    })
    const again = frozen(first, { id: 'other', groupId: 'other' }).canvas
    expect(again.options).toMatchObject({ task_id: 'id1', group_id: 'g' })
  })

  test('A12 a frozen signature that is sent twice is two messages with one id', () => {
    const { canvas } = frozen(a)
    const ids = [canvas, canvas].map((each) => sending(each).messages[0]!.headers.id)
    expect(ids).toEqual(['id1', 'id1'])
  })

  test('only the last step of a chain stands for it in a group or chord', () => {
    const body = draftOf(cloneWith(e))
    const { canvas } = frozen(C(a, b), { id: 'last', groupId: 'g', groupIndex: 3, chord: body })
    const [first, last] = (canvas.kwargs as { tasks: Canvas[] }).tasks
    expect(first!.options).toEqual({ task_id: 'id1', reply_to: 'client' })
    expect(last!.options).toMatchObject({
      task_id: 'last',
      group_id: 'g',
      group_index: 3,
      chord: { task: 'e' },
    })
    expect(canvas.options.task_id).toBe('last')
  })

  test('D8 only the body of a chord stands for it in another', () => {
    const outer = draftOf(cloneWith(e))
    const { canvas } = frozen(X([a, b], c), { groupId: 'g', groupIndex: 1, chord: outer })
    const { header, body } = canvas.kwargs as { header: Canvas; body: Canvas }
    expect(body.options).toMatchObject({ group_id: 'g', group_index: 1, chord: { task: 'e' } })
    const members = (header.kwargs as { tasks: Canvas[] }).tasks
    expect(members.map(({ options }) => [options.chord?.task, options.group_index])).toEqual([
      ['c', 0],
      ['c', 1],
    ])
    expect(canvas.options.task_id).toBe(header.options.task_id)
  })

  test('C19 a group takes its own task_id, else the group id it stands in', () => {
    expect(frozen(set(G(a), { task_id: 'own' }), { groupId: 'g' }).handle.id).toBe('own')
    expect(frozen(G(a), { groupId: 'g' }).handle.id).toBe('g')
  })

  test('an empty chain and a chord without a body say so', () => {
    expect(() => frozen(C())).toThrow('an empty chain cannot be frozen')
    expect(() => frozen(X([a], null))).toThrow('a chord without a body')
    expect(() => sending(X([a], null))).toThrow('a chord without a body')
  })
})

describe('the size of a chord', () => {
  test.each([
    ['a task', a, 1],
    ['a group: its members', G(a, b, c), 3],
    ['a nested group', G(a, G(b, c)), 3],
    ['a chain: its last step', C(a, b), 1],
    ['a chain that ends in a group: its members', C(a, G(b, c)), 2],
    ['a chain that ends in an empty group: the step before', C(a, G()), 1],
    ['a chain of nothing', C(G()), 0],
    ['a chord: its body', X([a, b, c], d), 1],
    ['a chord whose body is a group', X([a], G(b, c)), 2],
    ['a chord without a body', X([a], null), 0],
  ])('%s', (_, canvas, size) => {
    expect(chordSize(canvas)).toBe(size)
  })

  test.each([
    ['D8 X([a|b, c])', X([C(a, b), c], d), 2],
    ['C18 X([a|group(b,c), d])', X([C(a, G(b, c)), d], e), 3],
    ['D8 X([X([a,b],c), d])', X([X([a, b], c), d], e), 2],
  ])('is set just before the last member is sent: %s', (_, canvas, size) => {
    const told = lines(sending(canvas).effects).filter((line) => !line.startsWith('save'))
    expect(told.at(-2)).toBe(`size of id1 is ${size}`)
    expect(told.at(-1)).toContain('publish')
  })

  test('C18 a header whose results are groups is saved, so that the body gets them nested', () => {
    expect(lines(sending(X([C(a, G(b, c)), d], e)).effects)[0]).toBe('save id1')
    expect(lines(sending(X([C(a, b), d], e)).effects)[0]).not.toContain('save')
  })
})
