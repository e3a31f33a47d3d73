import { hasGuessed } from '../width.ts'
import { type Cell, cellsOf } from './cells.ts'
import { fitRow } from './fitRow.ts'
import type { Size } from './screen.ts'

/** A frame: what the screen is to show, row by row from the top, colours included. */
export type Rows = readonly string[]

/** Where the terminal's cursor stands, in rows and columns from 0. */
export interface Cursor {
  readonly row: number
  readonly column: number
}

/** Where the cursor stands on the screen, and where it is to stand; null where it is hidden. */
export interface CursorMove {
  readonly shown: Cursor | null
  readonly wanted: Cursor | null
}

/**
 * The bytes that turn a screen showing `before` into one showing `after`: empty when they are the same. Without
 * `before` nothing is known of the screen, and every row is written whole.
 *
 * Rows are addressed absolutely and one by one, so that a character which this terminal draws wider than we think can
 * spoil its own row only. The bottom right cell stays empty: some consoles scroll when it is written.
 */
export const paint = (
  after: Rows,
  before: Rows | undefined,
  { columns, rows }: Size,
  { shown: standing, wanted: cursor }: CursorMove = { shown: null, wanted: null },
): string => {
  let changes = ''
  for (let row = 0; row < rows; row++) {
    const wanted = after[row] ?? ''
    const shown = before && (before[row] ?? '')
    if (wanted === shown) continue
    const room = row === rows - 1 ? columns - 1 : columns
    changes +=
      (shown === undefined ? undefined : part(row, wanted, shown, room)) ?? whole(row, wanted, room, columns)
  }
  const moved = standing?.row !== cursor?.row || standing?.column !== cursor?.column
  if (changes === '' && !moved) return ''
  const hide = standing !== null && (changes !== '' || cursor === null) ? HIDE_CURSOR : ''
  const show = cursor === null ? '' : moveTo(cursor.row, cursor.column) + SHOW_CURSOR
  return BEGIN_UPDATE + hide + changes + show + END_UPDATE
}

/** Synchronised update: a terminal that knows it shows all of it at once, others ignore it. */
const BEGIN_UPDATE = '\u001b[?2026h'
const END_UPDATE = '\u001b[?2026l'
const HIDE_CURSOR = '\u001b[?25l'
const SHOW_CURSOR = '\u001b[?25h'
const ERASE_REST = '\u001b[K'
const PLAIN = '\u001b[0m'
const BLANK: Cell = { text: ' ', style: '' }

const whole = (row: number, wanted: string, room: number, columns: number) => {
  const { text, width } = fitRow(wanted, room)
  const end = text.includes('\u001b') ? PLAIN : ''
  if (width < columns) return moveTo(row, 0) + text + end + ERASE_REST
  // Behind a full row the cursor still stands on the last column, and erasing would take that with it. A row of which the
  // width was guessed may only look full.
  return moveTo(row, 0) + (hasGuessed() ? ERASE_REST : '') + text + end
}

/** From the first column that changed to the last: a bar that grows costs its head. Undefined where columns are not sure. */
const part = (row: number, wanted: string, shown: string, room: number): string | undefined => {
  const after = cellsOf(wanted)
  const before = cellsOf(shown)
  if (after === undefined || before === undefined || after.length > room || before.length > room)
    return undefined
  const differs = (column: number) => !same(after[column] ?? BLANK, before[column] ?? BLANK)
  let first = 0
  let last = Math.max(after.length, before.length) - 1
  while (first <= last && !differs(first)) first++
  while (last >= first && !differs(last)) last--
  if (first > last) return ''
  const erase = last >= after.length ? ERASE_REST : ''
  return moveTo(row, first) + drawn(after.slice(first, last + 1)) + erase
}

const same = (one: Cell, other: Cell) => one.text === other.text && one.style === other.style

const moveTo = (row: number, column: number) => `\u001b[${row + 1};${column + 1}H`

const drawn = (cells: readonly Cell[]) => {
  let bytes = ''
  let style = ''
  for (const cell of cells) {
    if (cell.style !== style)
      bytes += style === '' ? `\u001b[${cell.style}m` : `\u001b[0${cell.style && `;${cell.style}`}m`
    style = cell.style
    bytes += cell.text
  }
  return style === '' ? bytes : bytes + PLAIN
}
