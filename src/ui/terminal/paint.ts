import { fitRow } from './fitRow.ts'
import type { Size } from './screen.ts'

/** A frame: what the screen is to show, row by row from the top, colours included. */
export type Rows = readonly string[]

/**
 * The bytes that turn a screen showing `before` into one showing `after`: empty when they are the same. Without
 * `before` nothing is known of the screen, and every row is written.
 *
 * Rows are addressed absolutely and one by one, so that a character which this terminal draws wider than we think can
 * spoil its own row only. The bottom right cell stays empty: some consoles scroll when it is written.
 */
export const paint = (after: Rows, before: Rows | undefined, { columns, rows }: Size): string => {
  let changes = ''
  for (let row = 0; row < rows; row++) {
    const wanted = after[row] ?? ''
    if (before !== undefined && wanted === (before[row] ?? '')) continue
    const { text, width } = fitRow(wanted, row === rows - 1 ? columns - 1 : columns)
    const plain = text.includes('\u001b') ? '\u001b[0m' : ''
    // Behind a full row the cursor still stands on the last column, and erasing would take that with it.
    const erase = width < columns ? '\u001b[K' : ''
    changes += `\u001b[${row + 1};1H${text}${plain}${erase}`
  }
  return changes === '' ? '' : BEGIN_UPDATE + changes + END_UPDATE
}

/** Synchronised update: a terminal that knows it shows all of it at once, others ignore it. */
const BEGIN_UPDATE = '\u001b[?2026h'
const END_UPDATE = '\u001b[?2026l'
