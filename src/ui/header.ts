import { glyph, type Look, legend } from './legend.ts'
import { isDone, isSmall, type Player, rightOf, sceneOf } from './playerState.ts'
import { clip, padRow, type Row, rowWidth, span } from './span.ts'

/** The first line: chapter, step, and how the questions went. */
export const header = (state: Player, look: Look): Row => {
  const { chapter, step, columns } = state
  const dot = look.ascii ? '-' : '·'
  const title = sceneOf(state)?.title ?? chapter.steps[step] ?? ''
  const marks = chapter.steps.map((_, index) => mark(state, index, look))
  const answered = chapter.steps.filter((_, index) => isDone(state, index)).length
  const asked = `${Math.round((answered / Math.max(1, chapter.steps.length)) * 100)}%`
  const right: Row = [...marks, span(` ${asked.padStart(4)} `, 'dim')]
  const place = `${step + 1}/${chapter.steps.length}`
  const left = isSmall(state)
    ? ` ${chapter.number} ${dot} ${place} `
    : ` ${chapter.number} ${chapter.title} ${dot} ${place} `
  const room = columns - rowWidth(right)
  if (room < 24)
    return padRow([span(clip(` ${step + 1}/${chapter.steps.length} ${title}`, columns), 'title')], columns)
  return [
    ...padRow([span(left, 'dim'), span(clip(title, Math.max(0, room - left.length - 1)), 'title')], room),
    ...right,
  ]
}

const mark = (state: Player, step: number, look: Look) => {
  const given = state.answers[step]
  if (!isDone(state, step))
    return step === state.step
      ? span(glyph(look, legend.applied), 'strong')
      : span(look.ascii ? '.' : '·', 'dim')
  const sign = given === undefined || given === rightOf(state, step) ? legend.success : legend.failure
  return span(glyph(look, sign), sign.role)
}
