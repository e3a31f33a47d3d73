import { describe, expect, test } from 'vitest'
import type { Canvas, Options } from '../../src/canvas/canvas.ts'
import { chunksOf, link, linkError, mapOf, starmapOf } from '../../src/canvas/compose.ts'
import { type Context, dispatch, type Sender } from '../../src/interpreter/context.ts'
import type { Effect } from '../../src/interpreter/effect.ts'
import { send } from '../../src/interpreter/send.ts'
import type { Message } from '../../src/protocol/message.ts'
import {
  a,
  b,
  boom,
  C,
  c,
  contextWith,
  d,
  ending,
  firstMessage,
  G,
  lines,
  NOW,
  published,
  returned,
  sending,
  set,
  si,
  sig,
  spec,
  X,
} from './asking.ts'

const inSeconds = (seconds: number) => new Date(Date.parse(NOW) + seconds * 1000).toISOString()

describe('calling a task', () => {
  test('A8 arguments of the call go in front of the bound ones, its keywords and options win', () => {
    const bound: Canvas = { ...sig('a', 3), kwargs: { x: 1, y: 1 }, options: { queue: 'own', priority: 3 } }
    const { messages } = sending(bound, { args: [1, 2], kwargs: { y: 2 }, options: { queue: 'call' } })
    const [message] = messages
    expect(message!.body.slice(0, 2)).toEqual([[1, 2, 3], { x: 1, y: 2 }])
    expect(message!.properties).toMatchObject({ routing_key: 'call', priority: 3 })
  })

  test('A8 options that are null say nothing; link replaces the stored links', () => {
    const bound = link(set(a, { queue: 'own' }), b)
    const [message] = sending(bound, { options: { queue: null as never, link: [c] } }).messages
    expect(message!.properties.routing_key).toBe('own')
    expect(message!.body[2].callbacks!.map(({ task }) => task)).toEqual(['c'])
  })

  test('A4 an immutable one takes options and no arguments', () => {
    const [message] = sending(si('a', 1), { args: [2], kwargs: { k: 1 }, options: { queue: 'q' } }).messages
    expect([message!.body[0], message!.body[1], message!.properties.routing_key]).toEqual([[1], {}, 'q'])
  })

  test('F10 group_id and stamps are not overwritten once they are there', () => {
    const bound = set(a, { group_id: 'g', stamped_headers: ['s'], s: 'mine' })
    const [message] = sending(bound, { options: { group_id: 'other', s: 'other', task_id: 'x' } }).messages
    expect(message!.headers).toMatchObject({
      group: 'g',
      id: 'x',
      stamps: { s: 'mine' },
      stamped_headers: ['s'],
    })
  })

  test('A24 the arity check of a registered task comes before anything is published', () => {
    const check = () => {
      throw new TypeError('a() missing 1 required positional argument')
    }
    expect(() => sending(a, {}, contextWith([spec('a', { check })]))).toThrow(TypeError)
  })

  test('the options a task was declared with count, and those of the call count more', () => {
    const context = () => contextWith([spec('a', { options: { queue: 'own', priority: 5, time_limit: 9 } })])
    const declared = sending(a, {}, context()).messages[0]!
    expect(declared.properties).toMatchObject({ routing_key: 'own', priority: 5 })
    expect(declared.headers.timelimit).toEqual([9, null])
    const called = sending(a, { options: { queue: 'other', time_limit: 1, soft_time_limit: 2 } }, context())
    expect(called.messages[0]!.properties.routing_key).toBe('other')
    expect(called.messages[0]!.headers.timelimit).toEqual([1, 2])
  })

  test.each([
    ['F1 countdown counts from publishing', { countdown: 5 }, { eta: inSeconds(5) }],
    ['F1 a countdown of 0 is none', { countdown: 0 }, { eta: null }],
    ['F1 eta is taken as it is', { eta: '2031-01-01T00:00:00Z' }, { eta: '2031-01-01T00:00:00Z' }],
    ['F1 countdown wins over eta', { eta: '2031-01-01T00:00:00Z', countdown: 1 }, { eta: inSeconds(1) }],
    ['F2 expires in seconds counts from publishing', { expires: 60 }, { expires: inSeconds(60) }],
    ['F2 expires as a moment', { expires: '2031-01-01T00:00:00Z' }, { expires: '2031-01-01T00:00:00Z' }],
    ['F7 headers are merged among the others', { headers: { x: 1 } }, { x: 1, lang: 'py' } as never],
    ['F8 shadow', { shadow: 'n' }, { shadow: 'n' }],
    ['F9 ignore_result', { ignore_result: true }, { ignore_result: true }],
    [
      'F10 explicit ids',
      { task_id: 't', root_id: 'r', parent_id: 'p', group_id: 'g', group_index: 4 },
      { id: 't', root_id: 'r', parent_id: 'p', group: 'g', group_index: 4 },
    ],
  ] as [string, Options, Partial<Message['headers']>][])('%s', (_, options, headers) => {
    expect(sending(a, { options }).messages[0]!.headers).toMatchObject(headers)
  })

  test('F9 the sender of an ignored result holds a handle that says so', () => {
    expect(sending(a, { options: { ignore_result: true } }).sent!.handle).toMatchObject({ ignored: true })
    expect(sending(a, {}, contextWith([spec('a', { ignoreResult: true })])).sent!.handle).toMatchObject({
      ignored: true,
    })
  })
})

