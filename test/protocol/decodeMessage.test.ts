import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { group } from '../../src/canvas/group.ts'
import { Celery, chain, chord } from '../../src/index.ts'
import { dispatch } from '../../src/interpreter/context.ts'
import type { Effect } from '../../src/interpreter/effect.ts'
import { send } from '../../src/interpreter/send.ts'
import { decodeMessage, type Incoming, messageSentence } from '../../src/protocol/decodeMessage.ts'
import type { Message } from '../../src/protocol/message.ts'
import { encodeMessage } from '../../src/protocol/wire.ts'
import { contextOf } from '../../src/runtime/contextOf.ts'

const app = new Celery('wire')
const add = app.task('add', (x: number, y: number) => x + y)
const sum = app.task('sum', (all: readonly number[]) => all.length)
const double = app.task('double', (x: number) => 2 * x)

/** The messages that sending a canvas publishes at once. */
function messagesOf(canvas: { toJSON(): Parameters<typeof send>[0] }, options = {}): readonly Message[] {
  const effects: Effect[] = []
  let ids = 0
  const context = contextOf(app, { newId: () => `id${ids++}`, nowMs: () => NOW, replyTo: 'me' })
  send(canvas.toJSON(), { options }, dispatch('apply', null, context, effects))
  return effects.flatMap((effect) => (effect.type === 'publish' ? [effect.message] : []))
}

const NOW = Date.parse('2030-01-01T00:00:00Z')

const incomingOf = (message: Message): Incoming => {
  const { headers, properties, body } = encodeMessage(message, 'gen1@here', NOW)
  return {
    headers: JSON.parse(JSON.stringify(headers)),
    properties,
    body,
    contentType: 'application/json',
    contentEncoding: 'utf-8',
    queue: message.properties.routing_key,
  }
}

const decoded = (incoming: Incoming) => decodeMessage(incoming)

describe('a message', () => {
  test('has what Celery sends, with what informs', () => {
    const [message] = messagesOf(add.s(1, 2), { expires: 60, priority: 5, headers: { tenant: 'acme' } })
    const wire = encodeMessage(message!, 'gen1@here', NOW)
    expect(wire).toEqual({
      headers: {
        lang: 'py',
        task: 'add',
        id: 'id0',
        shadow: null,
        eta: null,
        expires: '2030-01-01T00:01:00.000Z',
        group: null,
        group_index: null,
        retries: 0,
        timelimit: [null, null],
        root_id: 'id0',
        parent_id: null,
        argsrepr: '(1, 2)',
        kwargsrepr: '{}',
        origin: 'gen1@here',
        ignore_result: false,
        replaced_task_nesting: 0,
        stamped_headers: null,
        stamps: {},
        tenant: 'acme',
      },
      properties: {
        correlation_id: 'id0',
        reply_to: 'me',
        delivery_mode: 2,
        priority: 5,
        expiration: '60000',
      },
      body: '[[1,2],{},{"callbacks":null,"errbacks":null,"chain":null,"chord":null}]',
    })
  })

  test('shows its arguments as Python shows a tuple, and not all of a long one', () => {
    const shown = (...args: number[]) =>
      encodeMessage(
        { ...messagesOf(add.s(1, 2))[0]!, body: [args, {}, messagesOf(add.s(1, 2))[0]!.body[2]] },
        '',
        NOW,
      ).headers.argsrepr as string
    expect(shown()).toBe('()')
    expect(shown(1)).toBe('(1,)')
    expect(shown(...Array.from({ length: 5000 }, (_, index) => index)).length).toBeLessThan(1100)
  })

  const canvases = {
    task: add.s(1, 2),
    chain: chain(add.s(1, 2), double.s(), double.s()),
    chord: chord([chain(add.s(1, 2), double.s()), double.s(3)], sum.s()),
    links: add.s(1, 2).link(double.s()).linkError(double.si(1)),
    stamped: add.s(1, 2).stamp({ tenant: 'acme' }),
  }
  test.each(Object.entries(canvases))('is read as it was sent: %s', (_, canvas) => {
    for (const message of messagesOf(canvas)) {
      const read = decoded(incomingOf(message))
      expect(E.isRight(read)).toBe(true)
      expect(JSON.parse(JSON.stringify((read as E.Right<Message>).right))).toEqual(
        JSON.parse(JSON.stringify(message)),
      )
    }
  })

  test('reads the dates that Python leaves in the options of what comes later', () => {
    const [part] = messagesOf(chord([add.s(1, 2)], sum.s()))
    const date = { __type__: 'datetime', __value__: '2026-01-01T00:00:10.500000+00:00' }
    const body = { ...part!.body[2].chord!, options: { ...part!.body[2].chord!.options, eta: date } }
    const next = {
      task: 'double',
      args: [],
      kwargs: {},
      options: { expires: { ...date, __value__: '2026-01-01' } },
    }
    const embed = { ...part!.body[2], chord: body, callbacks: [next] }
    const read = decoded(incomingOf({ ...part!, body: [[], {}, embed] } as never))
    if (E.isLeft(read)) throw new Error(messageSentence(read.left))
    const { chord: later, callbacks } = read.right.body[2]
    expect(later!.options.eta).toBe('2026-01-01T00:00:10.500000+00:00')
    expect(callbacks![0]!.options.expires).toBe('2026-01-01Z')
  })

  test('carries what remains of a chain wherever it stands', () => {
    const [first] = messagesOf(chain(add.s(1, 2), group(double.s(), double.s()), sum.s(), double.s()))
    const read = decoded(incomingOf(first!))
    if (E.isLeft(read)) throw new Error(messageSentence(read.left))
    const again = decoded(incomingOf(read.right))
    expect(JSON.parse(JSON.stringify(again))).toEqual(JSON.parse(JSON.stringify(read)))
    const step = {
      task: 'add',
      args: [1],
      kwargs: {},
      options: { chain: [double.s().toJSON(), sum.s().toJSON()] },
    }
    const nested = decoded({ ...incomingOf(first!), body: JSON.stringify([[], {}, { chord: step }]) })
    expect(nested).toMatchObject({
      right: {
        body: [
          [],
          {},
          { chord: { options: { chain: { next: { task: 'sum' }, after: { next: { task: 'double' } } } } } },
        ],
      },
    })
  })

  test('that another language sent needs a task and an id alone', () => {
    const read = decoded({
      headers: { task: 'add', id: 'one', eta: '2030-01-01T00:00:00.123456' },
      properties: {},
      body: '[[1], {}, {}]',
      contentType: null,
      contentEncoding: null,
      queue: 'q',
    })
    expect(read).toMatchObject({
      right: {
        headers: { root_id: 'one', retries: 0, timelimit: [null, null], eta: '2030-01-01T00:00:00.123456Z' },
        properties: { correlation_id: 'one', routing_key: 'q', priority: 0 },
        body: [[1], {}, { callbacks: null, errbacks: null, chain: null, chord: null }],
      },
    })
  })
})

