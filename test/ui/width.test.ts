import stringWidth from 'string-width'
import { expect, it } from 'vitest'
import { wrapText } from '../../src/ui/prose.ts'
import { asciiText, clip, padRow, rowText, rowWidth, span } from '../../src/ui/span.ts'
import { printValue } from '../../src/ui/value.ts'
import { hasGuessed, isNarrow, loadWidths, width } from '../../src/ui/width.ts'

it('guesses widths until the tables are there, and never too few columns', async () => {
  expect(width('│ ✓ ┄ …')).toBe(7)
  expect(hasGuessed()).toBe(false)
  expect(width('é日本👍')).toBeGreaterThanOrEqual(7)
  expect(hasGuessed()).toBe(true)
  await loadWidths()
  expect(width('é日本👍')).toBe(7)
  expect(hasGuessed()).toBe(false)
})

it('calls narrow what takes one column', () => {
  const all = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code))
  const narrow = all.filter(isNarrow)
  expect(narrow.length).toBeGreaterThan(1000)
  expect(narrow.filter((character) => stringWidth(character) !== 1)).toEqual([])
  expect(isNarrow('👍')).toBe(false)
})

it('cuts and pads by columns, not by characters', () => {
  expect(clip('日本語', 4)).toBe('日… ')
  expect(clip('abcdef', 4)).toBe('abc…')
  for (const columns of [1, 2, 3, 4, 5, 6, 7, 20])
    expect(rowWidth(padRow([span('a日'), span('本', 'dim'), span('語b')], columns))).toBe(columns)
  expect(rowText(padRow([span('ab'), span('cd')], 3))).toBe('ab…')
})

it('wraps at words, and breaks only what is wider than a line', () => {
  expect(wrapText('a chain of two tasks', 8)).toEqual(['a chain', 'of two', 'tasks'])
  expect(wrapText('abcdefghij kl', 4)).toEqual(['abcd', 'efgh', 'ij', 'kl'])
  expect(wrapText('日本語', 4)).toEqual(['日本', '語'])
})

it('prints values on one line, with nothing in them that a terminal obeys', () => {
  expect(printValue({ a: [1, null, 'x'], b: {} })).toBe('{ a: [1, null, "x"], b: {} }')
  expect(printValue([new RangeError('no\n"route"'), 1])).toBe('[RangeError("no\\n\\"route\\""), 1]')
  expect(printValue('a\nb\u001b[31m\u009b2J\u202e')).toBe('"a\\nb\\u001b[31m\\u009b2J\\u202e"')
  const wide = Array.from({ length: 3000 }, () => Array.from({ length: 3000 }, () => 'x'))
  expect(printValue(wide).length).toBeLessThan(2000)
  const deep = Array.from({ length: 50_000 }).reduce<unknown>((inner) => [inner], 1)
  expect(printValue(deep).length).toBeLessThan(2000)
  expect(printValue('x'.repeat(10_000_000)).length).toBeLessThan(2000)
})

it('has a character of ASCII for every one of ours', () => {
  expect(asciiText('│✓ a…')).toBe('|+ a~')
  expect(asciiText('日')).toBe('??')
})
