import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Fifo } from '../../src/broker/fifo.ts'

test('is a list that is pushed to and shifted from, however it grows and wraps around', () => {
  const bursts = fc.array(fc.record({ push: fc.nat(60), shift: fc.nat(60) }), { maxLength: 20 })
  fc.assert(
    fc.property(bursts, (actions) => {
      const fifo = new Fifo<number>()
      const list: number[] = []
      let pushed = 0
      for (const { push, shift } of actions) {
        for (let times = 0; times < push; times++) {
          list.push(++pushed)
          fifo.push(pushed)
        }
        for (let times = 0; times < shift; times++) expect(fifo.shift()).toBe(list.shift())
        expect([...fifo]).toEqual(list)
        expect(fifo.length).toBe(list.length)
      }
    }),
  )
})
