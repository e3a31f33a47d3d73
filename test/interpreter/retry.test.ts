import { describe, expect, test } from 'vitest'
import { link, linkError } from '../../src/canvas/compose.ts'
import type { Outcome } from '../../src/interpreter/outcome.ts'
import type { Message } from '../../src/protocol/message.ts'
import {
  a,
  b,
  boom,
  C,
  c,
  contextWith,
  d,
  e,
  ending,
  firstMessage,
  lines,
  published,
  returned,
  set,
  sig,
  spec,
  X,
} from './asking.ts'

const retry = (again: Extract<Outcome, { type: 'retry' }>['again'] = {}): Outcome => ({
  type: 'retry',
  exception: boom,
  traceback: 'at line 1',
  again,
})

const retried = (message: Message, again = {}, context = contextWith()): Message =>
  published(ending(message, retry(again), context))[0]!

describe('G1 retry', () => {
  test('publishes the same id, stores RETRY with the reason, and calls nobody', () => {
    const context = contextWith()
    const message = firstMessage(X([C(link(linkError(a, e), e), b), c], d), context)
    expect(lines(ending(message, retry(), context))).toEqual([
      `retry: publish a() ${message.headers.id} then b`,
      `store ${message.headers.id} RETRY ValueError(boom)`,
      'retried ValueError(boom)',
    ])
  })

  test('keeps chain, chord, links, errbacks, group, ids, queue, priority, limits, expiry and stamps', () => {
    const options = {
      queue: 'q',
      priority: 4,
      time_limit: 9,
      soft_time_limit: 8,
      expires: '2031-01-01T00:00:00Z',
      shadow: 'n',
      stamped_headers: ['k'],
      k: 'v',
      link: [e],
      link_error: [e],
    }
    const context = contextWith()
    const header = firstMessage(X([C(set(sig('a', 1), options), b), c], d), context)
    const parented = { ...header, headers: { ...header.headers, parent_id: 'p', root_id: 'r' } }
    const again = retried(parented, {}, context)
    expect(again).toEqual({ ...parented, headers: { ...parented.headers, retries: 1 } })

    const member = firstMessage(X([set(a, options), c], d), context)
    const next = retried(member, {}, context)
    expect(next.headers).toEqual({ ...member.headers, retries: 1, parent_id: member.headers.id })
    expect([next.properties, next.body]).toEqual([member.properties, member.body])
  })

  test('gives a root task itself as parent, and a chain step keeps its own', () => {
    const context = contextWith()
    const first = firstMessage(C(a, b), context)
    expect(retried(first, {}, context).headers.parent_id).toBe(first.headers.id)
    const second = published(ending(first, returned(1), context))[0]!
    expect(retried(second, {}, context).headers).toMatchObject({
      parent_id: first.headers.id,
      root_id: first.headers.id,
    })
  })

  test.each([
    ['countdown', { countdown: 60 }, '2030-01-01T00:01:00.000Z'],
    ['eta', { eta: '2031-01-01T00:00:00Z' }, '2031-01-01T00:00:00Z'],
    ['neither', {}, null],
  ])('waits until its eta: %s', (_, again, eta) => {
    const context = contextWith()
    expect(retried(firstMessage(set(a, { countdown: 5 }), context), again, context).headers.eta).toBe(eta)
  })

  test('takes other arguments for the next try', () => {
    const message = firstMessage(sig('a', 1))
    expect(retried(message).body[0]).toEqual([1])
    expect(retried(message, { args: [2], kwargs: { k: 3 } }).body.slice(0, 2)).toEqual([[2], { k: 3 }])
  })

  test('takes another queue, priority and expiry for the next try', () => {
    const options = { queue: 'q', priority: 6, expires: '2031-01-01T00:00:00Z' }
    const again = retried(firstMessage(set(a, { queue: 'own', priority: 1 })), { options })
    expect(again.properties).toMatchObject({ routing_key: 'q', priority: 6 })
    expect(again.headers.expires).toBe('2031-01-01T00:00:00Z')
  })

  test('G7 store_errors_even_if_ignored stores RETRY', () => {
    const context = contextWith([spec('a', { ignoreResult: true, storeErrorsEvenIfIgnored: true })])
    expect(lines(ending(firstMessage(a, context), retry(), context))[1]).toBe(
      'store id1 RETRY ValueError(boom)',
    )
  })

  test('counts up', () => {
    const context = contextWith()
    const third = [1, 2, 3].reduce((message) => retried(message, {}, context), firstMessage(a, context))
    expect(third.headers.retries).toBe(3)
  })

  test('that cannot be published is rejected', () => {
    const check = () => {
      throw new TypeError('a() takes 0 positional arguments')
    }
    const effects = ending(firstMessage(a), retry({ args: [1] }), contextWith([spec('a', { check })]))
    expect(lines(effects)).toEqual(['rejected'])
  })

  test('G7 with ignore_result stores no RETRY', () => {
    const context = contextWith([spec('a', { ignoreResult: true })])
    expect(lines(ending(firstMessage(a, context), retry(), context))).toEqual([
      'retry: publish a() id1',
      'retried ValueError(boom)',
    ])
  })
})
