import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { parseJson } from '../../src/protocol/jsonText.ts'

describe('a text from outside', () => {
  test('is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parseJson(text)).toEqual(E.right(JSON.parse(text)))
      }),
    )
  })
  test('is not read when it is none', () => {
    for (const text of ['', '{', 'nul', '{"a":}', '\u0000'])
      expect(parseJson(text)).toMatchObject({ left: { type: 'not-json' } })
  })
  test('is not read when it is larger than allowed', () => {
    const limits = { characters: 10, depth: 5 }
    expect(parseJson('"12345678"', limits)).toEqual(E.right('12345678'))
    expect(parseJson('"123456789"', limits)).toEqual(E.left({ type: 'too-large', characters: 11, limit: 10 }))
  })
  test('is not read when it is deeper than allowed; brackets in strings do not count', () => {
    const limits = { characters: 1000, depth: 3 }
    expect(parseJson('[[{"a":"[[[[\\"[[["}]]', limits)).toEqual(E.right([[{ a: '[[[["[[[' }]]))
    expect(parseJson('[[{"a":[]}]]', limits)).toEqual(E.left({ type: 'too-deep', limit: 3 }))
    expect(parseJson('['.repeat(1_000_000))).toEqual(E.left({ type: 'too-deep', limit: 1000 }))
  })
})
