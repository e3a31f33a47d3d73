import type { Extent } from '../../src/ui/editor/place.ts'

/** The smallest stretch of whole lines that turns one text into another, as a language server is told of it. */
export interface LineChange {
  readonly extent: Extent
  readonly text: string
}

/** What changed between two texts; null when nothing did. Lines that were not touched are the same strings. */
export const lineChange = (before: readonly string[], after: readonly string[]): LineChange | null => {
  const most = Math.min(before.length, after.length)
  let start = 0
  while (start < most && before[start] === after[start]) start++
  if (start === before.length && start === after.length) return null
  let end = 0
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++
  // A stretch has to hold a line of each text: one that is only added or taken away needs a neighbour's line end.
  if (start + end === most) {
    if (end > 0) end--
    else start--
  }
  const last = before.length - 1 - end
  return {
    extent: { from: { line: start, offset: 0 }, to: { line: last, offset: before[last]!.length } },
    text: after.slice(start, after.length - end).join('\n'),
  }
}
