import type { Window } from '../../src/ui/editor/edit.ts'
import { inView } from '../../src/ui/editor/edit.ts'
import { type Editor, replace, selectionOf } from '../../src/ui/editor/editor.ts'
import type { Place } from '../../src/ui/editor/place.ts'
import type { Completion, Item } from './typesState.ts'

/** The start of the word that the caret stands in or behind. */
export const wordStart = ({ lines, caret }: Editor): Place => {
  const before = lines[caret.line]!.slice(0, caret.offset)
  return { line: caret.line, offset: before.length - /[\w$]*$/.exec(before)![0].length }
}

/** Could a word be completed here? Behind a letter or a dot, and with nothing selected. */
export const canComplete = (editor: Editor): boolean =>
  selectionOf(editor) === null &&
  /[\w$.]$/.test(editor.lines[editor.caret.line]!.slice(0, editor.caret.offset))

/** A completion that waits for its words. */
export const asked = (editor: Editor): Completion => ({ from: wordStart(editor), items: null, selected: 0 })

/** Does it still belong to the word at the caret? */
export const isCurrent = ({ from }: Completion, editor: Editor): boolean => {
  const { line, offset } = editor.caret
  if (line !== from.line || offset < from.offset || selectionOf(editor) !== null) return false
  return /^[\w$]*$/.test(editor.lines[line]!.slice(from.offset, offset))
}

/** The words that begin with what was typed, or else hold its letters in their order; none before the server has answered. */
export const offered = ({ items, from }: Completion, { lines, caret }: Editor): readonly Item[] => {
  const typed = lines[caret.line]!.slice(from.offset, caret.offset).toLowerCase()
  const known = ranked.get(items ?? none)
  if (known?.typed === typed) return known.items
  const ranks = (items ?? []).map((item) => ({ item, rank: rankOf(item.label.toLowerCase(), typed) }))
  const found = ranks
    .filter(({ rank }) => rank < nowhere)
    .sort(
      (one, other) =>
        one.rank - other.rank ||
        compare(one.item.sort, other.item.sort) ||
        compare(one.item.label, other.item.label),
    )
    .map(({ item }) => item)
  ranked.set(items ?? none, { typed, items: found })
  return found
}

/** The same list is asked for by the frame and by every key. */
const ranked = new WeakMap<readonly Item[], { readonly typed: string; readonly items: readonly Item[] }>()
const none: readonly Item[] = []
const nowhere = 3

const rankOf = (label: string, typed: string) => {
  if (label.startsWith(typed)) return 0
  if (label.includes(typed)) return 1
  let at = 0
  for (const letter of typed) {
    at = label.indexOf(letter, at) + 1
    if (at === 0) return nowhere
  }
  return 2
}

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)

/** Writes a word in the place of what was typed of it. */
export const complete = (editor: Editor, { from }: Completion, { label }: Item, window: Window): Editor =>
  inView(replace(editor, { from, to: editor.caret }, label), window)
