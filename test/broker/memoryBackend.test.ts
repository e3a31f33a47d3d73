import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MemoryBackend, type Part } from '../../src/broker/memoryBackend.ts'
import type { Json } from '../../src/canvas/json.ts'

const part = (taskId: string, groupIndex: number | null, result: Json = taskId, state = 'SUCCESS'): Part => ({
  taskId,
  groupIndex,
  state,
  result,
})

const ids = (parts: readonly Part[] | null) => parts?.map(({ taskId }) => taskId) ?? null

describe('results in memory', () => {
  test('an id never heard of is PENDING', () => {
    expect(new MemoryBackend().meta('x')).toEqual({
      status: 'PENDING',
      result: null,
      traceback: null,
      children: [],
    })
  })

  test.each(['FAILURE', 'REVOKED', 'RETRY', 'STARTED', 'SUCCESS', 'PROGRESS'])(
    'SUCCESS sticks: %s does not overwrite it',
    (state) => {
      const backend = new MemoryBackend()
      expect(backend.store('x', 'SUCCESS', 1, null, [])).toBe(true)
      expect(backend.store('x', state, 2, 'at', [])).toBe(false)
      expect(backend.meta('x')).toEqual({ status: 'SUCCESS', result: 1, traceback: null, children: [] })
    },
  )

  test('every other state is overwritten, and FAILURE may become SUCCESS', () => {
    const backend = new MemoryBackend()
    for (const state of ['STARTED', 'RETRY', 'FAILURE', 'REVOKED', 'SUCCESS']) {
      expect(backend.store('x', state, state, null, [[['child', null], null]])).toBe(true)
      expect(backend.meta('x')).toMatchObject({ status: state, children: [[['child', null], null]] })
    }
  })

  test('H6 forget makes it PENDING again', () => {
    const backend = new MemoryBackend()
    backend.store('x', 'SUCCESS', 1, null, [])
    backend.forget('x')
    expect(backend.meta('x').status).toBe('PENDING')
  })

  test('C7 a saved group is found by its id', () => {
    const backend = new MemoryBackend()
    const group = { type: 'group', id: 'g', parent: null, results: [] } as const
    expect(backend.group('g')).toBeNull()
    backend.saveGroup(group)
    expect(backend.group('g')).toBe(group)
  })
})

describe('a chord is counted as Redis counts it', () => {
  test('it is complete when the count is the size, and says how far it has come before', () => {
    const backend = new MemoryBackend()
    expect(backend.addPart('g', part('b', 1))).toEqual({ count: 1, size: null, complete: null })
    backend.setChordSize('g', 2)
    expect(backend.chord('g')).toMatchObject({ count: 1, size: 2 })
    const { count, size, complete } = backend.addPart('g', part('a', 0))
    expect([count, size, ids(complete)]).toEqual([2, 2, ['a', 'b']])
  })

  test('D3 the parts are in order of their index, then of their id; without an index they come last', () => {
    const backend = new MemoryBackend()
    backend.setChordSize('g', 6)
    const parts = [
      part('none', null),
      part('two', 2),
      part('zero', 0),
      part('none too', null),
      part('one', 1),
    ]
    for (const each of parts) backend.addPart('g', each)
    const { complete } = backend.addPart('g', part('one too', 1))
    expect(ids(complete)).toEqual(['zero', 'one', 'one too', 'two', 'none', 'none too'])
  })

  test('D3 the ends of a task that ran several times are in order of their results', () => {
    const backend = new MemoryBackend()
    backend.setChordSize('g', 3)
    for (const result of [9, 1]) backend.addPart('g', part('a', 0, result))
    const { complete } = backend.addPart('g', part('a', 0, 5))
    expect(complete!.map(({ result }) => result)).toEqual([1, 5, 9])
  })

  test('G8 a part that is delivered again counts once if it ended the same, and twice if it did not', () => {
    const backend = new MemoryBackend()
    backend.setChordSize('g', 5)
    expect(backend.addPart('g', part('a', 0, { k: [1] })).count).toBe(1)
    expect(backend.addPart('g', part('a', 0, { k: [1] })).count).toBe(1)
    expect(backend.addPart('g', part('a', 0, { k: [2] })).count).toBe(2)
    expect(backend.addPart('g', part('a', 0, { k: [2] })).count).toBe(2)
    expect(backend.addPart('g', part('a', 0, { k: [1] })).count).toBe(2)
    expect(backend.addPart('g', part('a', 0, { k: [1] }, 'FAILURE')).count).toBe(3)
  })

  test('a size that is set after all parts came never completes it; one more part would', () => {
    const backend = new MemoryBackend()
    backend.addPart('g', part('a', 0))
    backend.addPart('g', part('b', 1))
    backend.setChordSize('g', 2)
    expect(backend.chord('g')).toMatchObject({ count: 2, size: 2 })
    expect(backend.addPart('g', part('c', 2))).toEqual({ count: 3, size: 2, complete: null })
  })

  test('a chord that was complete is forgotten: a late part does not complete it again', () => {
    const backend = new MemoryBackend()
    backend.setChordSize('g', 1)
    expect(backend.addPart('g', part('a', 0)).complete).toHaveLength(1)
    backend.forgetChord('g')
    expect(backend.chord('g')).toBeNull()
    expect(backend.addPart('g', part('a', 0, 'other'))).toEqual({ count: 1, size: null, complete: null })
  })

  test('chords do not count for each other', () => {
    const backend = new MemoryBackend()
    backend.setChordSize('g', 2)
    backend.setChordSize('h', 1)
    backend.addPart('g', part('a', 0))
    expect(ids(backend.addPart('h', part('a', 0)).complete)).toEqual(['a'])
    expect(backend.chord('g')).toMatchObject({ count: 1, size: 2 })
  })

  test('against a set of what was reported, as Redis keeps it', () => {
    const reports = fc.array(
      fc.record({
        id: fc.constantFrom('a', 'b', 'c', 'd'),
        result: fc.constantFrom<Json>(1, 2),
        state: fc.constantFrom('SUCCESS', 'FAILURE'),
      }),
      { maxLength: 20 },
    )
    fc.assert(
      fc.property(reports, fc.integer({ min: 1, max: 6 }), (all, size) => {
        const backend = new MemoryBackend()
        backend.setChordSize('g', size)
        const members = new Set<string>()
        for (const { id, result, state } of all) {
          members.add(JSON.stringify([1, id, state, result]))
          const told = backend.addPart('g', part(id, 'abcd'.indexOf(id), result, state))
          expect(told.count).toBe(members.size)
          expect(told.complete?.length ?? null).toBe(members.size === size ? size : null)
          if (told.complete) {
            const indexes = told.complete.map(({ groupIndex }) => groupIndex)
            expect(indexes).toEqual([...indexes].sort())
          }
        }
      }),
    )
  })
})
