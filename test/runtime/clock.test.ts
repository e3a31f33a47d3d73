import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Clock, type Due } from '../../src/runtime/clock.ts'

const runOut = (clock: Clock): void => {
  while (clock.step());
}

describe('virtual time', () => {
  test('goes to what is due next, by time and then by order of entry', () => {
    const clock = new Clock()
    const seen: string[] = []
    const enter = (name: string, atMs: number) =>
      clock.at(atMs, () => void seen.push(`${name}@${clock.nowMs}`))
    enter('a', 20)
    enter('b', 10)
    enter('c', 20)
    enter('d', 0)
    enter('e', 10)
    runOut(clock)
    expect(seen).toEqual(['d@0', 'b@10', 'e@10', 'a@20', 'c@20'])
    expect([clock.nowMs, clock.steps]).toEqual([20, 5])
  })

  test('what lies in the past is due now, after what was entered before it', () => {
    const clock = new Clock()
    const seen: string[] = []
    clock.at(10, () => {
      clock.after(0, () => void seen.push(`zero@${clock.nowMs}`))
      clock.at(3, () => void seen.push(`past@${clock.nowMs}`))
    })
    clock.at(10, () => void seen.push(`other@${clock.nowMs}`))
    runOut(clock)
    expect(seen).toEqual(['other@10', 'zero@10', 'past@10'])
  })

  test('does not go on for the sake of what was cancelled', () => {
    const clock = new Clock()
    const seen: string[] = []
    const due = clock.at(50, () => void seen.push('cancelled'))
    clock.at(10, () => clock.cancel(due))
    runOut(clock)
    clock.cancel(due)
    expect([seen, clock.nowMs, clock.step()]).toEqual([[], 10, false])
  })

  test('does not go on for the sake of the background alone', () => {
    const clock = new Clock()
    const seen: number[] = []
    clock.after(10, () => void seen.push(10), true)
    clock.after(20, () => void seen.push(20))
    clock.after(30, () => void seen.push(30), true)
    runOut(clock)
    expect([seen, clock.nowMs]).toEqual([[10, 20], 20])
  })

  test('goes on for what comes out of the background', () => {
    const clock = new Clock()
    const seen: number[] = []
    const due = clock.after(30, () => void seen.push(30), true)
    clock.after(20, () => clock.foreground(due))
    runOut(clock)
    expect([seen, clock.nowMs]).toEqual([[30], 30])
    clock.foreground(due)
    expect(clock.step()).toBe(false)
  })

  test('is a sorted list, whatever is entered and cancelled on the way', () => {
    const plan = fc.array(
      fc.record({
        delayMs: fc.nat(20),
        background: fc.boolean(),
        cancels: fc.option(fc.nat(30), { nil: null }),
        enters: fc.array(fc.nat(20), { maxLength: 3 }),
      }),
      { minLength: 1, maxLength: 30 },
    )
    fc.assert(
      fc.property(plan, (entries) => {
        interface Listed {
          readonly order: number
          readonly atMs: number
          readonly background: boolean
          gone: boolean
        }
        const clock = new Clock()
        const listed: Listed[] = []
        const dues: Due[] = []
        const ran: number[] = []
        let wrong = 0
        const enter = (delayMs: number, background: boolean, act: () => void) => {
          const mine: Listed = { order: listed.length, atMs: clock.nowMs + delayMs, background, gone: false }
          listed.push(mine)
          dues.push(
            clock.after(
              delayMs,
              () => {
                const first = listed
                  .filter(({ gone }) => !gone)
                  .sort((one, other) => one.atMs - other.atMs || one.order - other.order)[0]
                if (first !== mine || clock.nowMs !== mine.atMs) wrong++
                mine.gone = true
                ran.push(mine.order)
                act()
              },
              background,
            ),
          )
        }
        for (const { delayMs, background, cancels, enters } of entries)
          enter(delayMs, background, () => {
            for (const delay of enters) enter(delay, false, () => {})
            if (cancels === null || !listed[cancels]) return
            clock.cancel(dues[cancels]!)
            listed[cancels].gone = true
          })
        runOut(clock)
        expect(wrong).toBe(0)
        expect(new Set(ran).size).toBe(ran.length)
        expect(listed.filter(({ gone, background }) => !gone && !background)).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  test('does 100,000 entries in the order of their times', () => {
    const clock = new Clock()
    let last = -1
    let ordered = true
    for (let n = 0; n < 100_000; n++)
      clock.at((n * 7919) % 100_003, () => {
        ordered &&= clock.nowMs >= last
        last = clock.nowMs
      })
    runOut(clock)
    expect([ordered, clock.steps]).toEqual([true, 100_000])
  })
})
