import { box } from './box.ts'
import { glyph, type Look, legend } from './legend.ts'
import { isDone, listed, type Player, rightOf } from './playerState.ts'
import { type Row, span } from './span.ts'

/** The chapter's steps, and how it went with them. */
export const listScreen = (state: Player, look: Look, columns: number, rows: number): readonly Row[] => {
  const { chapter, list } = state
  const steps = listed(state)
  const room = rows - 4
  const at = Math.max(0, steps.indexOf(list.selected))
  const first = Math.max(0, Math.min(at - (room >> 1), steps.length - room))
  const lines = steps.slice(first, first + room).map((step): Row => {
    const selected = step === list.selected
    const text = ` ${String(step + 1).padStart(2)}  ${chapter.steps[step]}`
    return [
      span(selected ? ` ${look.ascii ? '>' : '▸'}` : '  ', 'key'),
      span(text.padEnd(44), selected ? 'selected' : 'text'),
      ...verdict(state, step, look),
    ]
  })
  const query: Row = [
    ...(list.searching || list.query
      ? [span(' / ', 'key'), span(`${list.query}${list.searching ? '_' : ''}`)]
      : []),
    ...(list.filter === 'all' ? [] : [span(` ${list.filter} ones only`, 'dim')]),
  ]
  const none: readonly Row[] = steps.length === 0 ? [[span('  there is no such step', 'dim')]] : []
  return box({ title: `${chapter.number} ${chapter.title}` }, [query, ...lines, ...none], columns, rows, look)
}

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