describe('a message that is wrong', () => {
  const good = incomingOf(messagesOf(add.s(1, 2))[0]!)
  const headers = good.headers as object
  const cases: readonly [string, Partial<Incoming>, string][] = [
    ['no headers', { headers: null }, 'unknown-message'],
    ['no task', { headers: { id: 'x' } }, 'unknown-message'],
    ['a task that is a number', { headers: { ...headers, task: 5 } }, 'unknown-message'],
    ['no id', { headers: { task: 'add' } }, 'unknown-message'],
    ['pickle', { contentType: 'application/x-python-serialize' }, 'content-disallowed'],
    ['binary', { contentEncoding: 'binary' }, 'content-disallowed'],
    ['compression', { headers: { ...headers, compression: 'application/x-bz2' } }, 'content-disallowed'],
    ['no JSON', { body: '[[1, 2], {}, ' }, 'not-json'],
    ['a body that is an object', { body: '{}' }, 'invalid-task'],
    ['arguments that are an object', { body: '[{}, {}, {}]' }, 'invalid-task'],
    ['keyword arguments that are a list', { body: '[[], [], {}]' }, 'invalid-task'],
    ['a callback that is none', { body: '[[], {}, {"callbacks": [5]}]' }, 'invalid-task'],
    ['a chain that is a text', { body: '[[], {}, {"chain": "x"}]' }, 'invalid-task'],
    ['a chord without a task', { body: '[[], {}, {"chord": {}}]' }, 'invalid-task'],
    ['an eta that is none', { headers: { ...headers, eta: 'tomorrow' } }, 'invalid-task'],
    ['retries that are a text', { headers: { ...headers, retries: '1' } }, 'invalid-task'],
    ['a limit below nothing', { headers: { ...headers, timelimit: [-1, null] } }, 'invalid-task'],
    ['a body too deep', { body: `[[${'['.repeat(2000)}${']'.repeat(2000)}], {}, {}]` }, 'too-deep'],
  ]
  test.each(cases)('%s', (_, wrong, type) => {
    const read = decoded({ ...good, ...wrong })
    expect(read).toMatchObject({ left: { type } })
    if (E.isLeft(read)) expect(messageSentence(read.left)).toMatch(/rejected/)
  })

  test('says where, what was expected, and what came', () => {
    const read = decoded({ ...good, body: '[[], [], {}]' })
    expect(E.isLeft(read) && messageSentence(read.left)).toBe(
      'the message of "add"["id0"] was rejected: body[1] should be an object, and is []',
    )
  })
})
