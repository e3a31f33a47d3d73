import { clock } from '../../src/ui/clock.ts'
import { eventLine } from '../../src/ui/eventLine.ts'
import { changeAt, labelIn } from '../../src/ui/film.ts'
import { wrapText } from '../../src/ui/prose.ts'
import { type Row, span } from '../../src/ui/span.ts'
import { countIn, lastEvent } from '../../src/ui/stage.ts'
import { isException, printException, printValue } from '../../src/ui/value.ts'
import { messageFor } from './messages.ts'
import { placeOf } from './placeOf.ts'
import { type RunState, shownRuns } from './runState.ts'

/** The event at which the run stands: what it is, what its task was given and gave, and the line that made it. */
export const detailPane = (runs: RunState, columns: number, rows: number, scroll = 0): readonly Row[] => {
  const { stage, at } = runs
  const moment = stage?.moments[at.count - 1]
  if (stage === null || moment === undefined) return [[span('nothing has happened yet', 'dim')]]
  const film = stage.films[moment.film]!
  const event = lastEvent(stage, at)!
  const { who, what, role } = eventLine(film, moment.event)
  const place = placeOf(runs)
  const head = wrapText(`${clock(event.atMs)}s ${who} ${what}`, columns).map(
    (text): Row => [span(text, role)],
  )
  const facts: (readonly [string, string])[] = []
  if (place !== null)
    facts.push([
      'line',
      place.from === undefined ? `${place.line}` : `${place.line}, called from ${place.from}`,
    ])
  if ('taskId' in event) {
    const { taskId } = event
    const run = shownRuns(runs)[moment.film]!
    const sent = messageFor(run, taskId, moment.event)?.sent
    if (sent !== undefined) {
      facts.push([
        'given',
        [
          ...sent.args.map(printValue),
          ...Object.entries(sent.kwargs).map(([name, value]) => `${name}=${printValue(value)}`),
        ].join(', ') || 'nothing',
      ])
      if (sent.retries > 0) facts.push(['retries', String(sent.retries)])
      if (sent.parentId !== null) facts.push(['parent', labelIn(film, sent.parentId)])
    }
    const change = changeAt(film, taskId, countIn(stage, moment.film, at))
    if (change !== undefined) {
      const value = isException(change.value)
        ? printException(change.value)
        : change.state === 'SUCCESS'
          ? printValue(change.value)
          : ''
      facts.push(['state', `${change.state} ${value}`.trim()])
    }
    facts.push(['id', taskId])
  }
  const wide = Math.max(0, ...facts.map(([name]) => name.length)) + 2
  const below = facts.flatMap(([name, text]) =>
    wrapText(text, Math.max(8, columns - wide)).map(
      (words, index): Row => [span((index === 0 ? name : '').padEnd(wide), 'dim'), span(words)],
    ),
  )
  return [...head, ...below].slice(scroll, scroll + rows)
}
