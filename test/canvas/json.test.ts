import { expect, test } from 'vitest'
import { EncodeError } from '../../src/canvas/exceptions.ts'
import { encodeJson } from '../../src/canvas/json.ts'

test('a value is copied as it will arrive', () => {
  const given = { a: [1, 'x', null, true, { b: undefined }], c: { d: 1.5 } }
  const json = encodeJson(given, 'it')
  expect(json).toEqual({ a: [1, 'x', null, true, {}], c: { d: 1.5 } })
  expect(json).not.toBe(given)
  expect(encodeJson(undefined, 'it')).toBeNull()
})

const circle: { self?: unknown } = {}
circle.self = circle

test.each([
  [Number.NaN, 'the result of f holds NaN: JSON does not carry it. Pass null instead.'],
  [1n, 'the result of f holds the bigint 1n: JSON does not carry it. Pass String(value) instead.'],
  [() => 1, 'the result of f holds a function'],
  [new Date(0), 'the result of f holds a Date: JSON does not carry it. Pass toISOString() instead.'],
  [new Map(), 'the result of f holds a Map: JSON does not carry it. Pass Object.fromEntries(map) instead.'],
  [new Error('x'), 'the result of f holds an Error'],
  [[1, undefined], 'the result of f holds undefined at [1]'],
  [{ a: { b: [new Set()] } }, 'the result of f holds a Set at a.b[0]'],
  [Symbol('x'), 'the result of f holds a symbol'],
  [circle, 'the result of f holds a value that contains itself'],
])('%s is refused', (value, message) => {
  expect(() => encodeJson(value, 'the result of f')).toThrow(message)
  expect(() => encodeJson(value, 'the result of f')).toThrow(EncodeError)
})
