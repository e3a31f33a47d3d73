import { charactersOf, width } from '../width.ts'

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
  const wide = width(text.includes('\u001b') ? text.replace(COLOR, '') : text)
  return wide <= columns ? { text, width: wide } : cut(text, columns)
}

/** As many characters as there is room for, none of them by half, and the colours they stand in. */
const cut = (text: string, columns: number): Fitted => {
  let kept = ''
  let used = 0
  let isFull = false
  for (const part of text.split(COLOR)) {
    if (part.startsWith('\u001b')) kept += part
    else if (!isFull)
      for (const character of charactersOf(part)) {
        const wide = width(character)
        isFull = used + wide > columns
        if (isFull) break
        kept += character
        used += wide
      }
  }
  return { text: kept, width: used }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const COLOR = /(\u001b\[[\d;:]*m)/g
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const COLOR_OR_CONTROL = /\u001b\[[\d;:]*m|[\u0000-\u001f\u007f-\u009f]/g
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const UNSAFE = /[\u0000-\u001a\u001c-\u001f\u007f-\u009f]|\u001b(?!\[[\d;:]*m)/
