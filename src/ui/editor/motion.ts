import { columnOf, nextOffset, offsetAt, previousOffset } from './columns.ts'
import type { Editor } from './editor.ts'
import type { Place } from './place.ts'

/** A way from the caret to another place. `rows` is how many lines the screen shows. */
export type Motion = (editor: Editor, rows: number) => Place

/** One character to the left, over the ends of lines. */
export const left: Motion = ({ lines, caret: { line, offset } }) => {
  if (offset > 0) return { line, offset: previousOffset(lines[line]!, offset) }
  return line === 0 ? { line, offset } : { line: line - 1, offset: lines[line - 1]!.length }
}

/** One character to the right, over the ends of lines. */
export const right: Motion = ({ lines, caret: { line, offset } }) => {
  if (offset < lines[line]!.length) return { line, offset: nextOffset(lines[line]!, offset) }
  return line === lines.length - 1 ? { line, offset } : { line: line + 1, offset: 0 }
}

/** To the start of a word. */
export const wordLeft: Motion = (editor) => {
  const { line, offset } = editor.caret
  if (offset === 0) return left(editor, 0)
  const before = editor.lines[line]!.slice(0, offset)
  return {
    line,
    offset:
      before.length -
      (/(?:[\p{L}\p{M}\p{N}_$]+|[^\p{L}\p{M}\p{N}_$\s]+)?\s*$/u.exec(before)?.[0].length ?? 0),
  }
}

/** To the end of a word. */
export const wordRight: Motion = (editor) => {
  const { line, offset } = editor.caret
  const rest = editor.lines[line]!.slice(offset)
  if (rest === '') return right(editor, 0)
  return {
    line,
    offset: offset + (/^\s*(?:[\p{L}\p{M}\p{N}_$]+|[^\p{L}\p{M}\p{N}_$\s]+)?/u.exec(rest)?.[0].length ?? 0),
  }
}

/** To the first character of the line that is no blank; from there to the very start. */
export const lineStart: Motion = ({ lines, caret: { line, offset } }) => {
  const indent = indentOf(lines[line]!).length
  return { line, offset: offset === indent ? 0 : indent }
}

/** To the end of the line. */
export const lineEnd: Motion = ({ lines, caret: { line } }) => ({ line, offset: lines[line]!.length })

/** To the start of the text. */
export const textStart: Motion = () => ({ line: 0, offset: 0 })

/** To the end of the text. */
export const textEnd: Motion = ({ lines }) => ({ line: lines.length - 1, offset: lines.at(-1)!.length })

/** So many lines down, or up: to the column that the caret had before the first such move. */
export const vertically =
  (linesOf: (rows: number) => number): Motion =>
  (editor, rows) => {
    const { lines, caret } = editor
    const line = caret.line + linesOf(rows)
    if (line < 0) return textStart(editor, rows)
    if (line >= lines.length) return textEnd(editor, rows)
    return { line, offset: offsetAt(lines[line]!, aimOf(editor)) }
  }

/** The column that moves up and down aim at. */
export const aimOf = ({ aim, lines, caret }: Editor): number =>
  aim ?? columnOf(lines[caret.line]!, caret.offset)

/** The blanks that a line begins with. */
export const indentOf = (line: string): string => /^[ \t]*/.exec(line)![0]
