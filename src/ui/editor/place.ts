/** A place in a text: a line from 0, and an offset in it in UTF-16 units, as language servers count. */
export interface Place {
  readonly line: number
  readonly offset: number
}

/** A part of a text, from its first place to the one behind its last character. */
export interface Extent {
  readonly from: Place
  readonly to: Place
}

/** Below zero when the first place comes before the second, zero when they are the same. */
export const comparePlaces = (one: Place, other: Place): number =>
  one.line - other.line || one.offset - other.offset

/** The extent between two places, whichever comes first. */
export const extentOf = (one: Place, other: Place): Extent =>
  comparePlaces(one, other) <= 0 ? { from: one, to: other } : { from: other, to: one }

/** The place behind a text that begins at a place. */
export const behind = ({ line, offset }: Place, text: string): Place => {
  const last = text.lastIndexOf('\n')
  if (last < 0) return { line, offset: offset + text.length }
  return { line: line + text.split('\n').length - 1, offset: text.length - last - 1 }
}
