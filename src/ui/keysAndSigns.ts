import type { Binding } from './binding.ts'
import { beside, box } from './box.ts'
import { glyph, type Look, legend } from './legend.ts'
import { wrapText } from './prose.ts'
import { type Scrolled, scrolledTo } from './scrolled.ts'
import { type Row, span } from './span.ts'
import { width } from './width.ts'

/** A help screen: the keys, from the table that obeys them, and the signs, from the table that draws them; scrolled so far down. */
export const keysAndSigns = (
  table: readonly Pick<Binding<never, unknown>, 'shown' | 'says'>[],
  scroll: number,
  look: Look,
  columns: number,
  rows: number,
): Scrolled => {
  const left = columns < 110 ? columns : Math.floor(columns * 0.6)
  const wide = Math.max(...table.map(({ shown }) => width(shown))) + 2
  const room = Math.max(20, left - wide - 4)
  const keys = table.flatMap(({ shown, says }) =>
    wrapText(says, room).map(
      (text, index): Row => [span(` ${(index === 0 ? shown : '').padEnd(wide)}`, 'key'), span(text)],
    ),
  )
  const signs = Object.values(legend).map((sign): Row => {
    const drawn = glyph(look, sign)
    return [span(` ${drawn}${' '.repeat(Math.max(1, 4 - width(drawn)))}`, sign.role), span(sign.means)]
  })
  if (left === columns) {
    const all = scrolledTo([...keys, [], ...signs], rows - 2, scroll)
    return { ...all, rows: box({ title: 'keys and signs' }, all.rows, columns, rows, look) }
  }
  const [shownKeys, shownSigns] = [keys, signs].map((all) => scrolledTo(all, rows - 2, scroll))
  return {
    rows: beside(
      box({ title: 'keys' }, shownKeys!.rows, left, rows, look),
      box({ title: 'signs' }, shownSigns!.rows, columns - left, rows, look),
    ),
    most: Math.max(shownKeys!.most, shownSigns!.most),
  }
}
