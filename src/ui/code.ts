import jsTokens from 'js-tokens'
import { type Row, type Span, span } from './span.ts'
import type { Role } from './theme.ts'
import { printable } from './value.ts'

/** A line of a program as it stands in its file. */
export interface CodeLine {
  readonly number: number
  readonly row: Row
}

/**
 * The part of a file that is shown, in colour: all of it, or what stands between `// ---cut---` lines, as in twoslash.
 * Lines keep their numbers and lose the indentation they share. `// @ts-expect-error` gives way to what the compiler says.
 */
export const codeLines = (source: string): readonly CodeLine[] => {
  // Some editors begin a file with a mark of its encoding, and end lines with two characters.
  const plain = source
    .replace(/^\ufeff/, '')
    .replace(/\r\n?/g, '\n')
    .replace(/\n+$/, '')
  const lines = colored(plain)
  const text = plain.split('\n')
  const marks = text.flatMap((line, index) =>
    /^\s*\/\/ ---cut(-before|-after)?---\s*$/.test(line) ? [index] : [],
  )
  const before = marks.find((index) => !text[index]!.includes('after'))
  const after = marks.find((index) => index > (before ?? -1))
  const from = before === undefined ? 0 : before + 1
  const shown = text
    .slice(from, after)
    .map((line, index) => ({ line, number: from + index + 1 }))
    .filter(({ line }) => !/^\s*\/\/ @ts-expect-error\s*$/.test(line))
  while (shown[0]?.line.trim() === '') shown.shift()
  while (shown.at(-1)?.line.trim() === '') shown.pop()
  const indents = shown
    .filter(({ line }) => line.trim() !== '')
    .map(({ line }) => line.length - line.trimStart().length)
  const shared = Math.min(...indents, 80)
  return shown.map(({ number }) => ({ number, row: dedent(lines[number - 1] ?? [], shared) }))
}

const dedent = (row: Row, columns: number): Row => {
  const [first, ...rest] = row
  return first === undefined ? row : [span(first.text.slice(columns), first.role), ...rest]
}

const colored = (source: string): readonly Row[] => {
  const rows: Span[][] = [[]]
  let before = ''
  for (const token of jsTokens(source)) {
    const role = roleOf(token.type, token.value, before)
    for (const [index, piece] of token.value.split('\n').entries()) {
      if (index > 0) rows.push([])
      if (piece !== '') rows.at(-1)!.push(span(printable(piece.replaceAll('\t', '  ')), role))
    }
    if (token.type !== 'WhiteSpace') before = token.value
  }
  return rows
}

/** What a token of a program is drawn as, by what stood before it. */
export const roleOf = (type: string, value: string, before: string): Role => {
  switch (type) {
    case 'SingleLineComment':
    case 'MultiLineComment':
      return 'code.comment'
    case 'StringLiteral':
    case 'NoSubstitutionTemplate':
    case 'TemplateHead':
    case 'TemplateMiddle':
    case 'TemplateTail':
      return 'code.string'
    case 'NumericLiteral':
      return 'code.number'
    case 'IdentifierName':
      if (keywords.has(value)) return before === '.' ? 'text' : 'code.keyword'
      return before === '.' ? 'code.name' : 'text'
    default:
      return 'text'
  }
}

const keywords = new Set(
  'as async await break case catch class const continue default do else export extends false finally for from function if import in instanceof interface let new null of return satisfies static switch this throw true try type typeof undefined var void while yield'.split(
    ' ',
  ),
)
