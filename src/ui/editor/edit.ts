import { keyName } from '../binding.ts'
import type { Key } from '../terminal/key.ts'
import { columnOf } from './columns.ts'
import {
  copy,
  cut,
  eraseLeft,
  eraseRight,
  eraseToStart,
  eraseWordLeft,
  eraseWordRight,
  indentLines,
  insert,
  insertClosing,
  moveLines,
  newLine,
  outdentLines,
  paste,
  pasteKept,
  selectAll,
  toggleComment,
} from './editing.ts'
import { type Editor, placeIn, redo, selectionOf, undo } from './editor.ts'
import { beginFind, findKey } from './find.ts'
import {
  aimOf,
  left,
  lineEnd,
  lineStart,
  type Motion,
  right,
  textEnd,
  textStart,
  vertically,
  wordLeft,
  wordRight,
} from './motion.ts'
import { comparePlaces, type Place } from './place.ts'

/** What the editor shows of its text, in lines and columns. */
export interface Window {
  readonly columns: number
  readonly rows: number
}

/** What a key does to the text. */
export type Command = (editor: Editor, rows: number) => Editor

/** One line of the editor's keys: help is made from it, and the editor obeys it. */
export interface EditorKey {
  readonly keys: Readonly<Record<string, Command>>
  readonly shown: string
  /** One word for a footer, and a sentence for the help screen. */
  readonly does: string
  readonly says: string
}

/** A motion, and with shift the same while selecting. */
const moving = (motions: Readonly<Record<string, Motion>>): Readonly<Record<string, Command>> =>
  Object.fromEntries(
    Object.entries(motions).flatMap(([name, motion]) => {
      const [, held, key] = /^((?:ctrl\+|meta\+)*)(.+)$/.exec(name)!
      return [
        [name, move(motion, false)],
        [`${held}shift+${key}`, move(motion, true)],
      ]
    }),
  )

const move =
  (motion: Motion, selects: boolean): Command =>
  (editor, rows) => {
    const { caret, anchor } = editor
    const selected = selectionOf(editor)
    // Out of a selection the caret goes to its edge.
    if (!selects && selected !== null && (motion === left || motion === right))
      return { ...editor, caret: motion === left ? selected.from : selected.to, anchor: null, aim: null }
    const aim = isVertical.has(motion) ? aimOf(editor) : null
    return { ...editor, caret: motion(editor, rows), anchor: selects ? (anchor ?? caret) : null, aim }
  }

const up = vertically(() => -1)
const down = vertically(() => 1)
const pageUp = vertically((rows) => -Math.max(1, rows - 1))
const pageDown = vertically((rows) => Math.max(1, rows - 1))
const isVertical = new Set([up, down, pageUp, pageDown])

