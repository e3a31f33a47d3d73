import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Canvas } from '../../src/canvas/canvas.ts'
import {
  chunksOf,
  mapOf,
  rawChain,
  rawChord,
  rawGroup,
  starmapOf,
  taskCanvas,
} from '../../src/canvas/compose.ts'
import { decodeCanvas } from '../../src/canvas/decode.ts'
import { isLive } from '../../src/canvas/python.ts'
import { dispatch } from '../../src/interpreter/context.ts'
import { send } from '../../src/interpreter/send.ts'
import { received } from '../../src/protocol/received.ts'
import { contextWith, deepFreeze } from '../interpreter/asking.ts'
import { anyCanvas } from '../runtime/anyCanvas.ts'

const [a, b] = ['a', 'b'].map((name) => taskCanvas(name, { args: [1] })) as [
  Canvas & { subtask_type: null },
  Canvas,
]
const roundTrip = (canvas: Canvas): Canvas => decodeCanvas(JSON.parse(JSON.stringify(canvas)))
const plain = (canvas: Canvas): unknown => JSON.parse(JSON.stringify(canvas))

describe('a canvas as it comes out of a message', () => {
  test.each<[string, Canvas]>([
    ['a chain loses its arguments and its immutability', { ...rawChain([a, b]), args: [1], immutable: true }],
    ['a group too', { ...rawGroup([a, b]), args: [1], immutable: true }],
    ['a chord keeps them', { ...rawChord([a], b), args: [1], immutable: true }],
    [
      'the frozen header of a chord is a list again',
      { ...rawChord([], b), kwargs: { kwargs: {}, header: rawGroup([a], { task_id: 'g' }), body: b } },
    ],
    ['inside others too', rawChain([a, { ...rawGroup([{ ...rawChain([a]), args: [1] }]), immutable: true }])],
    ['in a body too', rawChord([a], { ...rawChain([a, b]), args: [1] })],
    ['a chord without a body', rawChord([a], null)],
  ])('A20 %s', (_, canvas) => {
    expect(received(deepFreeze(canvas))).toEqual(roundTrip(canvas))
  })

  test('E5 a map, starmap or chunks is a plain signature from then on', () => {
    for (const live of [mapOf(a, [1]), starmapOf(a, [[1]]), chunksOf(a, [[1], [2]], 1)]) {
      expect(isLive(live)).toBe(true)
      expect(isLive(received(live))).toBe(false)
      expect(received(live)).toEqual(live)
      const inside = received(rawChain([live])) as Canvas & { subtask_type: 'chain' }
      expect(isLive(inside.kwargs.tasks[0]!)).toBe(false)
    }
  })

  test('what loses nothing is not copied', () => {
    for (const canvas of [a, rawChain([a, b]), rawGroup([a, rawChain([b])])])
      expect(received(canvas)).toBe(canvas)
  })

  test('loses exactly what a round trip through JSON loses, whatever the canvas', () => {
    const odd = fc.record({ args: fc.constantFrom([], [1]), immutable: fc.boolean() })
    const canvases = fc
      .tuple(anyCanvas({ failing: true, losing: true }), odd)
      .map(([canvas, more]) => ({ ...canvas, ...more }))
    fc.assert(
      fc.property(canvases, (canvas) => {
        expect(plain(received(deepFreeze(canvas as Canvas)))).toEqual(plain(roundTrip(canvas as Canvas)))
      }),
      { numRuns: 500, seed: 1 },
    )
  })

  test('so it is with one that was frozen to be sent', () => {
    fc.assert(
      fc.property(anyCanvas({ failing: true }), (canvas) => {
        const sent = send(canvas, {}, dispatch('apply', null, contextWith(), []))
        if (sent) expect(plain(received(sent.canvas))).toEqual(plain(roundTrip(sent.canvas)))
      }),
      { numRuns: 300, seed: 1 },
    )
  })
})
