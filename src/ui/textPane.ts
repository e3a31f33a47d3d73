import { checkRows } from './checkRows.ts'
import { eventLine, eventText } from './eventLine.ts'
import { glyph, type Look, legend } from './legend.ts'
import { fills, isAsking, type Player, sceneOf } from './playerState.ts'
import { proseRows, wrapText } from './prose.ts'
import type { Prediction, Scene } from './scene.ts'
import { fixed, type Scrolled, scrolledTo } from './scrolled.ts'
import { type Row, rowWidth, type Span, span } from './span.ts'
import { lastEvent } from './stage.ts'

/**
 * What is said about the step: prose, hints, and at the bottom the question, or what became of the answer. When it
 * is too long, the prose gives way.
 */
export const textPane = (state: Player, look: Look, columns: number, rows: number, scroll = 0): Scrolled => {
  const scene = sceneOf(state)
  if (scene === undefined) return fixed([])
  const isExercise = scene.exercise !== undefined
  const taken = scene.hints.slice(0, state.hints[state.step] ?? 0)
  const hintRows = (hints: readonly string[]) =>
    hints.flatMap((hint) => proseRows(`**hint** ${hint}`, columns))
  const facts = isAsking(state) || isExercise ? [] : factRows(scene, look, columns)
  // A quiz tells what the step says to those who missed it.
  const isKnown = scene.predict !== null && state.answers[state.step] === scene.predict.answer
  const prose = state.quiz && (isAsking(state) || isKnown) ? [] : proseRows(scene.prose, columns)
  const withHints = (hints: readonly Row[]) => (hints.length > 0 ? [...hints, [], ...prose] : prose)
  let above = withHints(hintRows(taken))
  // Checks leave half of the room to what is asked for, and to the hints.
  const mostBelow = isExercise ? rows - Math.min(above.length, rows >> 1) : rows
  const below = isExercise ? checkRows(state, look, columns, mostBelow) : questionRows(state, look, columns)
  const gap = below.length > 0 ? 1 : 0
  const full = [...above, ...(facts.length > 0 ? [[], ...facts] : [])]
  if (full.length + gap + below.length <= rows) return fixed([...full, ...(gap ? [[]] : []), ...below])
  if (above.length + below.length <= rows) {
    const blanks = Array.from({ length: rows - above.length - below.length }, (): Row => [])
    return fixed([...above, ...blanks, ...below])
  }
  const room = Math.max(0, rows - below.length)
  const isLarge = fills(state) === 'text'
  // Where there is little room, the newest hint is the one that was asked for.
  if (!isLarge) above = withHints(hintRows(taken.slice(-1)))
  const tight = isLarge ? above : above.filter((row) => row.length > 0)
  const { rows: shown, most } = scrolledTo(tight, room, scroll)
  const more = span(`${look.ascii ? '..' : '…'} t: more`, 'dim')
  const told =
    scroll < most && room > 0 && !isLarge
      ? [...shown.slice(0, -1), withTail(shown.at(-1) ?? [], more, columns)]
      : shown
  return { rows: [...told, ...below.slice(0, rows)], most }
}

const withTail = (row: Row, tail: Span, columns: number): Row => {
  const room = columns - tail.text.length - 1
  const kept: Span[] = []
  let left = room
  for (const part of row) {
    if (left <= 0) break
    const text = part.text.slice(0, left)
    kept.push(span(text, part.role))
    left -= text.length
  }
  return [...kept, span(' '.repeat(Math.max(1, columns - tail.text.length - rowWidth(kept)))), tail]
}

/** The question with its options, or what became of the answer. */
export const questionRows = (state: Player, look: Look, columns: number): readonly Row[] => {
  const scene = sceneOf(state)
  const predict = scene?.predict ?? null
  if (scene === undefined || predict === null) return []
  const given = state.answers[state.step]
  return given === undefined ? askRows(predict, columns) : verdictRows(scene, predict, given, look, columns)
}

const askRows = (predict: Prediction, columns: number): readonly Row[] => [
  ...wrapText(predict.ask, columns - 2).map(
    (text, index): Row => [span(index === 0 ? '? ' : '  ', 'ask'), span(text, 'ask')],
  ),
  ...optionRows(predict.options, columns),
]

/** The options on one line if they fit, else one a line. */
const optionRows = (options: readonly string[], columns: number): readonly Row[] => {
  const spans = options.map((option, index): Row => [span(` [${index + 1}]`, 'key'), span(` ${option} `)])
  const line = spans.flat()
  if (rowWidth(line) + 1 <= columns) return [[span(' '), ...line]]
  return spans.flatMap(([key, option]) =>
    wrapText(option?.text.trim() ?? '', columns - 6).map(
      (text, index): Row => [index === 0 ? span(` ${key?.text}`, 'key') : span('     '), span(` ${text}`)],
    ),
  )
}

const verdictRows = (
  scene: Scene,
  predict: Prediction,
  given: number,
  look: Look,
  columns: number,
): readonly Row[] => {
  const right = given === predict.answer
  const sign = glyph(look, right ? legend.success : legend.failure)
  const role = right ? 'good' : 'bad'
  const answer = predict.options[predict.answer - 1] ?? ''
  const said = right
    ? `Right, ${answer}: ${predict.because}`
    : `Not ${predict.options[given - 1] ?? ''}, but ${answer}: ${predict.because}`
  const rows = wrapText(said, columns - 2).map(
    (text, index): Row => [span(index === 0 ? `${sign} ` : '  ', role), span(text, role)],
  )
  if (right) return rows
  const refuted = predict.refutedAt(given)
  const moment = scene.stage.moments[refuted.count - 1]
  if (moment === undefined || lastEvent(scene.stage, refuted) === undefined) return rows
  const seen = eventText(eventLine(scene.stage.films[moment.film]!, moment.event))
    .trim()
    .replace(/ {2,}/g, '  ')
  return [...rows, [span('  see  ', 'dim'), span(seen, 'text')]]
}

const factRows = (scene: Scene, look: Look, columns: number): readonly Row[] =>
  scene.facts.flatMap(({ says, holds }) => {
    const sign = holds ? legend.success : legend.failure
    return wrapText(says, columns - 2).map(
      (text, index): Row => [
        span(index === 0 ? `${glyph(look, sign)} ` : '  ', sign.role),
        span(text, 'dim'),
      ],
    )
  })
