import { printable } from '../value.ts'
import { charactersOf, width } from '../width.ts'

/** One character is one key press to the left or right, however many code units and columns it takes. */
const plain = /^[\x20-\x7e]*$/

/** A piece of a line as the screen shows it: tabs as two blanks, what a terminal would obey as its number. */
export const shown = (text: string): string =>
  plain.test(text) ? text : printable(text.replaceAll('\t', '  '))

/** The column at which an offset of a line is shown. */
export const columnOf = (line: string, offset: number): number => {
  const before = line.slice(0, offset)
  return plain.test(before) ? before.length : width(shown(before))
}

/** The offset of the character that is shown at a column; the end of the line behind its last. */
export const offsetAt = (line: string, column: number): number => {
  if (plain.test(line)) return Math.min(line.length, Math.max(0, column))
  let offset = 0
  let reached = 0
  for (const character of charactersOf(line)) {
    reached += width(shown(character))
    if (reached > column) break
    offset += character.length
  }
  return offset
}

/** The offset behind the character at an offset. */
export const nextOffset = (line: string, offset: number): number =>
  plain.test(line)
    ? Math.min(line.length, offset + 1)
    : offset + (charactersOf(line.slice(offset))[0] ?? '').length

/** The offset of the character before an offset. */
export const previousOffset = (line: string, offset: number): number =>
  plain.test(line)
    ? Math.max(0, offset - 1)
    : offset - (charactersOf(line.slice(0, offset)).at(-1) ?? '').length
