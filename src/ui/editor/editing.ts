import { type Editor, replace, selectionOf, textIn } from './editor.ts'
import { indentOf, left, lineStart, type Motion, right, wordLeft, wordRight } from './motion.ts'
import { comparePlaces, type Extent, extentOf, type Place } from './place.ts'

/** One level of indentation. */
export const indentation = '  '

/** Types a text in the place of what is selected. */
export const insert = (editor: Editor, text: string): Editor =>
  replace(editor, selectionOf(editor) ?? here(editor), text, { kind: 'typing' })

/** Puts a text in as one change, as it is: what is pasted is indented already. */
export const paste = (editor: Editor, text: string): Editor =>
  replace(editor, selectionOf(editor) ?? here(editor), text)

/** A closing bracket that begins its line goes back one level. */
export const insertClosing = (editor: Editor, bracket: string): Editor => {
  const { line, offset } = editor.caret
  const before = editor.lines[line]!.slice(0, offset)
  if (selectionOf(editor) !== null || before.trim() !== '' || !before.endsWith(indentation))
    return insert(editor, bracket)
  const from = { line, offset: offset - indentation.length }
  return replace(editor, { from, to: editor.caret }, bracket, { kind: 'typing' })
}

/** A new line, indented as the one above it, and one level further behind an opening bracket. */
export const newLine = (editor: Editor): Editor => {
  const extent = selectionOf(editor) ?? here(editor)
  const before = editor.lines[extent.from.line]!.slice(0, extent.from.offset)
  const after = editor.lines[extent.to.line]!.slice(extent.to.offset)
  const indent = indentOf(before)
  if (!/[([{]\s*$/.test(before)) return replace(editor, extent, `\n${indent}`)
  const inner = `\n${indent}${indentation}`
  const closes = /^\s*[)\]}]/.test(after)
  const line = extent.from.line + 1
  const caret = { line, offset: inner.length - 1 }
  return replace(editor, extent, closes ? `${inner}\n${indent}` : inner, { select: { caret, anchor: null } })
}

/** Erases what is selected, or what lies between the caret and where the motion leads. */
export const erase =
  (motion: Motion) =>
  (editor: Editor, rows: number): Editor => {
    const selected = selectionOf(editor)
    if (selected !== null) return replace(editor, selected, '')
    return replace(editor, extentOf(editor.caret, motion(editor, rows)), '', { kind: 'erasing' })
  }

/** One character back; in the blanks before a line one level of them. */
export const eraseLeft = erase((editor, rows) => {
  const { line, offset } = editor.caret
  const before = editor.lines[line]!.slice(0, offset)
  const isIndented = before.endsWith(indentation) && before.trim() === '' && offset % indentation.length === 0
  return isIndented ? { line, offset: offset - indentation.length } : left(editor, rows)
})

/** One character forth. */
export const eraseRight = erase(right)

/** Back to the start of a word. */
export const eraseWordLeft = erase(wordLeft)

/** Forth to the end of a word. */
export const eraseWordRight = erase(wordRight)

/** Back to the start of the line. */
export const eraseToStart = erase(lineStart)

/** All lines that are selected one level further in; blanks up to the next level when nothing is. */
export const indentLines = (editor: Editor): Editor => {
  const selected = selectionOf(editor)
  if (selected !== null) return eachLine(editor, (line) => (line === '' ? line : indentation + line))
  const fill = indentation.length - (editor.caret.offset % indentation.length)
  return insert(editor, ' '.repeat(fill))
}

/** The lines that are selected, or the one of the caret, one level back. */
export const outdentLines = (editor: Editor): Editor =>
  eachLine(editor, (line) => line.replace(/^(?:\t| {1,2})/, ''))

