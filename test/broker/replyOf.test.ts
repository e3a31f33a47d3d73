import { expect, test } from 'vitest'
import { replyOf } from '../../src/broker/replyOf.ts'

const read = (body: string) => replyOf({ headers: { ticket: 't' }, body })?.body

test.each([
  ['{"w@h": {"ok": "pong"}}', { 'w@h': { ok: 'pong' } }],
  ['{"most": Infinity, "least": -Infinity, "odd": [NaN, 1]}', { most: null, least: null, odd: [null, 1] }],
  ['{"NaN": "to \\"Infinity\\"", "x": NaN}', { NaN: 'to "Infinity"', x: null }],
])('a reply as Python writes it is read: %s', (body, value) => {
  expect(read(body)).toEqual(value)
})

test.each(['', '{"a": Infinit}', '{"a": NaN', '[NaN, "open]'])('what is none is null: %s', (body) => {
  expect(read(body)).toBeUndefined()
})

test('a reply to nobody is null', () => {
  expect(replyOf({ headers: {}, body: '{}' })).toBeNull()
})
