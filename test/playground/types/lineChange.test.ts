import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lineChange } from '../../../playground/types/lineChange.ts'
import { openEditor, replace, textOf } from '../../../src/ui/editor/editor.ts'

const anyLines = fc.array(fc.constantFrom('a', 'b', '', '漢字', 'chain('), { minLength: 1, maxLength: 8 })

test('what a server is told turns the text it knows into the one there is', () => {
  fc.assert(
    fc.property(anyLines, anyLines, (before, after) => {
      const change = lineChange(before, after)
      const known = openEditor(before.join('\n'))
      const told = change === null ? known : replace(known, change.extent, change.text)
      expect(textOf(told)).toBe(after.join('\n'))
    }),
    { numRuns: 2000 },
  )
})

test('one letter in a long text is one line', () => {
  const before = Array.from({ length: 5000 }, (_, line) => `line ${line}`)
  expect(lineChange(before, before.with(2500, 'other'))).toEqual({
    extent: { from: { line: 2500, offset: 0 }, to: { line: 2500, offset: 9 } },
    text: 'other',
  })
})
