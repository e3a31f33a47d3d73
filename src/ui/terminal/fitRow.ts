import sliceAnsi from 'slice-ansi'
import stringWidth from 'string-width'
import { isNarrow } from './cells.ts'

/** A row made safe to print: no wider than the screen, and nothing in it but text and colours. */
export interface Fitted {
  readonly text: string
  /** In columns. */
  readonly width: number
}

/** Cuts a row to `columns`, and drops every control character and every escape that is not a colour. */
export const fitRow = (row: string, columns: number): Fitted => {
  const text = UNSAFE.test(row)
    ? row.replace(COLOR_OR_CONTROL, (found) => (found.length > 1 ? found : ''))
    : row
  const width = widthOf(text)
  if (width <= columns) return { text, width }
  const cut = sliceAnsi(text, 0, columns)
  const cutWidth = stringWidth(cut)
  // The last character may be a wide one that only begins inside.
  return cutWidth <= columns ? { text: cut, width: cutWidth } : fitRow(text, columns - 1)
}

/** Most rows hold only characters known to be one column wide; measuring the others costs a hundred times as much. */
const widthOf = (text: string) => {
  const bare = text.includes('\u001b') ? text.replace(COLOR, '') : text
  return isNarrow(bare) ? bare.length : stringWidth(text)
}

// Latin; general punctuation without the zero-width ones; arrows and mathematics; boxes and blocks; check marks.
const _NARROW =
  /^[\u0020-\u007e\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\u2190-\u22ff\u2500-\u25fc\u29d7\u2713\u2717]*$/
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const COLOR = /\u001b\[[\d;:]*m/g
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const COLOR_OR_CONTROL = /\u001b\[[\d;:]*m|[\u0000-\u001f\u007f-\u009f]/g
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const UNSAFE = /[\u0000-\u001a\u001c-\u001f\u007f-\u009f]|\u001b(?!\[[\d;:]*m)/
