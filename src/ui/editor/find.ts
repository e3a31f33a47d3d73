import type { Key } from '../terminal/key.ts'
import type { Editor } from './editor.ts'
import { comparePlaces, type Extent, type Place } from './place.ts'

/** What is looked for. It stays on screen, and is typed into, until Enter or Esc. */
export interface Find {
  readonly query: string
  /** Where the caret was when the search began: every letter looks from there. */
  readonly from: Place
}

/** Begins a search, for what is selected on one line if anything is. */
export const beginFind = (editor: Editor): Editor => {
  const { anchor, caret, lines } = editor
  const onOneLine = anchor !== null && anchor.line === caret.line
  const query = onOneLine
    ? lines[caret.line]!.slice(Math.min(anchor.offset, caret.offset), Math.max(anchor.offset, caret.offset))
    : (editor.find?.query ?? '')
  return { ...editor, find: { query, from: caret } }
}

/** A key while a search is open: letters look on, arrows go from one to the next, Enter and Esc end it. */
export const findKey = (editor: Editor, find: Find, key: Key): Editor => {
  switch (key.name) {
    case 'escape':
      return { ...editor, find: null, caret: find.from, anchor: null }
    case 'enter':
      return { ...editor, find: null }
    case 'down':
    case 'right':
      return goToMatch(editor, find.query, 1)
    case 'up':
    case 'left':
      return goToMatch(editor, find.query, -1)
    case 'backspace':
      return search(editor, { ...find, query: [...find.query].slice(0, -1).join('') })
  }
  if (key.ctrl && key.name === 'f') return goToMatch(editor, find.query, 1)
  if (key.text === undefined) return editor
  return search(editor, { ...find, query: (find.query + key.text.split(/[\r\n]/)[0]!).slice(0, longest) })
}

/** Nobody looks for more. */
const longest = 200

const search = (editor: Editor, find: Find): Editor => {
  const found = findFrom(editor.lines, find.query, find.from)
  const at =
    found === undefined ? { caret: find.from, anchor: null } : { caret: found.to, anchor: found.from }
  return { ...editor, ...at, find }
}

const goToMatch = (editor: Editor, query: string, way: 1 | -1): Editor => {
  const { caret, anchor } = editor
  const at = anchor !== null && comparePlaces(anchor, caret) < 0 ? anchor : caret
  const found =
    way === 1
      ? findFrom(editor.lines, query, { line: at.line, offset: at.offset + 1 })
      : findBefore(editor.lines, query, at)
  return found === undefined ? editor : { ...editor, caret: found.to, anchor: found.from }
}

/** The first match from a place on; after the last line the search goes on at the first. */
const findFrom = (lines: readonly string[], query: string, from: Place): Extent | undefined => {
  if (query === '') return undefined
  for (let step = 0; step <= lines.length; step++) {
    const line = (from.line + step) % lines.length
    const offset = matchesIn(lines[line]!, query).find((each) => step > 0 || each >= from.offset)
    if (offset !== undefined) return extent(line, offset, query)
  }
  return undefined
}

const findBefore = (lines: readonly string[], query: string, from: Place): Extent | undefined => {
  if (query === '') return undefined
  for (let step = 0; step <= lines.length; step++) {
    const line = (from.line - step + lines.length) % lines.length
    const offset = matchesIn(lines[line]!, query).findLast((each) => step > 0 || each < from.offset)
    if (offset !== undefined) return extent(line, offset, query)
  }
  return undefined
}

const extent = (line: number, offset: number, query: string): Extent => ({
  from: { line, offset },
  to: { line, offset: offset + query.length },
})

/** Where a line has what is looked for. Capitals matter when the query has one. */
export const matchesIn = (line: string, query: string): readonly number[] => {
  if (query === '') return []
  const exact = /\p{Lu}/u.test(query)
  const text = exact ? line : lower(line)
  const found: number[] = []
  for (let at = text.indexOf(query); at >= 0; at = text.indexOf(query, at + query.length)) found.push(at)
  return found
}

/** Small letters, as long as that keeps every letter in its place. */
const lower = (line: string) => {
  const small = line.toLowerCase()
  return small.length === line.length ? small : line
}

/** How many matches there are, and which of them is selected, from 1; 0 when none is. */
export const countMatches = ({ lines, anchor }: Editor, query: string) => {
  let total = 0
  let which = 0
  lines.forEach((line, index) => {
    for (const offset of matchesIn(line, query)) {
      total++
      if (anchor !== null && anchor.line === index && anchor.offset === offset) which = total
    }
  })
  return { total, which }
}
