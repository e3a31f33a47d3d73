import { glyph, type Look, legend } from './legend.ts'
import { failing, nextChapter, nextStep, type Player, sceneOf } from './playerState.ts'
import { wrapText } from './prose.ts'
import type { Fact } from './scene.ts'
import { type Row, span } from './span.ts'

/** How an exercise stands: what is asked for, what holds, and what is the case where something does not. */
export const checkRows = (state: Player, look: Look, columns: number, rows: number): readonly Row[] => {
  const facts = sceneOf(state)?.facts ?? []
  if (state.screen === 'reset') return [...resetRows(columns), summary(state, look)]
  const shown = facts.flatMap((fact) => factRows(state, fact, look, columns))
  const all = [summary(state, look), ...shown]
  // Where there is little room, what holds is a number.
  if (all.length <= rows) return all
  const wrong = failing(state)
  // The one that is looked at is among those that are shown.
  const first = Math.max(0, Math.min(state.fact, wrong.length - 1))
  const turned = [...wrong.slice(first), ...wrong.slice(0, first)]
  const kept: Row[] = []
  for (const [place, fact] of turned.entries()) {
    const next = factRows(state, fact, look, columns)
    const isLast = place === turned.length - 1
    if (1 + kept.length + next.length + (isLast ? 0 : 1) > Math.max(3, rows))
      return [summary(state, look), ...kept, moreRow(turned.length - place, look)]
    kept.push(...next)
  }
  return [summary(state, look), ...kept]
}

const moreRow = (count: number, look: Look): Row => [
  span(`  ${look.ascii ? '..' : '…'} ${count} more ${count === 1 ? 'does' : 'do'} not hold: t`, 'dim'),
]

const resetRows = (columns: number): readonly Row[] =>
  wrapText('Put the start back? What stands there is kept: z brings it back.', columns - 2).map(
    (text, index): Row => [span(index === 0 ? '? ' : '  ', 'ask'), span(text, 'ask')],
  )

const summary = (state: Player, look: Look): Row => {
  const facts = sceneOf(state)?.facts ?? []
  const holds = facts.filter((fact) => fact.holds).length
  const status = state.benches[state.step]?.status ?? 'checking'
  if (status === 'checking')
    return [span(facts.length === 0 ? 'running it ...' : 'running it again ...', 'strong')]
  const old = status === 'changed' ? ' - of the last run; the text has changed since' : ''
  if (facts.length > 0 && holds === facts.length)
    return [
      span(`${glyph(look, legend.success)} All ${holds} hold${old || `: solved. ${onward(state)}`}`, 'good'),
    ]
  return [span(`${holds} of ${facts.length} hold${old}`, 'strong')]
}

const onward = (state: Player): string =>
  nextStep(state, 1) !== state.step
    ? 'n: next'
    : nextChapter(state) !== null
      ? 'It was the last step. n: next chapter'
      : 'It was the last step.'

const factRows = (state: Player, fact: Fact, look: Look, columns: number): readonly Row[] => {
  const { says, holds, isOpen, instead } = fact
  const isShown = state.fact >= 0 && failing(state)[state.fact] === fact
  const sign = isOpen ? legend.pending : holds ? legend.success : legend.failure
  const text = holds || isOpen || instead === undefined ? says : `${says}: ${instead}`
  const head = `${isShown ? (look.ascii ? '>' : '▸') : ' '}${glyph(look, sign)} `
  return wrapText(text, columns - 3)
    .slice(0, 3)
    .map(
      (line, index): Row => [
        span(index === 0 ? head : '   ', sign.role),
        span(line, holds || isOpen ? 'dim' : isShown ? 'strong' : 'text'),
      ],
    )
}
