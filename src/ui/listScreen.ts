import { box } from './box.ts'
import { glyph, type Look, legend } from './legend.ts'
import { isDone, listed, otherAt, type Player, rightOf } from './playerState.ts'
import type { OtherChapter } from './scene.ts'
import { type Row, span } from './span.ts'

/** The chapter's steps, and how it went with them; then the other chapters. */
export const listScreen = (state: Player, look: Look, columns: number, rows: number): readonly Row[] => {
  const { chapter, list } = state
  const places = listed(state)
  const room = rows - 4
  const at = Math.max(0, places.indexOf(list.selected))
  const first = Math.max(0, Math.min(at - (room >> 1), places.length - room))
  const lines = places.slice(first, first + room).map((place): Row => {
    const other = otherAt(state, place)
    const selected = place === list.selected
    const text = other
      ? ` chapter ${String(other.number).padStart(2)}  ${other.title}`
      : ` ${String(place + 1).padStart(2)}  ${chapter.steps[place]}`
    return [
      span(selected ? ` ${look.ascii ? '>' : '▸'}` : '  ', 'key'),
      span(text.padEnd(44), selected ? 'selected' : 'text'),
      ...(other ? far(other) : verdict(state, place, look)),
    ]
  })
  const query: Row = [
    ...(list.searching || list.query
      ? [span(' / ', 'key'), span(`${list.query}${list.searching ? '_' : ''}`)]
      : []),
    ...(list.filter === 'all' ? [] : [span(` ${list.filter} ones only`, 'dim')]),
  ]
  const none: readonly Row[] =
    places.length === 0 ? [[span('  there is no such step and no such chapter', 'dim')]] : []
  const below = places.length - first - lines.length
  const more: readonly Row[] = below > 0 ? [[span(`  ${look.ascii ? '..' : '…'} ${below} more`, 'dim')]] : []
  return box(
    { title: `${chapter.number} ${chapter.title}` },
    [query, ...lines, ...more, ...none],
    columns,
    rows,
    look,
  )
}

const far = ({ steps, done }: OtherChapter): Row => [span(` ${done} of ${steps} done`, 'dim')]

const verdict = (state: Player, step: number, look: Look): Row => {
  const given = state.answers[step]
  const right = rightOf(state, step)
  const isExercise = right === null
  if (!isDone(state, step)) return [span(isExercise ? ' not solved' : ' not answered', 'dim')]
  const holds = isExercise || given === right
  const sign = holds ? legend.success : legend.failure
  const word = isExercise ? 'solved' : holds ? 'right' : 'not right'
  return [span(` ${glyph(look, sign)} ${word}`, sign.role)]
}
