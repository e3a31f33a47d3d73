import { labelIn } from '../../src/ui/film.ts'
import { wrapText } from '../../src/ui/prose.ts'
import { type Row, span } from '../../src/ui/span.ts'
import { printable } from '../../src/ui/value.ts'
import { jsonRows } from './jsonRows.ts'
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
  return [head, ...jsonRows(all.slice(from, from + rows), columns)].slice(0, rows)
}
