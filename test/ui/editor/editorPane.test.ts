import { describe, expect, test } from 'vitest'
import type { openEditor } from '../../../src/ui/editor/editor.ts'
import { editorPane, type Mark } from '../../../src/ui/editor/editorPane.ts'
import { rowText, rowWidth } from '../../../src/ui/span.ts'
import { loadWidths } from '../../../src/ui/width.ts'
import { editorAt, press, type } from './typing.ts'

await loadWidths()

const draw = (
  editor: ReturnType<typeof openEditor>,
  marks: readonly Mark[] = [],
  columns = 60,
  rows = 8,
  ascii = false,
) => {
  const drawn = editorPane(editor, { look: { ascii }, marks }, columns, rows)
  return { ...drawn, text: drawn.rows.map((row) => rowText(row).trimEnd()) }
}

const mark = (line: number, from: number, to: number, says: string): Mark => ({
  from: { line, offset: from },
  to: { line, offset: to },
  says,
  role: 'bad',
})

describe('the editor on screen', () => {
  test('numbers its lines and tells where the caret is, wide characters counted', () => {
    const { text, caret } = draw(editorAt("a\n'漢字|'"))
    expect(text).toEqual(['  1 a', "  2 '漢字'"])
    expect(caret).toEqual({ row: 1, column: 4 + 5 })
  })

  test('underlines what something is said about, and says it below', () => {
    const { text } = draw(editorAt('|chain(\n  one,\n)'), [mark(1, 2, 5, 'one gives a number')])
    expect(text).toEqual(['  1 chain(', '  2   one,', '      ~~~ one gives a number', '  3 )'])
    expect(draw(editorAt('|chain(\n  one,\n)'), [mark(1, 2, 5, 'x')], 60, 8, true).text[2]).toBe(
      '      ^^^ x',
    )
  })

  test('gives long words rows of their own, all of them', () => {
    const says = 'bank.confirm_sms takes string, but bank.count_sms gives number'
    const { text } = draw(editorAt('|    confirmSms.s(1234)'), [mark(0, 4, 22, says)], 40)
    expect(text[1]).toBe(`        ${'~'.repeat(18)}`)
    expect(
      text
        .slice(2)
        .map((line) => line.trim())
        .join(' '),
    ).toBe(says)
    expect(Math.max(...text.map((line) => line.length))).toBeLessThanOrEqual(40)
  })

  test('keeps the caret on screen below many words', () => {
    const editor = editorAt('1\n2\n3\n4|')
    const marks = [0, 1, 2].map((line) => mark(line, 0, 1, 'no '.repeat(30)))
    const { text, caret } = draw(editor, marks, 40, 4)
    expect(caret).not.toBeNull()
    expect(text[caret!.row]).toBe('  4 4')
  })

  test('paints what is selected and what is found', () => {
    const selected = draw(press(editorAt('a|bc\nd'), 'shift+down'))
    expect(selected.rows[0]).toContainEqual({ text: 'bc ', role: 'selected' })
    const found = draw(type(press(editorAt('|one two one'), 'ctrl+f'), 'one'))
    expect(found.rows[0]).toContainEqual({ text: 'one', role: 'found' })
  })

  test('never runs over its columns, scrolled as well', () => {
    const wide = editorAt(`|${'漢'.repeat(60)}\n${'\t\u001b[31mx'.repeat(20)}`)
    for (const editor of [wide, press(wide, 'end'), press(wide, 'ctrl+end')])
      for (const columns of [20, 33, 60])
        for (const row of draw(editor, [mark(0, 3, 9, 'words '.repeat(9))], columns).rows)
          expect(rowWidth(row)).toBeLessThanOrEqual(columns)
  })
})
