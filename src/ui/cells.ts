import type { Row, Span } from './span.ts'
import type { Role } from './theme.ts'
import { charactersOf, width } from './width.ts'

/** A line while it is painted: one entry a column. A character two columns wide leaves '' in its second. */
export interface Cells {
  readonly text: string[]
  readonly roles: Role[]
}

/** A line of blanks. */
export const blankCells = (columns: number): Cells => ({
  text: new Array<string>(columns).fill(' '),
  roles: new Array<Role>(columns).fill('text'),
})

/** Writes a text from a column on, up to `end` (exclusive). Gives the column after it. */
export const put = (
  cells: Cells,
  column: number,
  text: string,
  role: Role,
  end = cells.text.length,
): number => {
  let at = column
  for (const character of charactersOf(text)) {
    const wide = width(character)
    if (wide === 0) continue
    if (at < 0 || at + wide > Math.min(end, cells.text.length)) break
    erase(cells, at)
    if (wide === 2) erase(cells, at + 1)
    cells.text[at] = character
    cells.roles[at] = role
    if (wide === 2) {
      cells.text[at + 1] = ''
      cells.roles[at + 1] = role
    }
    at += wide
  }
  return at
}

/** Writing over one half of a wide character leaves a blank in the other. */
const erase = (cells: Cells, column: number) => {
  if (cells.text[column] === '' && column > 0) cells.text[column - 1] = ' '
  if (cells.text[column + 1] === '') cells.text[column + 1] = ' '
}

/** Gives every column from one on a role, and leaves the text. */
export const repaint = (cells: Cells, column: number, role: Role): void => {
  for (let at = Math.max(0, column); at < cells.roles.length; at++) cells.roles[at] = role
}

/** The line as spans, one for each stretch of a role. */
export const cellsRow = (cells: Cells): Row => {
  const row: Span[] = []
  let text = ''
  let role: Role = 'text'
  cells.text.forEach((character, column) => {
    const next = cells.roles[column]!
    if (next !== role && text !== '') {
      row.push({ text, role })
      text = ''
    }
    role = next
    text += character
  })
  if (text !== '') row.push({ text, role })
  return row
}
