import { labelIn } from '../../src/ui/film.ts'
import { wrapText } from '../../src/ui/prose.ts'
import { type Row, type Span, span } from '../../src/ui/span.ts'
import { printable } from '../../src/ui/value.ts'
import { messageFor, wireLines } from './messages.ts'
import { type RunState, shownRuns } from './runState.ts'

/** The message of the task that the event is about, as the JSON that goes over the wire. */
export const messagePane = (runs: RunState, columns: number, rows: number, scroll = 0): readonly Row[] => {
  const moment = runs.stage?.moments[runs.at.count - 1]
  const run = moment && shownRuns(runs)[moment.film]
  if (moment === undefined || run === undefined) return [[span('nothing has happened yet', 'dim')]]
  const film = runs.stage!.films[moment.film]!
  const event = film.trace[moment.event]!
  const found = 'taskId' in event ? messageFor(run, event.taskId, moment.event) : undefined
  if (found === undefined)
    return wrapText('No message belongs to this event: stand at one of a task that was sent.', columns).map(
      (text): Row => [span(text, 'dim')],
    )
  const { sent } = found
  const head: Row = [span(labelIn(film, sent.taskId), 'strong'), span(` to ${printable(sent.queue)}`, 'dim')]
  const all = wireLines(found)
  const most = Math.max(0, all.length - (rows - 1))
  const from = Math.min(scroll, most)
  const shown = all.slice(from, from + rows).flatMap((line) => lineRows(line, columns))
  return [head, ...shown].slice(0, rows)
}

/** A line of JSON, what is too long for one row in several. */
const lineRows = (line: string, columns: number): readonly Row[] =>
  wrapText(line.trimStart(), Math.max(8, columns - indentOf(line))).map(
    (text, index): Row => [
      span(' '.repeat(indentOf(line))),
      ...(index === 0 ? jsonSpans(text) : [span(text, 'code.string')]),
    ],
  )

const indentOf = (line: string): number => line.length - line.trimStart().length

const jsonSpans = (text: string): readonly Span[] => {
  const [, name = '', value = text] = /^("(?:[^"\\]|\\.)*": )?(.*)$/.exec(text) ?? []
  const role = value.startsWith('"') ? 'code.string' : /^[-\d]/.test(value) ? 'code.number' : 'text'
  return [span(name, 'code.name'), span(value, role)].filter((one) => one.text !== '')
}
