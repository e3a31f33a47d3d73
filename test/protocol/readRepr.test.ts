import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { printValue } from '../../src/canvas/print.ts'
import { readException, readRepr } from '../../src/protocol/readRepr.ts'

describe('what Python printed', () => {
  test.each([
    ['None', null],
    ['True', true],
    ['-1.5e-3', -0.0015],
    ['(1, 2)', [1, 2]],
    ['([2, 4],)', [[2, 4]]],
    ['()', []],
    ["'SMS sent'", 'SMS sent'],
    ['"it\'s"', "it's"],
    ["'a\\n\\x41\\u00e9\\U0001f600\\\\'", 'a\nAé😀\\'],
    ["{'a': (1, None), 2: []}", { a: [1, null], 2: [] }],
  ])('%s is read', (text, value) => {
    expect(readRepr(text)).toEqual(value)
  })

  test.each([
    '',
    '<object at 0x7f>',
    "'cut off",
    '[1, 2, ...',
    '[1 2]',
    'nan',
    '1 2',
    'Decimal(1)',
    "'\\U00ffffff'",
    '['.repeat(5_000),
  ])('%j is not', (text) => {
    expect(readRepr(text)).toBeUndefined()
  })

  test('whatever we print as Python does is read back', () => {
    const text = fc.string({ unit: fc.constantFrom(...'ab \'"\\\n\té😀') })
    const json = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.constant(null),
        fc.boolean(),
        fc.integer(),
        text,
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.string({ unit: fc.constantFrom(...'abc') }), tie('value'), { maxKeys: 3 }),
      ),
    })).value
    fc.assert(
      fc.property(json, (value) => {
        expect(readRepr(printValue(value))).toEqual(value)
      }),
    )
  })

  test('no text at all throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'[](){}\'",:\\uUx01 NoneTrue.-e') }), (text) => {
        readRepr(text)
        readException(text)
      }),
      { numRuns: 2_000 },
    )
  })

  test.each([
    ["ValueError('boom')", { type: 'ValueError', args: ['boom'] }],
    ['KeyError()', { type: 'KeyError', args: [] }],
    ["my.Error('a', 2)", { type: 'my.Error', args: ['a', 2] }],
    ['Odd(<thing>)', { type: 'Odd', args: ['<thing>'] }],
    ['something else', { type: 'something else', args: [] }],
  ])('the exception %s is taken apart', (text, parts) => {
    expect(readException(text)).toEqual(parts)
  })
})
