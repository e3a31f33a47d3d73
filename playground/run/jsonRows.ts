import { wrapText } from '../../src/ui/prose.ts'
import { type Row, type Span, span } from '../../src/ui/span.ts'

/** Lines of indented JSON in colour, what is too long for one row in several. */
export const jsonRows = (lines: readonly string[], columns: number): readonly Row[] =>
  lines.flatMap((line) => {
    const indent = ' '.repeat(line.length - line.trimStart().length)
    return wrapText(line.trimStart(), Math.max(8, columns - indent.length)).map(
      (text, index): Row => [span(indent), ...(index === 0 ? jsonSpans(text) : [span(text, 'code.string')])],
    )
  })

const jsonSpans = (text: string): readonly Span[] => {
  const [, name = '', value = text] = /^("(?:[^"\\]|\\.)*": )?(.*)$/.exec(text) ?? []
  const role = value.startsWith('"') ? 'code.string' : /^[-\d]/.test(value) ? 'code.number' : 'text'
  return [span(name, 'code.name'), span(value, role)].filter((one) => one.text !== '')
}
