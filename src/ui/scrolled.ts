import type { Row } from './span.ts'

/** A part of something that may be longer than its room. */
export interface Scrolled {
  readonly rows: readonly Row[]
  /** How many rows down it goes, so far as it was drawn: more than now where there is more of it. */
  readonly most: number
}

/** The rows that fit, so many of them scrolled past. */
export const scrolledTo = (all: readonly Row[], rows: number, scroll: number): Scrolled => {
  const most = Math.max(0, all.length - rows)
  const skipped = Math.min(scroll, most)
  return { rows: all.slice(skipped, skipped + rows), most }
}

/** What does not scroll. */
export const fixed = (rows: readonly Row[]): Scrolled => ({ rows, most: 0 })
