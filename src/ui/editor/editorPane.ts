import { blankCells, type Cells, cellsRow, put } from '../cells.ts'
import type { Look } from '../legend.ts'
import { wrapText } from '../prose.ts'
import { type Row, span } from '../span.ts'
import type { Role } from '../theme.ts'
import { coloring } from './coloring.ts'
import { columnOf } from './columns.ts'
import { type Editor, selectionOf } from './editor.ts'
import { matchesIn } from './find.ts'
import type { Extent } from './place.ts'

/** What is said about a part of the text: underlined, with the words below it. */
export interface Mark extends Extent {
  readonly says: string
  readonly role: Role
}

/** A piece of the screen, and where the caret stands on it. */
export interface Drawn {
  readonly rows: readonly Row[]
  readonly caret: { readonly row: number; readonly column: number } | null
}

/** What is drawn beside the text. */
export interface EditorView {
  readonly look: Look
  readonly marks: readonly Mark[]
  /** What is drawn behind the text of a line, from 0. */
  readonly behind?: ReadonlyMap<number, Row>
}

/** Columns before the text, for the numbers of the lines. */
export const gutterOf = ({ lines }: Pick<Editor, 'lines'>): number =>
  Math.max(2, String(lines.length).length) + 2

/** Draws a text with its numbers, its colours, what is selected and found, and what is said about it. */
export const editorPane = (editor: Editor, view: EditorView, columns: number, rows: number): Drawn => {
  const gutter = gutterOf(editor)
  const room = Math.max(1, columns - gutter)
  const inside = { ...view, columns, rows, gutter, room }
  for (let top = editor.top; ; top++) {
    const drawn = drawFrom(editor, top, inside)
    // Words below a line may push the caret off the screen: the lines above it give way.
    if (drawn.caret !== null || top >= editor.caret.line) return drawn
  }
}

interface Inside extends EditorView {
  readonly columns: number
  readonly rows: number
  readonly gutter: number
  readonly room: number
}

const colored = coloring()

const drawFrom = (editor: Editor, top: number, inside: Inside): Drawn => {
  const { lines, caret, left } = editor
  const { rows, gutter } = inside
  const all: Row[] = []
  let at: Drawn['caret'] = null
  const painted = colored(lines, top, top + rows)
  const digits = gutter - 2
  for (let line = top; line < lines.length && all.length < rows; line++) {
    const isHere = line === caret.line
    if (isHere) at = { row: all.length, column: gutter + columnOf(lines[line]!, caret.offset) - left }
    const number = span(` ${String(line + 1).padStart(digits)} `, isHere ? 'strong' : 'dim')
    all.push([number, ...textRow(editor, line, painted[line - top] ?? [], inside)])
    all.push(...marksBelow(editor, line, inside).slice(0, rows - all.length))
  }
  return { rows: all, caret: at }
}

/** The columns on screen of one line, its selection and what is found in it repainted. */
const textRow = (editor: Editor, line: number, row: Row, { room, marks, behind }: Inside): Row => {
  const text = editor.lines[line]!
  const { left } = editor
  const cells = blankCells(left + room)
  let column = 0
  for (const part of [...row, ...(behind?.get(line) ?? [])]) {
    if (column >= left + room) break
    column = put(cells, column, part.text, part.role)
  }
  const paintOffsets = (from: number, to: number, role: Role) =>
    paintColumns(cells, columnOf(text, from), columnOf(text, to), role)
  for (const { from, to, role } of marks)
    if (line >= from.line && line <= to.line)
      paintOffsets(line === from.line ? from.offset : 0, line === to.line ? to.offset : text.length, role)
  const { find } = editor
  if (find !== null)
    for (const offset of matchesIn(text, find.query))
      paintOffsets(offset, offset + find.query.length, 'found')
  const selected = selectionOf(editor)
  if (selected !== null && line >= selected.from.line && line <= selected.to.line) {
    const from = line === selected.from.line ? columnOf(text, selected.from.offset) : 0
    // The end of a line that is selected shows as a blank.
    const to =
      line === selected.to.line ? columnOf(text, selected.to.offset) : columnOf(text, text.length) + 1
    paintColumns(cells, from, to, 'selected')
  }
  return cellsRow({ text: cells.text.slice(left), roles: cells.roles.slice(left) })
}

const paintColumns = (cells: Cells, from: number, to: number, role: Role) => {
  for (let column = from; column < Math.min(to, cells.roles.length); column++) cells.roles[column] = role
}

/** `~~~~ what is said`, below the line in which it begins; on rows of its own where that leaves too little room. */
const marksBelow = (
  { lines, left }: Editor,
  line: number,
  { marks, look, room, gutter }: Inside,
): readonly Row[] =>
  marks
    .filter((mark) => mark.from.line === line)
    .flatMap(({ from, to, says, role }) => {
      const text = lines[line]!
      const start = Math.min(Math.max(0, columnOf(text, from.offset) - left), room - 2)
      const end = to.line === line ? columnOf(text, to.offset) : columnOf(text, text.length)
      const wave = (look.ascii ? '^' : '~').repeat(Math.max(1, Math.min(room - start, end - left - start)))
      const beside = room - start - wave.length - 1
      const indent = span(' '.repeat(gutter + start))
      if (says.length <= beside) return [[indent, span(wave, role), span(` ${says}`, role)]]
      const wide = Math.min(room, Math.max(24, room - start))
      const back = gutter + Math.min(start, room - wide)
      return [
        [indent, span(wave, role)],
        ...wrapText(says, wide).map((words): Row => [span(' '.repeat(back)), span(words, role)]),
      ]
    })
