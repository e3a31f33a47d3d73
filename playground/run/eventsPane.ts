import { clock } from '../../src/ui/clock.ts'
import { eventLine } from '../../src/ui/eventLine.ts'
import { framesOf, type Look } from '../../src/ui/legend.ts'
import { type Row, span } from '../../src/ui/span.ts'
import type { Position, Stage } from '../../src/ui/stage.ts'
import { printable } from '../../src/ui/value.ts'
import { type Entry, entriesAt, entriesOf } from './entries.ts'
import { nameOf, type Run } from './runState.ts'

/** The events around the position and what was printed, a line for now between them. */
export const eventsPane = (
  stage: Stage,
  runs: readonly Run[],
  at: Position,
  look: Look,
  columns: number,
  rows: number,
): readonly Row[] => {
  const entries = entriesOf(stage, runs)
  const past = entriesAt(entries, at)
  const ahead = Math.min(entries.length - past, Math.max(1, rows >> 2))
  const first = Math.max(0, past - Math.max(0, rows - 1 - ahead))
  const before = entries.slice(first, past).map((entry) => entryRow(stage, runs, entry, true))
  const after = entries
    .slice(past, past + rows - 1 - before.length)
    .map((entry) => entryRow(stage, runs, entry, false))
  return [...before, nowRow(at, columns, look), ...after]
}

const nowRow = ({ atMs }: Position, columns: number, look: Look): Row => {
  const dash = framesOf(look).lines[10]!
  const text = `${dash}${clock(atMs).padStart(5, dash)} ${dash} you are here `
  return [span(text + dash.repeat(Math.max(0, columns - text.length)), 'now')]
}

const entryRow = (stage: Stage, runs: readonly Run[], entry: Entry, isPast: boolean): Row => {
  const name = (film: number) =>
    runs.length > 1 ? [span(`${nameOf(runs[film]!)} `, isPast ? 'strong' : 'future')] : []
  if (entry.type === 'printed') {
    const { atMs, text, stream } = entry.printed
    return [
      span(` ${clock(atMs).padStart(5)} `, isPast ? 'dim' : 'future'),
      ...name(entry.film),
      span('prints    ', isPast ? 'text' : 'future'),
      span(printable(text), isPast ? (stream === 'stderr' ? 'task.failure' : 'strong') : 'future'),
    ]
  }
  const { film, event } = stage.moments[entry.moment]!
  const { atMs, who, what, role } = eventLine(stage.films[film]!, event)
  return [
    span(` ${clock(atMs).padStart(5)} `, isPast ? 'dim' : 'future'),
    ...name(film),
    span(`${who.padEnd(9)} `, isPast ? 'text' : 'future'),
    span(what, isPast ? role : 'future'),
  ]
}
