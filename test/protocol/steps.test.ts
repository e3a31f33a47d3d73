import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { taskCanvas } from '../../src/canvas/compose.ts'
import { lastFirst, before as putBefore, Steps } from '../../src/protocol/steps.ts'

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => taskCanvas(name))

describe('what remains of a chain', () => {
  test('is, as JSON, the list of Celery: reversed, the next step at its end', () => {
    const steps = new Steps(a!, new Steps(b!, new Steps(c!, null)))
    expect(JSON.parse(JSON.stringify({ chain: steps }))).toEqual({ chain: [c, b, a] })
  })

  test('lists its steps last first, and nothing when there are none', () => {
    expect(lastFirst(new Steps(a!, new Steps(b!, null)))).toEqual([b, a])
    expect(lastFirst(null)).toEqual([])
  })

  test('steps are put before those that remain of an outer chain', () => {
    const outer = new Steps(d!, null)
    const steps = putBefore([c!, b!], outer)!
    expect([steps.next, steps.after!.next, steps.after!.after]).toEqual([b, c, outer])
    expect(putBefore([], outer)).toBe(outer)
    expect(putBefore([], null)).toBeNull()
  })

  test('taking a step shares the rest', () => {
    const rest = new Steps(b!, null)
    expect(new Steps(a!, rest).after).toBe(rest)
  })

  test('a list goes in and comes out, however long', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(a!, b!, c!, d!)), (steps) => {
        expect(lastFirst(putBefore(steps, null))).toEqual(steps)
      }),
    )
    const long = Array.from({ length: 10_000 }, () => a!)
    expect(lastFirst(putBefore(long, null))).toHaveLength(10_000)
  })
})
