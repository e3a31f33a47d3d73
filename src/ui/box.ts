import { framesOf, type Look } from './legend.ts'
import { clip, padRow, type Row, rowWidth, span } from './span.ts'

/** What a box shows on its borders. */
export interface Trim {
  readonly title: string
  /** Drawn into the upper border, right of the title, in the place where the box's content stands. */
  readonly top?: Row
  /** Drawn into the lower border, at its right end. */
  readonly bottom?: string
}

/** Rows in a box of exactly `columns` by `rows`. */
export const box = (
  trim: Trim,
  lines: readonly Row[],
  columns: number,
  rows: number,
  look: Look,
): readonly Row[] => {
  const { corners, lines: strokes, rest } = framesOf(look)
  const flat = strokes[10]!
  const side = span(strokes[5]!, 'border')
  const inner = columns - 2
  const title = trim.title === '' ? '' : ` ${clip(trim.title, inner - 2, rest)} `
  const beside = trim.top
    ? cut(trim.top, title.length)
    : [span(flat.repeat(Math.max(0, inner - rowWidth([span(title)]))), 'border')]
  const bottom = trim.bottom ? ` ${trim.bottom} ${flat}` : ''
  return [
    [
      span(corners[0], 'border'),
      ...padRow([span(title, 'title'), ...beside], inner),
      span(corners[1], 'border'),
    ],
    ...Array.from({ length: Math.max(0, rows - 2) }, (_, index) => [
      side,
      ...padRow(lines[index] ?? [], inner, rest),
      side,
    ]),
    [
      span(corners[2] + flat.repeat(Math.max(0, inner - rowWidth([span(bottom)]))), 'border'),
      span(bottom, 'dim'),
      span(corners[3], 'border'),
    ],
  ]
}

/** A row without its first columns, all of which are one column wide. */
const cut = (row: Row, columns: number): Row => {
  let left = columns
  return row.flatMap((part) => {
    const dropped = Math.min(left, part.text.length)
    left -= dropped
    return dropped === part.text.length ? [] : [span(part.text.slice(dropped), part.role)]
  })
}

/** Panes side by side: each is as high as the first. */
export const beside = (...panes: readonly (readonly Row[])[]): readonly Row[] =>
  (panes[0] ?? []).map((_, index) => panes.flatMap((pane) => pane[index] ?? []))
