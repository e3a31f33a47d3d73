import { box } from '../../src/ui/box.ts'
import type { Look } from '../../src/ui/legend.ts'
import { type Row, span } from '../../src/ui/span.ts'
import type { Playground } from '../playground.ts'
import { listed } from './listed.ts'

/** The programs of the lessons, and what is looked for among them. */
export const lessonsScreen = (
  state: Playground,
  look: Look,
  columns: number,
  rows: number,
): readonly Row[] => {
  const { examples, list } = state
  const found = listed(state)
  const room = rows - 4
  const first = Math.max(0, Math.min(list.selected - (room >> 1), found.length - room))
  const lines = found.slice(first, first + room).map(({ title }, index): Row => {
    const isChosen = first + index === list.selected
    return [
      span(isChosen ? (look.ascii ? ' > ' : ' ▸ ') : '   ', 'key'),
      span(title, isChosen ? 'strong' : 'text'),
    ]
  })
  const none = examples === null ? 'the lessons are on their way ...' : 'no program has all of these words'
  const head: Row = [span(' look for: ', 'dim'), span(list.query), span(look.ascii ? '_' : '▏', 'key')]
  const bottom = found.length === 0 ? undefined : `${list.selected + 1}/${found.length}`
  return box(
    { title: 'programs of the lessons', ...(bottom === undefined ? {} : { bottom }) },
    [head, [], ...(found.length === 0 ? [[span(`   ${none}`, 'dim')]] : lines)],
    columns,
    rows,
    look,
  )
}
