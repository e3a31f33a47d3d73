import type { Offered } from './binding.ts'
import { padRow, type Row, rowWidth, type Span, span } from './span.ts'

/** The last line of a screen: of the keys that do something now as many as fit, and at its end those that are always named. */
export const keyRow = (
  keys: readonly Offered[],
  isAlways: (key: Offered) => boolean,
  columns: number,
): Row => {
  const tail = keys.filter(isAlways).flatMap(keySpans)
  const kept: Span[] = [span(' ')]
  for (const key of keys.filter((one) => !isAlways(one))) {
    const spans = keySpans(key)
    if (rowWidth(trimmed([...kept, ...spans, ...tail])) < columns) kept.push(...spans)
  }
  return padRow(trimmed([...kept, ...tail]), columns - 1)
}

const keySpans = ({ shown, does }: Offered): readonly Span[] => [
  span(shown, 'key'),
  span(` ${does}  `, 'dim'),
]

/** Nothing stands behind the last key. */
const trimmed = (row: readonly Span[]): readonly Span[] =>
  row.map((part, place) => (place < row.length - 1 ? part : span(part.text.trimEnd(), part.role)))
