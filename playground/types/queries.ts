import type { Place } from '../../src/ui/editor/place.ts'

/** A `//    ^?` in the text, and the place it points at: the last line above that is not one itself. */
export interface Query {
  readonly line: number
  readonly asks: Place
}

/** The queries of a text, in its order. */
export const queriesIn = (lines: readonly string[]): readonly Query[] => {
  const found: Query[] = []
  let above = -1
  lines.forEach((text, line) => {
    const mark = /^\s*\/\/\s*\^\?/.exec(text)
    if (mark === null) above = line
    else if (above >= 0) found.push({ line, asks: { line: above, offset: mark[0].length - 2 } })
  })
  return found
}
