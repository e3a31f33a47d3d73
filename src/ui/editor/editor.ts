import type { Find } from './find.ts'
import { behind, comparePlaces, type Extent, extentOf, type Place } from './place.ts'

/**
 * A text that is edited, as plain data: nothing here knows of a terminal. Lines are shared between one state and the
 * next, so that an edit costs the lines it touches and a copy of the list of lines.
 */
export interface Editor {
  readonly lines: readonly string[]
  readonly caret: Place
  /** The other end of the selection; null when nothing is selected. */
  readonly anchor: Place | null
  /** The column that moves up and down aim at; null after any other move. */
  readonly aim: number | null
  /** The first line on screen, and the first column. */
  readonly top: number
  readonly left: number
  /** What was done, the last at the end, and what was undone. */
  readonly past: readonly Change[]
  readonly future: readonly Change[]
  /** What was cut or copied last. */
  readonly clipboard: string
  readonly find: Find | null
  /** Another number after every change of the text. */
  readonly version: number
}

/** One change of the text, with all that is needed to undo it. */
export interface Change {
  readonly at: Place
  readonly removed: string
  readonly inserted: string
  readonly before: Selection
  readonly after: Selection
  /** Typing goes on in the same change, so that undo takes back a word and not a letter. */
  readonly kind: 'typing' | 'erasing' | 'other'
}

/** Where the caret is, and what is selected. */
export type Selection = Pick<Editor, 'caret' | 'anchor'>

/** An editor at the start of a text. */
export const openEditor = (text: string): Editor => ({
  lines: clean(text).split('\n'),
  caret: { line: 0, offset: 0 },
  anchor: null,
  aim: null,
  top: 0,
  left: 0,
  past: [],
  future: [],
  clipboard: '',
  find: null,
  version: 1,
})

/** All of the text. */
export const textOf = ({ lines }: Pick<Editor, 'lines'>): string => lines.join('\n')

/** The text of a part. */
export const textIn = ({ lines }: Pick<Editor, 'lines'>, { from, to }: Extent): string => {
  if (from.line === to.line) return (lines[from.line] ?? '').slice(from.offset, to.offset)
  const first = (lines[from.line] ?? '').slice(from.offset)
  const last = (lines[to.line] ?? '').slice(0, to.offset)
  return [first, ...lines.slice(from.line + 1, to.line), last].join('\n')
}

/** What is selected, or null. */
export const selectionOf = ({ anchor, caret }: Selection): Extent | null =>
  anchor === null || comparePlaces(anchor, caret) === 0 ? null : extentOf(anchor, caret)

/** The nearest place that the text has. */
export const placeIn = ({ lines }: Pick<Editor, 'lines'>, { line, offset }: Place): Place => {
  const near = Math.min(Math.max(0, line), lines.length - 1)
  return { line: near, offset: Math.min(Math.max(0, offset), lines[near]!.length) }
}

/** Puts a text in the place of a part of it; the caret goes behind it unless it is told where. */
export const replace = (
  editor: Editor,
  extent: Extent,
  text: string,
  { kind = 'other', select }: { readonly kind?: Change['kind']; readonly select?: Selection } = {},
): Editor => {
  const inserted = clean(text)
  const removed = textIn(editor, extent)
  if (removed === inserted) return select === undefined ? editor : { ...editor, ...select, aim: null }
  const after = select ?? { caret: behind(extent.from, inserted), anchor: null }
  const before = { caret: editor.caret, anchor: editor.anchor }
  const change = { at: extent.from, removed, inserted, before, after, kind }
  return { ...written(editor, change), past: remember(editor.past, change), future: [] }
}

/** Takes the last change back. */
export const undo = (editor: Editor): Editor => {
  const change = editor.past.at(-1)
  if (change === undefined) return editor
  const { at, removed: inserted, inserted: removed, before: after } = change
  const back = written(editor, { at, removed, inserted, after })
  return { ...back, past: editor.past.slice(0, -1), future: [...editor.future, change] }
}

/** Does again what was taken back last. */
export const redo = (editor: Editor): Editor => {
  const change = editor.future.at(-1)
  if (change === undefined) return editor
  return {
    ...written(editor, change),
    past: [...editor.past, { ...change, kind: 'other' }],
    future: editor.future.slice(0, -1),
  }
}

const written = (
  editor: Editor,
  { at, removed, inserted, after }: Pick<Change, 'at' | 'removed' | 'inserted' | 'after'>,
): Editor => {
  const { lines } = editor
  const to = behind(at, removed)
  const pieces = inserted.split('\n')
  pieces[0] = lines[at.line]!.slice(0, at.offset) + pieces[0]!
  pieces[pieces.length - 1] += lines[to.line]!.slice(to.offset)
  return {
    ...editor,
    ...after,
    lines: lines.slice(0, at.line).concat(pieces, lines.slice(to.line + 1)),
    aim: null,
    version: editor.version + 1,
  }
}

const remember = (past: readonly Change[], change: Change): readonly Change[] => {
  const last = past.at(-1)
  const joined = last && join(last, change)
  if (joined !== undefined) return [...past.slice(0, -1), joined]
  return [...(past.length < most ? past : past.slice(1)), change]
}

const most = 1000

/** One change out of two that a person thinks of as one: the letters of a word, or those erased in a row. */
const join = (last: Change, next: Change): Change | undefined => {
  const follows = comparePlaces(last.after.caret, next.before.caret) === 0 && next.before.anchor === null
  if (last.kind !== next.kind || !follows) return undefined
  if (next.kind === 'typing') {
    const begins = /\s$/.test(last.inserted) && !/^\s/.test(next.inserted)
    if (next.removed !== '' || begins || comparePlaces(behind(last.at, last.inserted), next.at) !== 0)
      return undefined
    return { ...last, inserted: last.inserted + next.inserted, after: next.after }
  }
  if (next.kind === 'erasing' && last.inserted === '' && next.inserted === '') {
    if (comparePlaces(behind(next.at, next.removed), last.at) === 0)
      return { ...next, removed: next.removed + last.removed, before: last.before }
    if (comparePlaces(next.at, last.at) === 0)
      return { ...last, removed: last.removed + next.removed, after: next.after }
  }
  return undefined
}

/** Lines end as the editor ends them; nothing else of a text is changed. */
const clean = (text: string) => text.replace(/\r\n?/g, '\n')