/** Every key of the editor but those that type. */
export const editorKeys: readonly EditorKey[] = [
  {
    keys: moving({ left, right, up, down }),
    shown: '←→↑↓',
    does: 'move',
    says: 'move; with shift select',
  },
  {
    keys: moving({
      'ctrl+left': wordLeft,
      'ctrl+right': wordRight,
      'meta+left': wordLeft,
      'meta+right': wordRight,
      'meta+b': wordLeft,
      'meta+f': wordRight,
    }),
    shown: '^← ^→',
    does: 'word',
    says: 'a word back or forth',
  },
  {
    keys: moving({ home: lineStart, end: lineEnd }),
    shown: 'home end',
    does: 'line',
    says: 'to the start or the end of the line',
  },
  {
    keys: moving({ 'ctrl+home': textStart, 'ctrl+end': textEnd, pageup: pageUp, pagedown: pageDown }),
    shown: 'pgup pgdn',
    does: 'page',
    says: 'a page up or down; with ctrl and home or end to the ends of the text',
  },
  {
    keys: { 'ctrl+a': selectAll },
    shown: '^A',
    does: 'all',
    says: 'select everything',
  },
  {
    keys: { 'ctrl+u': undo },
    shown: '^U',
    does: 'undo',
    says: 'take the last change back',
  },
  {
    keys: { 'ctrl+y': redo },
    shown: '^Y',
    does: 'redo',
    says: 'do it again',
  },
  {
    keys: { 'ctrl+x': cut, 'ctrl+k': copy, 'ctrl+v': pasteKept },
    shown: '^X ^K ^V',
    does: 'cut',
    says: 'cut, keep or put what is selected, or the line; what the terminal pastes comes in as it is',
  },
  {
    keys: { 'ctrl+f': beginFind },
    shown: '^F',
    does: 'find',
    says: 'find; arrows go from one to the next',
  },
  {
    keys: { tab: indentLines, 'shift+tab': outdentLines },
    shown: 'tab',
    does: 'indent',
    says: 'indent; with shift back',
  },
  {
    keys: { 'ctrl+_': toggleComment, 'ctrl+/': toggleComment },
    shown: '^/',
    does: 'comment',
    says: 'make comments of the lines, or code again',
  },
  {
    keys: { 'meta+up': moveLines(-1), 'meta+down': moveLines(1) },
    shown: 'alt ↑↓',
    does: 'carry',
    says: 'carry the lines up or down',
  },
  {
    keys: {
      enter: newLine,
      backspace: eraseLeft,
      delete: eraseRight,
      'ctrl+d': eraseRight,
      'ctrl+backspace': eraseWordLeft,
      'meta+backspace': eraseWordLeft,
      'ctrl+w': eraseWordLeft,
      'ctrl+delete': eraseWordRight,
      'meta+d': eraseWordRight,
      'ctrl+shift+backspace': eraseToStart,
    },
    shown: '^W',
    does: 'erase',
    says: 'erase a word; backspace and delete one character',
  },
]

const commands: ReadonlyMap<string, Command> = new Map(editorKeys.flatMap(({ keys }) => Object.entries(keys)))

/** Is this a key of the editor? */
export const edits = (key: Key): boolean =>
  commands.has(keyName(key)) || (key.text !== undefined && !key.ctrl && !key.meta)

/** What the editor becomes when a key is pressed; the same editor when it does nothing. */
export const edit = (editor: Editor, key: Key, window: Window): Editor => {
  const next = pressed(editor, key, window.rows)
  return next === editor ? editor : inView(next, window)
}

const pressed = (editor: Editor, key: Key, rows: number): Editor => {
  if (editor.find !== null) return findKey(editor, editor.find, key)
  if (key.name === 'paste') return paste(editor, key.text ?? '')
  const command = commands.get(keyName(key))
  if (command !== undefined) return command(editor, rows)
  if (key.text === undefined || key.ctrl || key.meta) return editor
  return /^[)\]}]$/.test(key.text) ? insertClosing(editor, key.text) : insert(editor, key.text)
}

/** Puts the caret at a place, and that on screen. */
export const goTo = (editor: Editor, place: Place, window: Window): Editor => {
  const caret = placeIn(editor, place)
  if (comparePlaces(caret, editor.caret) === 0 && editor.anchor === null) return editor
  return inView({ ...editor, caret, anchor: null, aim: null }, window)
}

/** Scrolls so that the caret is on screen, with a line or two around it where there is room. */
export const inView = (editor: Editor, { columns, rows }: Window): Editor => {
  const { caret, lines } = editor
  const margin = Math.min(2, Math.max(0, (rows - 1) >> 1))
  const lowest = Math.max(0, caret.line - margin)
  const last = Math.max(0, lines.length - rows)
  const highest = Math.min(last, Math.max(0, caret.line - rows + 1 + margin))
  const top = Math.min(Math.max(editor.top, highest), lowest)
  const column = columnOf(lines[caret.line]!, caret.offset)
  const near = Math.min(8, columns >> 2)
  const left =
    column < editor.left + (editor.left > 0 ? near : 0)
      ? Math.max(0, column - near)
      : column >= editor.left + columns
        ? column - columns + 1 + near
        : editor.left
  return top === editor.top && left === editor.left ? editor : { ...editor, top, left }
}
