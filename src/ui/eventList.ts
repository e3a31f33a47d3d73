import { clock } from './clock.ts'
import { eventLine } from './eventLine.ts'
import type { Look } from './legend.ts'
import { framesOf } from './legend.ts'
import type { PrintedLine } from './scene.ts'
import { prefix } from './search.ts'
import { type Row, span } from './span.ts'
import type { Position, Stage } from './stage.ts'
import { printable } from './value.ts'

/** What the list of events is drawn from. */
export interface EventListView {
  readonly stage: Stage
  readonly names: readonly string[]
  readonly at: Position
  readonly horizon: Position
  /** Whether what lies beyond the horizon is being kept back. */
  readonly hides: boolean
  /** What the program printed, in order. */
  readonly printed?: readonly PrintedLine[]
  readonly look: Look
}

/** The events around the position: what happened, a line for now, and what follows as far as it may be seen. */
export const eventList = (view: EventListView, columns: number, rows: number): readonly Row[] => {
  const { at, horizon, look } = view
  const ahead = Math.min(horizon.count - at.count, Math.max(1, rows >> 2))
  const note = view.hides && at.count + ahead >= horizon.count ? 1 : 0
  const before = Math.max(0, rows - 1 - ahead - note)
  const first = Math.max(0, at.count - before)
  const past: Row[] = first === 0 ? [...printedAfter(view, 0, true)] : []
  for (let index = first; index < at.count; index++)
    past.push(eventRow(view, index, true), ...printedAfter(view, index + 1, true))
  const lines = before === 0 ? [] : past.slice(-before)
  lines.push(nowRow(at.atMs, columns, look))
  for (let index = at.count; index < horizon.count && lines.length < rows - note; index++)
    lines.push(eventRow(view, index, false), ...printedAfter(view, index + 1, false))
  if (note) lines.push([span('     the rest is hidden until you answer', 'dim')])
  return lines.slice(0, rows)
}

/** What was printed when exactly this many events had happened. */
const printedAfter = ({ printed = [] }: EventListView, count: number, past: boolean): readonly Row[] => {
  const from = prefix(printed, (line) => line.count < count)
  const to = prefix(printed, (line) => line.count <= count, from)
  return printed
    .slice(from, to)
    .map(({ atMs, text }) => [
      span(` ${clock(atMs).padStart(5)} `, past ? 'dim' : 'future'),
      span('prints    ', past ? 'text' : 'future'),
      span(printable(text.slice(0, 200)), past ? 'code.string' : 'future'),
    ])
}

const nowRow = (atMs: number, columns: number, look: Look): Row => {
  const dash = framesOf(look).lines[10]!
  const text = `${dash}${clock(atMs).padStart(5, dash)} ${dash} you are here `
  return [span(text + dash.repeat(Math.max(0, columns - text.length)), 'now')]
}

const eventRow = ({ stage, names }: EventListView, index: number, past: boolean): Row => {
  const moment = stage.moments[index]!
  const { atMs, who, what, role } = eventLine(stage.films[moment.film]!, moment.event)
  const wide = Math.max(...names.map((one) => one.length))
  const name = stage.films.length > 1 ? `${(names[moment.film] ?? '').padEnd(wide)} ` : ''
  return [
    span(` ${clock(atMs).padStart(5)} `, past ? 'dim' : 'future'),
    span(name, past ? 'strong' : 'future'),
    span(`${who.padEnd(9)} `, past ? 'text' : 'future'),
    span(what, past ? role : 'future'),
  ]
}