describe('whose child it is', () => {
  const parent: Sender = { id: 'me', rootId: 'root', priority: 4, trail: true, children: [] }
  const sendIn = (canvas: Canvas, sender: Sender, more: Partial<Context> = {}, options: Options = {}) => {
    const effects: Effect[] = []
    send(canvas, { options }, dispatch('apply', sender, contextWith([], more), effects))
    return published(effects)
  }

  test('G16 what a task sends has its id as parent, its root as root, and is its child', () => {
    const sender = { ...parent, children: [] }
    const messages = sendIn(G(a, b), sender)
    expect(messages.map(({ headers }) => [headers.parent_id, headers.root_id])).toEqual([
      ['me', 'root'],
      ['me', 'root'],
    ])
    expect(sender.children).toMatchObject([{ type: 'group', results: [{}, {}] }])
  })

  test('F11 add_to_parent=False is not recorded as a child', () => {
    const sender = { ...parent, children: [] }
    sendIn(a, sender, {}, { add_to_parent: false })
    expect(sender.children).toEqual([])
  })

  test('G12 trail=False records none', () => {
    const sender = { ...parent, trail: false, children: [] }
    sendIn(a, sender)
    expect(sender.children).toEqual([])
  })

  test('F4 B23 priorities are inherited only when the setting says so', () => {
    expect(sendIn(a, parent)[0]!.properties.priority).toBe(0)
    expect(sendIn(a, parent, { inheritParentPriority: true })[0]!.properties.priority).toBe(4)
    const own = sendIn(a, parent, { inheritParentPriority: true }, { priority: 9 })
    expect(own[0]!.properties.priority).toBe(9)
  })

  test('B23 the next step of a chain and callbacks inherit it too', () => {
    const context = contextWith([], { inheritParentPriority: true })
    const message = firstMessage(C(link(set(a, { priority: 6 }), c), b, d), context)
    const sent = published(ending(message, returned(1), context))
    expect(sent.map(({ headers, properties }) => [headers.task, properties.priority])).toEqual([
      ['c', 6],
      ['b', 6],
    ])
  })
})

