import { box } from '../../src/ui/box.ts'
import type { Look } from '../../src/ui/legend.ts'
import { clip, padRow, type Row, span } from '../../src/ui/span.ts'
import type { Item } from './typesState.ts'

/** The words that are offered, the selected one set off, and the first line of what it is. */
export const completionBox = (
  items: readonly Item[] | null,
  selected: number,
  look: Look,
  columns: number,
  rows: number,
): readonly Row[] => {
  if (items === null) return box({ title: '' }, [[span(' ...', 'dim')]], 8, 3, look)
  const room = Math.max(1, rows - 2)
  const first = Math.max(0, Math.min(selected - (room >> 1), items.length - room))
  const shown = items.slice(first, first + room)
  const wide = Math.max(8, ...shown.map(({ label }) => label.length))
  const details = shown.map(({ detail, kind }, index) =>
    first + index === selected ? (detail?.split('\n')[0] ?? kind) : kind,
  )
  const inner = Math.min(columns - 2, wide + 4 + Math.max(8, ...details.map((text) => text.length)))
  const lines = shown.map(({ label }, index): Row => {
    const role = first + index === selected ? 'selected' : 'text'
    const mark = first + index === selected ? (look.ascii ? '>' : '▸') : ' '
    return padRow(
      [span(`${mark}${clip(label, wide).padEnd(wide)} `, role), span(` ${details[index]}`, 'dim')],
      inner,
    )
  })
  const bottom = items.length > room ? `${selected + 1}/${items.length}` : undefined
  return box(
    { title: '', ...(bottom === undefined ? {} : { bottom }) },
    lines,
    inner + 2,
    lines.length + 2,
    look,
  )
}
