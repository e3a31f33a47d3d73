import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TimeHeap } from '../../src/runtime/timeHeap.ts'

test('gives items by time, and by order of entry where that is the same, whatever is taken in between', () => {
  const pushes = fc.array(fc.record({ atMs: fc.integer({ min: 0, max: 20 }), takes: fc.nat(2) }))
  fc.assert(
    fc.property(pushes, (entries) => {
      const heap = new TimeHeap<{ readonly atMs: number; readonly order: number }>()
      let waiting: { readonly atMs: number; readonly order: number }[] = []
      const take = (): void => {
        // Sorting is stable, and the list is in order of entry.
        const [first, ...rest] = waiting.toSorted((a, b) => a.atMs - b.atMs || a.order - b.order)
        expect(heap.firstMs).toBe(first!.atMs)
        expect(heap.pop()).toBe(first)
        waiting = rest
      }
      for (const [order, { atMs, takes }] of entries.entries()) {
        const item = { atMs, order }
        heap.push(atMs, item)
        waiting.push(item)
        for (let taken = 0; taken < takes && waiting.length > 0; taken++) take()
      }
      while (waiting.length > 0) take()
      expect(heap.firstMs).toBe(Number.POSITIVE_INFINITY)
    }),
  )
})