describe('options given to a canvas', () => {
  const option = (canvas: Canvas, options: Options, name: 'routing_key' | 'priority' = 'routing_key') => {
    const context = contextWith()
    const { messages } = sending(canvas, { options }, context)
    return messages.map(({ headers, properties }) => `${headers.task}:${properties[name]}`)
  }

  test('B17 of a chain go to its first step only', () => {
    const context = contextWith()
    const [first] = sending(C(a, b), { options: { queue: 'q', countdown: 5 } }, context).messages
    expect([first!.properties.routing_key, first!.headers.eta]).toEqual(['q', inSeconds(5)])
    const [second] = published(ending(first!, returned(1), context))
    expect([second!.properties.routing_key, second!.headers.eta]).toEqual(['celery', null])
  })

  test('F3 F1 those of a later step stay with it', () => {
    const context = contextWith()
    const message = firstMessage(C(a, set(b, { queue: 'q', countdown: 7 })), context)
    const [second] = published(ending(message, returned(1), context))
    expect([second!.properties.routing_key, second!.headers.eta]).toEqual(['q', inSeconds(7)])
  })

  test('C11 of a group go to every member, over their own', () => {
    expect(option(G(a, set(b, { queue: 'own' })), { queue: 'q' })).toEqual(['a:q', 'b:q'])
    expect(option(set(G(a, set(b, { priority: 1 })), { priority: 8 }), {}, 'priority')).toEqual([
      'a:8',
      'b:8',
    ])
  })

  test('C15 a group takes no link and no link_error', () => {
    expect(() => sending(G(a), { options: { link: [b] } })).toThrow('Cannot add link to group: use a chord')
    expect(() => sending(G(a), { options: { link_error: [b] } })).toThrow(
      'Cannot add link to group: do that on individual tasks',
    )
    expect(() => sending(X([a], b), { options: { link_error: [c] } })).toThrow('Cannot add link to group')
  })

  test('C19 task_id of a group is its id', () => {
    const { sent, messages } = sending(G(a, b), { options: { task_id: 'x' } })
    expect([sent!.handle.id, ...messages.map(({ headers }) => headers.group)]).toEqual(['x', 'x', 'x'])
  })

  /** Sends a chord and completes it, so that its body is seen too. */
  const wholeChord = (chord: Canvas, options: Options) => {
    const context = contextWith()
    const { messages } = sending(chord, { options }, context)
    return { messages, body: messages[0]!.body[2].chord! }
  }

  test('D16 queue of a chord goes to header and body', () => {
    const { messages, body } = wholeChord(X([a, b], c), { queue: 'q', priority: 7 })
    expect(messages.map(({ properties }) => [properties.routing_key, properties.priority])).toEqual([
      ['q', 7],
      ['q', 7],
    ])
    expect(body.options).toMatchObject({ queue: 'q', priority: 7 })
  })

  test('D16 countdown given at the call goes to the body only; set on the chord, to both', () => {
    const called = wholeChord(X([a, b], c), { countdown: 5 })
    expect(called.messages.map(({ headers }) => headers.eta)).toEqual([null, null])
    expect(called.body.options.countdown).toBe(5)
    const own = wholeChord(set(X([a, b], c), { countdown: 5 }), {})
    expect(own.messages.map(({ headers }) => headers.eta)).toEqual([inSeconds(5), inSeconds(5)])
    expect(own.body.options.countdown).toBe(5)
  })

  test('D19 task_id of a chord is the id of its body', () => {
    const { sent, messages } = sending(X([a, b], c), { options: { task_id: 'x' } })
    expect(sent!.handle.id).toBe('x')
    expect(messages[0]!.body[2].chord!.options.task_id).toBe('x')
  })

  test('D14 arguments and keywords of a chord go to its mutable header tasks, never to the body', () => {
    const { effects, messages } = sending(X([a, si('b')], c), { args: [5], kwargs: { k: 1 } })
    expect(lines(effects)).toEqual([
      'apply: publish a(5, k=1) id3 in id1[0] of c',
      'size of id1 is 2',
      'apply: publish b() id4 in id1[1] of c',
    ])
    expect(messages[0]!.body[2].chord).toMatchObject({ args: [], kwargs: {} })
  })

  test('D15 the body can be given at the call', () => {
    const { messages } = sending(X([a], c), { kwargs: { body: d as never } })
    expect(messages[0]!.body[2].chord!.task).toBe('d')
  })

  test('C10 arguments of a group go to its mutable members, of a chain among them to its first step', () => {
    const { effects } = sending(G(a, si('b'), C(c, d)), { args: [5], kwargs: { k: 1 } })
    expect(lines(effects)).toEqual([
      'apply: publish a(5, k=1) id2 in id1[0]',
      'apply: publish b() id3 in id1[1]',
      'apply: publish c(5, k=1) id5 then d',
    ])
  })

  test('B15 a callback given to a chain is appended to its last step', () => {
    const context = contextWith()
    const message = firstMessage(C(a, link(b, c)), context, { options: { link: [d] } })
    const last = published(ending(message, returned(1), context))[0]!
    expect(last.body[2].callbacks!.map(({ task }) => task)).toEqual(['c', 'd'])
  })

  test('B16 an errback given to a chain goes to every step; of a chord among them to the body', () => {
    const { messages } = sending(C(a, b, X([c], d)), { options: { link_error: [sig('eb')] } })
    const [first] = messages
    const steps = first!.body[2]
    expect(steps.errbacks!.map(({ task }) => task)).toEqual(['eb'])
    const [step, chord] = [steps.chain!.next, steps.chain!.after!.next]
    expect(step.options.link_error).toHaveLength(1)
    expect((chord.kwargs as { body: Canvas }).body.options.link_error).toHaveLength(1)
  })

  test('C14 an errback of a group goes to each member', () => {
    const { messages } = sending(linkError(G(a, b), sig('eb')))
    expect(messages.map(({ body }) => body[2].errbacks?.[0]?.task)).toEqual(['eb', 'eb'])
  })
})

