import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Options } from '../../src/canvas/canvas.ts'
import { taskCanvas } from '../../src/canvas/compose.ts'
import { dropNulls, executionOptions } from '../../src/protocol/message.ts'
import { Steps } from '../../src/protocol/steps.ts'
import { a, b, C, c, contextWith, firstMessage, sending, sig, X } from '../interpreter/asking.ts'

describe('a message of protocol 2', () => {
  test('has every header and property that Celery sends', () => {
    expect(firstMessage(sig('proj.add', 2, 3))).toEqual({
      headers: {
        lang: 'py',
        task: 'proj.add',
        id: 'id1',
        shadow: null,
        eta: null,
        expires: null,
        group: null,
        group_index: null,
        retries: 0,
        timelimit: [null, null],
        root_id: 'id1',
        parent_id: null,
        ignore_result: false,
        replaced_task_nesting: 0,
        stamped_headers: null,
        stamps: {},
      },
      properties: {
        correlation_id: 'id1',
        reply_to: 'client',
        delivery_mode: 2,
        priority: 0,
        routing_key: 'celery',
      },
      body: [[2, 3], {}, { callbacks: null, errbacks: null, chain: null, chord: null }],
    })
  })

  test('has as body [args, kwargs, embed], the chain in reverse', () => {
    const [, , embed] = JSON.parse(JSON.stringify(firstMessage(C(a, b, c)).body))
    expect(embed.chain.map(({ task }: { task: string }) => task)).toEqual(['c', 'b'])
    expect(embed.chain.map(({ options }: { options: Options }) => options.task_id)).toEqual(['id1', 'id2'])
    expect(embed).toMatchObject({ callbacks: null, errbacks: null, chord: null })
  })

  test('of a header task has the body, with its id and the id of the header', () => {
    const [, , embed] = JSON.parse(JSON.stringify(firstMessage(X([a, b], c)).body))
    expect(embed.chord).toMatchObject({
      task: 'c',
      options: { task_id: 'id2', group_id: 'id1', reply_to: 'client' },
    })
  })

  test('F1 F2 has times in ISO-8601', () => {
    const { headers } = sending(a, { options: { countdown: 1.5, expires: 90 } }).messages[0]!
    expect([headers.eta, headers.expires]).toEqual(['2030-01-01T00:00:01.500Z', '2030-01-01T00:01:30.000Z'])
  })

  test('is JSON', () => {
    const message = firstMessage(X([C(a, b), b], C(b, c)))
    expect(() => JSON.stringify(message)).not.toThrow()
    expect(JSON.stringify(message)).not.toContain('undefined')
  })
})

describe('the options to send a message again', () => {
  const option = fc.record(
    {
      task_id: fc.uuid(),
      root_id: fc.uuid(),
      parent_id: fc.uuid(),
      group_id: fc.uuid(),
      group_index: fc.nat(9),
      shadow: fc.string({ minLength: 1 }),
      expires: fc.constant('2031-01-01T00:00:00.000Z'),
      time_limit: fc.nat(99),
      soft_time_limit: fc.nat(99),
      retries: fc.nat(9),
      reply_to: fc.uuid(),
      priority: fc.nat(9),
      queue: fc.constantFrom('q', 'r'),
      replaced_task_nesting: fc.nat(3),
      link: fc.constant([b]),
      link_error: fc.constant([c]),
      chord: fc.constant(c),
      chain: fc.constant(new Steps(b, null)),
      headers: fc.constant({ x: 1, y: 'two' }),
      stamped_headers: fc.constant(['stamp']),
      stamp: fc.string(),
    },
    { requiredKeys: ['task_id', 'root_id', 'parent_id'] },
  ) as fc.Arbitrary<Options>

  test('G1 give the very same message', () => {
    fc.assert(
      fc.property(option, (options) => {
        const { stamp, ...rest } = options
        const own = options.stamped_headers ? { ...rest, stamp: stamp ?? '' } : rest
        const message = sending(taskCanvas('a', { args: [1], kwargs: { k: 2 } }), { options: own })
          .messages[0]!
        const again = taskCanvas('a', { args: [1], kwargs: { k: 2 }, options: executionOptions(message) })
        expect(sending(again, {}, contextWith()).messages[0]).toEqual(message)
      }),
    )
  })

  test('F9 leave out ignore_result: the next try stores its result', () => {
    const message = sending(a, { options: { ignore_result: true } }).messages[0]!
    expect(message.headers.ignore_result).toBe(true)
    expect(executionOptions(message)).not.toHaveProperty('ignore_result')
  })

  test('say nothing of what is null', () => {
    expect(executionOptions(firstMessage(a))).toEqual({
      task_id: 'id1',
      root_id: 'id1',
      retries: 0,
      reply_to: 'client',
      priority: 0,
      queue: 'celery',
      replaced_task_nesting: 0,
    })
  })
})

test('options that are null or undefined say nothing, and without any they are the same object', () => {
  expect(dropNulls({ a: null, b: undefined, c: 0, d: false, e: '' })).toEqual({ c: 0, d: false, e: '' })
  const whole = { a: 1 }
  expect(dropNulls(whole)).toBe(whole)
})