/** Makes comments of the lines, or code again when all of them are comments. */
export const toggleComment = (editor: Editor): Editor => {
  const lines = touched(editor)
    .map((line) => editor.lines[line]!)
    .filter((line) => line.trim() !== '')
  if (lines.length === 0) return editor
  if (lines.every((line) => /^\s*\/\//.test(line)))
    return eachLine(editor, (line) => line.replace(/^(\s*)\/\/ ?/, '$1'))
  const indent = Math.min(...lines.map((line) => indentOf(line).length))
  return eachLine(editor, (line) =>
    line.trim() === '' ? line : `${line.slice(0, indent)}// ${line.slice(indent)}`,
  )
}

/** Moves the lines that are selected, or the one of the caret, up or down. */
export const moveLines =
  (by: 1 | -1) =>
  (editor: Editor): Editor => {
    const { lines, caret, anchor } = editor
    const [first, last] = edges(editor)
    const other = by === 1 ? last + 1 : first - 1
    if (other < 0 || other >= lines.length) return editor
    const moved = lines.slice(first, last + 1)
    const [from, to] = by === 1 ? [first, other] : [other, last]
    const text = (by === 1 ? [lines[other]!, ...moved] : [...moved, lines[other]!]).join('\n')
    // What is selected may end at the start of the line that gives way, and there may be none below it.
    const end = { line: lines.length - 1, offset: moved.at(-1)!.length }
    const shift = ({ line, offset }: Place) => (line + by < lines.length ? { line: line + by, offset } : end)
    return replace(editor, wholeLines(editor, from, to), text, {
      select: { caret: shift(caret), anchor: anchor && shift(anchor) },
    })
  }

/** Everything. */
export const selectAll = (editor: Editor): Editor => ({
  ...editor,
  anchor: { line: 0, offset: 0 },
  caret: { line: editor.lines.length - 1, offset: editor.lines.at(-1)!.length },
  aim: null,
})

/** Keeps what is selected, or else the line of the caret. */
export const copy = (editor: Editor): Editor => ({ ...editor, clipboard: textIn(editor, taken(editor)) })

/** The same, and takes it out. */
export const cut = (editor: Editor): Editor => replace(copy(editor), taken(editor), '')

/** Puts in what was kept. */
export const pasteKept = (editor: Editor): Editor => paste(editor, editor.clipboard)

const taken = (editor: Editor): Extent => {
  const selected = selectionOf(editor)
  if (selected !== null) return selected
  const { line } = editor.caret
  const next = { line: line + 1, offset: 0 }
  const to = line + 1 < editor.lines.length ? next : { line, offset: editor.lines[line]!.length }
  return { from: { line, offset: 0 }, to }
}

const here = ({ caret }: Editor): Extent => ({ from: caret, to: caret })

/** The first and the last line that is selected; a selection that ends before a line does not take it in. */
const edges = (editor: Editor): readonly [first: number, last: number] => {
  const selected = selectionOf(editor)
  if (selected === null) return [editor.caret.line, editor.caret.line]
  const { from, to } = selected
  return [from.line, to.offset === 0 && to.line > from.line ? to.line - 1 : to.line]
}

const touched = (editor: Editor): readonly number[] => {
  const [first, last] = edges(editor)
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}

const wholeLines = ({ lines }: Editor, first: number, last: number): Extent => ({
  from: { line: first, offset: 0 },
  to: { line: last, offset: lines[last]!.length },
})

/** Changes every line that is touched; caret and anchor stay by their characters. */
const eachLine = (editor: Editor, change: (line: string) => string): Editor => {
  const [first, last] = edges(editor)
  const before = editor.lines.slice(first, last + 1)
  const after = before.map(change)
  const shift = (place: Place): Place => {
    const index = place.line - first
    if (index < 0 || index >= after.length) return place
    const grown = after[index]!.length - before[index]!.length
    return { line: place.line, offset: Math.max(0, Math.min(after[index]!.length, place.offset + grown)) }
  }
  const { caret, anchor } = editor
  const keepsAnchor = anchor !== null && comparePlaces(anchor, caret) !== 0
  return replace(editor, wholeLines(editor, first, last), after.join('\n'), {
    select: { caret: shift(caret), anchor: keepsAnchor ? shift(anchor) : null },
  })
}
