import { expect, test } from 'vitest'
import { queriesIn } from '../../../playground/types/queries.ts'

test('a query points at the code above it, past other queries', () => {
  expect(queriesIn(['const a = 1', '//    ^?', '// ^? number', 'b()', '  //^? x', '// no ^?'])).toEqual([
    { line: 1, asks: { line: 0, offset: 6 } },
    { line: 2, asks: { line: 0, offset: 3 } },
    { line: 4, asks: { line: 3, offset: 4 } },
  ])
})

test('a query without code above it asks nothing', () => {
  expect(queriesIn(['// ^?'])).toEqual([])
})
