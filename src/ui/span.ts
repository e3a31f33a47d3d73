import type { Look } from './legend.ts'
import type { Role } from './theme.ts'
import { charactersOf, width } from './width.ts'

/** A piece of text with one role. */
export interface Span {
  readonly text: string
  readonly role: Role
}

/** One line of the screen. */
export type Row = readonly Span[]

/** A piece of text, plain if no role is given. */
export const span = (text: string, role: Role = 'text'): Span => ({ text, role })

/** Columns a row takes. */
export const rowWidth = (row: Row): number => row.reduce((sum, part) => sum + width(part.text), 0)

/** The text of a row, without its roles. */
export const rowText = (row: Row): string => row.map((part) => part.text).join('')

/** A text of at most `columns` columns: what does not fit is cut, and `rest` tells so. */
export const clip = (text: string, columns: number, rest = '…'): string => {
  if (width(text) <= columns) return text
  if (columns <= 0) return ''
  let kept = ''
  let used = 0
  for (const character of charactersOf(text)) {
    const wide = width(character)
    if (used + wide > columns - 1) break
    kept += character
    used += wide
  }
  return kept + rest + ' '.repeat(columns - 1 - used)
}

/** The row in exactly `columns` columns: padded with blanks, or cut. */
export const padRow = (row: Row, columns: number, rest = '…'): Row => {
  const used = rowWidth(row)
  if (used === columns) return row
  if (used < columns) return [...row, span(' '.repeat(columns - used))]
  const kept: Span[] = []
  let left = columns
  for (const part of row) {
    const wide = width(part.text)
    if (wide < left || (wide === left && part === row.at(-1))) {
      kept.push(part)
      left -= wide
      continue
    }
    if (left > 0) kept.push(span(clip(`${part.text}  `, left, rest), part.role))
    break
  }
  return kept
}

/** The rows in exactly `columns` by `rows`. */
export const fitRows = (lines: readonly Row[], columns: number, rows: number): readonly Row[] =>
  Array.from({ length: Math.max(0, rows) }, (_, index) => padRow(lines[index] ?? [], columns))

/** The same row in ASCII: what has no sign of its own in the legend becomes the nearest character. */
export const asciiRow = (row: Row): Row =>
  row.map((part) => (/^[\x20-\x7e]*$/.test(part.text) ? part : span(asciiText(part.text), part.role)))

/** A text with every character that is not ASCII replaced, column for column. */
export const asciiText = (text: string): string =>
  charactersOf(text)
    .map((character) =>
      /^[\x20-\x7e]$/.test(character) ? character : (nearest[character] ?? '?'.repeat(width(character))),
    )
    .join('')

const nearest: Readonly<Record<string, string>> = {
  '…': '~',
  '–': '-',
  '—': '-',
  '×': 'x',
  '▸': '>',
  '→': '>',
  '←': '<',
  '↑': '^',
  '↓': 'v',
  '·': '.',
  '✓': '+',
  '✗': 'x',
  '●': '@',
  '▶': '>',
  '‖': '=',
  '⋮': ':',
  '“': '"',
  '”': '"',
  '’': "'",
  '─': '-',
  '│': '|',
}

/** The rows as this look can show them. */
export const finish = (rows: readonly Row[], look: Look): readonly Row[] =>
  look.ascii ? rows.map(asciiRow) : rows
