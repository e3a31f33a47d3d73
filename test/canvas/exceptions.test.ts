import { expect, test } from 'vitest'
import { ChordError, MaxRetriesExceededError, raise, storedException } from '../../src/canvas/exceptions.ts'

class PaymentError extends Error {}
class Named extends Error {
  override readonly name = 'CardDeclined'
}

const rows: readonly (readonly [unknown, string, readonly unknown[]])[] = [
  [new Error('x'), 'Error', ['x']],
  [new TypeError('x'), 'TypeError', ['x']],
  [new PaymentError('x'), 'PaymentError', ['x']],
  [new Named('x'), 'CardDeclined', ['x']],
  [new ChordError('x'), 'ChordError', ['x']],
  [new MaxRetriesExceededError(), 'MaxRetriesExceededError', []],
  ['thrown text', 'Error', ['thrown text']],
  [{ code: 1 }, 'Error', ['{"code":1}']],
  [undefined, 'Error', ['undefined']],
]

test.each(rows)('%s is stored under its class', (error, exc_type, exc_message) => {
  expect(storedException(error)).toMatchObject({ exc_type, exc_message })
})

test.each(rows)('%s comes back as one of its class', (error, exc_type, exc_message) => {
  const stored = storedException(error)
  const back = raise(stored)
  expect(back).toBeInstanceOf(Error)
  expect(back.constructor.name).toBe(exc_type)
  expect(storedException(back)).toEqual(stored)
  expect(back.message).toBe(exc_message.join(', '))
})

test("Celery's own classes are the very classes", () => {
  expect(raise(storedException(new ChordError('x')))).toBeInstanceOf(ChordError)
})

test("Python's exceptions become a class made for them, the same each time", () => {
  const stored = { exc_type: 'KeyError', exc_message: ['k', 2], exc_module: 'builtins' }
  expect(raise(stored).constructor).toBe(raise(stored).constructor)
  expect(storedException(raise(stored))).toEqual(stored)
})