describe('a chord as it is sent', () => {
  test('D5 an empty header calls the body with [] at once, on every backend', () => {
    for (const chords of ['counter', 'polling', 'none'] as const) {
      const { effects } = sending(X([], a), {}, contextWith([], { chords }))
      expect(lines(effects)).toEqual(['apply: publish a([]) id2 in id1[null]'])
    }
  })

  test('D3 the body carries the id of its header as group, without an index', () => {
    const body = sending(X([a, b], c)).messages[0]!.body[2].chord!
    expect(body.options).toMatchObject({ task_id: 'id2', group_id: 'id1' })
    expect(body.options.group_index).toBeUndefined()
  })

  test('D17 a polling backend is sent celery.chord_unlock before the header, to the queue of the body', () => {
    const context = contextWith([], { chords: 'polling' })
    const chord = X([a, b], set(c, { queue: 'q', priority: 3 }))
    const { effects, messages } = sending(chord, {}, context)
    expect(lines(effects).map((line) => line.slice(0, 40))).toEqual([
      'chord-unlock: publish celery.chord_unloc',
      'apply: publish a() id3 in id1[0] of c',
      'size of id1 is 2',
      'apply: publish b() id4 in id1[1] of c',
    ])
    const [unlock] = messages
    expect(unlock!.headers.eta).toBe(inSeconds(1))
    expect(unlock!.properties).toMatchObject({ routing_key: 'q', priority: 3 })
    expect(unlock!.body[1]).toEqual({
      interval: null,
      max_retries: null,
      result: [
        [['id3', null], null],
        [['id4', null], null],
      ],
    })
  })

  test('D17 interval, max_retries and countdown of a chord are those of its unlock task', () => {
    const context = contextWith([], { chords: 'polling' })
    const options = { interval: 7, max_retries: 2, countdown: 9 }
    const [unlock] = sending(X([a], c), { options }, context).messages
    expect(unlock!.headers.eta).toBe(inSeconds(9))
    expect(unlock!.body[1]).toMatchObject({ interval: 7, max_retries: 2 })
  })

  test.each([
    ['rpc', 'The "rpc" result backend does not support chords!'],
    ['disabled', 'Starting chords requires a result backend to be configured.'],
  ])('D22 on %s a chord is refused before anything is published', (backend, words) => {
    const context = contextWith([], { chords: 'none', backend })
    for (const canvas of [X([a], b), C(a, X([b], c)), C(a, G(b, c), d)]) {
      const effects: Effect[] = []
      expect(() => send(canvas, {}, dispatch('apply', null, context, effects))).toThrow(words)
      expect(effects).toEqual([])
    }
    expect(() => sending(C(a, G(b, c)), {}, context)).not.toThrow()
  })
})

describe('map, starmap and chunks', () => {
  const items = [[1], [2], [3]]

  test('E1 E2 are one message, and take no arguments', () => {
    for (const canvas of [mapOf(a, items), starmapOf(a, items)]) {
      const { messages } = sending(canvas, { args: [9], kwargs: { k: 1 } })
      expect(messages).toHaveLength(1)
      expect(messages[0]!.body.slice(0, 2)).toEqual([[], canvas.kwargs])
    }
  })

  test('E3 chunks expand in the sender into a group of starmaps, the last part shorter', () => {
    const { effects } = sending(chunksOf(a, items, 2))
    expect(lines(effects).map((line) => line.replace(/task=\{.*?\}, /, ''))).toEqual([
      'apply: publish celery.starmap(it=[[1],[2]]) id2 in id1[0]',
      'apply: publish celery.starmap(it=[[3]]) id3 in id1[1]',
    ])
  })

  test('E5 chunks as a step of a chain are one message of celery.chunks', () => {
    const context = contextWith()
    const message = firstMessage(C(a, chunksOf(b, items, 2)), context)
    expect(lines(ending(message, returned(1), context))[0]).toContain('chain: publish celery.chunks(')
  })
})

test('F13 stamps travel in headers, and the next try has them too', () => {
  const context = contextWith()
  const message = firstMessage(set(a, { stamped_headers: ['k'], k: 'v' }), context)
  expect(message.headers).toMatchObject({ stamped_headers: ['k'], stamps: { k: 'v' } })
  const again = ending(message, { type: 'retry', exception: boom, traceback: null, again: {} }, context)
  expect(published(again)[0]!.headers).toMatchObject({ stamped_headers: ['k'], stamps: { k: 'v' } })
})

test('D11 an errback of a chord is one of its body', () => {
  const { messages } = sending(linkError(X([a, b], c), d))
  expect(messages[0]!.body[2].errbacks).toBeNull()
  expect(messages[0]!.body[2].chord!.options.link_error).toHaveLength(1)
})
