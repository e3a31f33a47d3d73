import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chanceFrom } from '../../src/runtime/chance.ts'
import { drawRunFault, happens } from '../../src/runtime/faults.ts'
import { draw, runDuration } from '../../src/runtime/latency.ts'

const many = <Value>(count: number, make: () => Value): Value[] => Array.from({ length: count }, make)

describe('chance', () => {
  test('gives the same numbers and ids for the same seed, and others for another', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), (seed, other) => {
        const take = (from: number) => {
          const chance = chanceFrom(from)
          return [...many(5, chance.next), chance.newId(), ...many(5, chance.next)].join()
        }
        expect(take(seed)).toBe(take(seed))
        if (seed !== other) expect(take(seed)).not.toBe(take(other))
      }),
    )
  })

  test('gives numbers from 0 up to 1, evenly', () => {
    const { next } = chanceFrom(7)
    const tenths = many(20_000, next).map((number) => Math.floor(number * 10))
    expect(Math.min(...tenths)).toBe(0)
    expect(Math.max(...tenths)).toBe(9)
    for (let tenth = 0; tenth < 10; tenth++) {
      const share = tenths.filter((each) => each === tenth).length / tenths.length
      expect(share).toBeGreaterThan(0.09)
      expect(share).toBeLessThan(0.11)
    }
  })

  test('neighbouring seeds have nothing in common', () => {
    const firsts = Array.from({ length: 1000 }, (_, seed) => chanceFrom(seed).next())
    const mean = firsts.reduce((all, each) => all + each, 0) / firsts.length
    expect(mean).toBeGreaterThan(0.45)
    expect(mean).toBeLessThan(0.55)
    expect(new Set(firsts).size).toBe(1000)
  })

  test('ids look like UUIDs of version 4, and none comes twice', () => {
    const { newId } = chanceFrom(1)
    const ids = many(10_000, newId)
    for (const id of ids.slice(0, 1000))
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(new Set(ids).size).toBe(10_000)
  })
})

describe('delays', () => {
  test('a number is itself, and takes nothing from chance', () => {
    const chance = chanceFrom(1)
    expect(draw(5, chance)).toBe(5)
    expect(chance.next()).toBe(chanceFrom(1).next())
  })

  test('a mean and a spread stay within them, and never lie below zero', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(100), fc.nat(200), (seed, mean, spread) => {
        for (const delay of many(20, () => draw([mean, spread], chanceFrom(seed)))) {
          expect(delay).toBeGreaterThanOrEqual(Math.max(0, mean - spread))
          expect(delay).toBeLessThanOrEqual(mean + spread)
        }
      }),
    )
  })

  test('of a run are one for all tasks, or by name', () => {
    const latency = { publish: 0, store: 0 }
    expect(runDuration({ ...latency, run: 7 }, 'add')).toBe(7)
    expect(runDuration({ ...latency, run: [7, 1] }, 'add')).toEqual([7, 1])
    const run = { default: 1, add: [2, 1] as const }
    expect([runDuration({ ...latency, run }, 'add'), runDuration({ ...latency, run }, 'mul')]).toEqual([
      [2, 1],
      1,
    ])
  })
})

describe('faults', () => {
  test('what cannot happen takes nothing from chance', () => {
    const chance = chanceFrom(3)
    expect([happens(undefined, chance), happens(0, chance), drawRunFault({}, chance)]).toEqual([
      false,
      false,
      null,
    ])
    expect(chance.next()).toBe(chanceFrom(3).next())
  })

  test('happen as often as they are said to', () => {
    const chance = chanceFrom(3)
    const share = many(10_000, () => happens(0.2, chance)).filter(Boolean).length / 10_000
    expect(share).toBeGreaterThan(0.18)
    expect(share).toBeLessThan(0.22)
  })

  test('a worker dies at one of the points given, or at any', () => {
    const chance = chanceFrom(3)
    const points = (diesAt?: readonly ['mid-task']) =>
      new Set(many(100, () => drawRunFault({ workerDies: 1, ...(diesAt && { diesAt }) }, chance)?.type))
    expect(points(['mid-task'])).toEqual(new Set(['mid-task']))
    expect(points()).toEqual(new Set(['before-start', 'mid-task', 'before-ack']))
    expect(drawRunFault({ processDies: 1 }, chance)).toEqual({ type: 'process-dies' })
  })
})
