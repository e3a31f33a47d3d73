import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MemoryQueues } from '../../src/broker/memoryQueues.ts'
import type { Message } from '../../src/protocol/message.ts'

const message = (id: string, queue = 'celery', priority = 0) =>
  ({ headers: { id }, properties: { routing_key: queue, priority } }) as unknown as Message

const drain = (queues: MemoryQueues, names: readonly string[]): string[] => {
  const ids: string[] = []
  for (let next = queues.take(names); next; next = queues.take(names)) ids.push(next.headers.id)
  return ids
}

describe('queues in memory', () => {
  test('first in, first out', () => {
    const queues = new MemoryQueues()
    for (const id of ['a', 'b', 'c']) queues.publish(message(id))
    expect(drain(queues, ['celery'])).toEqual(['a', 'b', 'c'])
    expect(queues.take(['celery'])).toBeUndefined()
  })

  test('F3 a worker gets the messages of its queues only', () => {
    const queues = new MemoryQueues()
    queues.publish(message('a', 'sms'))
    queues.publish(message('b', 'mail'))
    expect(drain(queues, ['mail'])).toEqual(['b'])
    expect(drain(queues, ['nobody'])).toEqual([])
    expect(drain(queues, ['sms', 'mail'])).toEqual(['a'])
  })

  test.each([
    [0, 2, 'one bucket'],
    [3, 5, 'one bucket'],
    [6, 8, 'one bucket'],
    [2, 3, 'two buckets'],
    [5, 6, 'two buckets'],
    [8, 9, 'two buckets'],
  ])('F4 priorities %i and %i share %s: 0, 3, 6, 9 are the steps', (low, high, buckets) => {
    const queues = new MemoryQueues()
    queues.publish(message('high', 'celery', high))
    queues.publish(message('low', 'celery', low))
    expect(drain(queues, ['celery'])).toEqual(buckets === 'one bucket' ? ['high', 'low'] : ['low', 'high'])
  })

  test('F4 0 is served first, before the other queues of the worker are looked at for 3', () => {
    const queues = new MemoryQueues()
    queues.publish(message('first 3', 'first', 3))
    queues.publish(message('second 0', 'second', 0))
    queues.publish(message('first 0', 'first', 0))
    expect(drain(queues, ['first', 'second'])).toEqual(['first 0', 'second 0', 'first 3'])
  })

  test('counts what waits in each queue that has any', () => {
    const queues = new MemoryQueues()
    queues.publish(message('a'))
    queues.publish(message('b', 'celery', 9))
    queues.publish(message('c', 'sms'))
    expect(queues.depths()).toEqual(
      new Map([
        ['celery', 2],
        ['sms', 1],
      ]),
    )
    drain(queues, ['sms'])
    expect(queues.depths()).toEqual(new Map([['celery', 2]]))
  })

  test('keep order and lose nothing, however many come and go', () => {
    const action = fc.oneof(
      fc.record({ publish: fc.nat(9), queue: fc.constantFrom('p', 'q') }),
      fc.record({ take: fc.constantFrom<string[]>(['p'], ['q'], ['p', 'q'], ['q', 'p']), times: fc.nat(5) }),
      fc.record({ burst: fc.integer({ min: 1000, max: 1500 }) }),
    )
    fc.assert(
      fc.property(fc.array(action, { maxLength: 30 }), (actions) => {
        const queues = new MemoryQueues()
        /** All messages in the order of publishing; Redis takes the least step, then the first queue, then the oldest. */
        let waiting: { id: string; queue: string; step: number }[] = []
        let published = 0
        const publish = (queue: string, priority: number) => {
          const id = `m${published++}`
          queues.publish(message(id, queue, priority))
          waiting.push({ id, queue, step: Math.floor(priority / 3) })
        }
        for (const each of actions) {
          if ('burst' in each) {
            for (let n = 0; n < each.burst; n++) publish('p', 0)
          } else if ('publish' in each) publish(each.queue, each.publish)
          else
            for (let n = 0; n < each.times; n++) {
              const mine = waiting.filter(({ queue }) => each.take.includes(queue))
              const [next] = mine.sort(
                (one, other) =>
                  one.step - other.step || each.take.indexOf(one.queue) - each.take.indexOf(other.queue),
              )
              expect(queues.take(each.take)?.headers.id).toBe(next?.id)
              waiting = waiting.filter(({ id }) => id !== next?.id)
            }
        }
        const rest = ['p', 'q'].map((queue) => waiting.filter((each) => each.queue === queue).length)
        expect([queues.depths().get('p') ?? 0, queues.depths().get('q') ?? 0]).toEqual(rest)
        expect(drain(queues, ['p', 'q'])).toHaveLength(waiting.length)
      }),
      { numRuns: 100 },
    )
  })
})
