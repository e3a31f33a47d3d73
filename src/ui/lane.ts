import type { Axis } from './axis.ts'
import { type Cells, put } from './cells.ts'
import type { Counter, Film, Process, Queue, Run, Stored } from './film.ts'
import { glyph, type Look, legend, type Sign, stateSign } from './legend.ts'
import { prefix } from './search.ts'
import { clip } from './span.ts'
import type { Role } from './theme.ts'
import { isException, printValue } from './value.ts'
import { width } from './width.ts'

/** What a lane is painted from: one film, how much of it has happened, and how much may be shown at all. */
export interface LaneView {
  readonly film: Film
  readonly axis: Axis
  readonly look: Look
  readonly count: number
  readonly nowMs: number
  /** Events from here on are hidden; what lies between `count` and here is drawn as the future. */
  readonly limit: number
  readonly limitMs: number
}

/** What a worker process ran, and when its worker died. */
export const paintProcess = (cells: Cells, { runs, deaths }: Process, view: LaneView): void => {
  const { axis, limit } = view
  const shown = prefix(runs, (run) => run.fromEvent < limit)
  const end = (run: Run) => axis.columnOf(run.toEvent < limit ? run.toMs : view.limitMs)
  let free = 0
  for (let index = 0; index < shown; ) {
    const run = runs[index]!
    const ended = run.toEvent < limit
    const to = end(run)
    const from = Math.max(axis.columnOf(run.fromMs), free)
    if (to >= from) paintRun(cells, run, from, to, ended, view)
    let next = index + 1
    if (ended) {
      next = prefix(runs, (one) => one.toEvent < limit && end(one) <= to, next, shown)
      const bad = runs[next - 1]!.badUpTo - run.badUpTo > 0
      if (to >= from && bad) mark(cells, to, legend.failure, runs[next - 1]!.toEvent, view)
      free = Math.max(free, to + 1)
    }
    index = next
  }
  const died = prefix(deaths, (death) => death.event < limit)
  for (const { item, column } of onAxis(axis, thin(deaths, died, axis, at))) {
    const is = cells.text[column]
    if (is !== glyph(view.look, legend.lost))
      mark(cells, is === ' ' ? column : column + 1, legend.lost, item.event, view)
  }
}

const paintRun = (cells: Cells, run: Run, from: number, to: number, ended: boolean, view: LaneView) => {
  const { look } = view
  const bar = glyph(look, legend.running)
  const begun = run.fromEvent < view.count
  const now = view.axis.columnOf(view.nowMs)
  const last = ended ? to : to + 1
  for (let column = from; column < last; column++)
    put(cells, column, bar, begun && column <= now ? legend.running.role : 'future')
  const room = last - from - 3
  const label =
    width(run.label) <= room
      ? `${run.label} `
      : room >= 4
        ? clip(run.label, room + 1, look.ascii ? '~' : '…')
        : ''
  if (label !== '') put(cells, from + 1, ` ${label}`, begun ? 'label' : 'future')
  if (ended) mark(cells, to, stateSign(run.end!), run.toEvent, view)
}

const mark = (cells: Cells, column: number, sign: Sign, event: number, view: LaneView) =>
  put(cells, column, glyph(view.look, sign), roleOf(event, sign.role, view))

const roleOf = (event: number, role: Role, view: LaneView): Role => (event < view.count ? role : 'future')

/** Messages that wait, or are parked. */
export const paintQueue = (cells: Cells, { levels }: Queue, view: LaneView): void => {
  const { axis, look } = view
  const shown = prefix(levels, (level) => level.event < view.limit && level.atMs <= view.limitMs)
  const now = axis.columnOf(view.nowMs)
  const last = axis.columnOf(view.limitMs)
  let before = 0
  for (let column = 0; column <= last; column++) {
    const until = axis.timeOf(column + 1)
    const after = Math.min(
      shown,
      prefix(levels, (level) => level.atMs < until, before),
    )
    const held = levels[before - 1]
    const reached = levels[after - 1]
    const waiting = (held?.waiting ?? 0) > 0 || (reached?.waitingUpTo ?? 0) > (held?.waitingUpTo ?? 0)
    const parked = (held?.parked ?? 0) > 0 || (reached?.parkedUpTo ?? 0) > (held?.parkedUpTo ?? 0)
    const sign = waiting ? legend.waiting : parked ? legend.parked : undefined
    if (sign) put(cells, column, glyph(look, sign), column <= now ? sign.role : 'future')
    before = after
  }
}

/** How many messages a queue holds now, parked ones included. */
export const depthOf = ({ levels }: Queue, view: LaneView): number => {
  const level = levels[prefix(levels, (one) => one.event < view.count && one.atMs <= view.nowMs) - 1]
  return (level?.waiting ?? 0) + (level?.parked ?? 0)
}

/** A chord's counter, at each part. */
export const paintCounter = (cells: Cells, { counts }: Counter, view: LaneView): void => {
  const shown = prefix(counts, (one) => one.event < view.limit)
  const points = onAxis(view.axis, thin(counts, shown, view.axis, at))
  points.forEach(({ item, column }, index) => {
    if (item.count === 0) return
    const text = counterText(item.count, item.size, view.look)
    const end = points[index + 1]?.column ?? cells.text.length
    if (width(text) <= end - column || index === points.length - 1)
      put(cells, Math.min(column, cells.text.length - width(text)), text, roleOf(item.event, 'counter', view))
    else put(cells, column, glyph(view.look, legend.counter), roleOf(item.event, 'counter', view))
  })
}

/** A chord's counter in words of the legend: `◇1/2`, `(1/2)`. */
export const counterText = (count: number, size: number, look: Look): string =>
  look.ascii ? `(${count}/${size})` : `${legend.counter.unicode}${count}/${size}`

/** What was stored, and when. */
export const paintBackend = (cells: Cells, view: LaneView): void => {
  const { stored } = view.film
  const shown = prefix(stored, (one) => one.event < view.limit)
  const points = onAxis(view.axis, thin(stored, shown, view.axis, at))
  points.forEach(({ item, column }, index) => {
    const end = points[index + 1]?.column ?? cells.text.length
    const sign = item.state === 'SUCCESS' ? legend.stored : stateSign(item.state)
    const role = roleOf(item.event, sign.role, view)
    put(cells, column, glyph(view.look, sign), role)
    putClipped(cells, column + 1, storedText(item), role, end, view.look)
  })
}

const storedText = ({ state, value }: Stored) =>
  isException(value) ? value.exc_type : state === 'SUCCESS' ? printValue(value) : state

/** The program: what it sends, and where it waits. */
export const paintClient = (cells: Cells, view: LaneView): void => {
  const { film, axis, look, limit } = view
  const { sends, gets: calls } = film
  const points = thin(
    sends,
    prefix(sends, (one) => one.event < limit),
    axis,
    at,
  )
  const gets = thin(
    calls,
    prefix(calls, (one) => one.fromEvent < limit),
    axis,
    (get) => get.fromMs,
  )
  const columns = [...points, ...gets].map(({ column }) => column).sort((left, right) => left - right)
  const now = axis.columnOf(view.nowMs)
  let written = 0
  let marked = -1
  for (const { item, column: begin } of gets) {
    // How the wait before ended stays to be seen.
    const column = begin === marked ? begin + 1 : begin
    const ended = item.toEvent < limit
    const to = axis.columnOf(ended ? item.toMs : view.limitMs)
    const wait = glyph(look, legend.blocked)
    const begun = item.fromEvent < view.count
    for (let cell = column; cell < to; cell++)
      put(cells, cell, wait, begun && cell <= now ? 'client' : 'future')
    if (to - column >= 8) put(cells, column + 2, ' get ', begun ? 'client' : 'future')
    if (!ended) continue
    const sign = item.error ? legend.failure : legend.success
    const role = roleOf(item.toEvent, sign.role, view)
    if (to < written || to < 0) continue
    const end = columns[prefix(columns, (one) => one <= to)] ?? cells.text.length
    put(cells, to, glyph(look, sign), role)
    marked = to
    written = putClipped(cells, to + 1, ` ${item.error?.type ?? printValue(item.value)}`, role, end, look)
  }
  const ends = [legend.success, legend.failure].map((sign) => glyph(look, sign))
  for (const { item, column } of points)
    mark(cells, ends.includes(cells.text[column]!) ? column + 1 : column, legend.applied, item.event, view)
}

/** Writes what fits, if that is worth reading. Gives the column after it. */
const putClipped = (
  cells: Cells,
  column: number,
  text: string,
  role: Role,
  end: number,
  look: Look,
): number => {
  const room = Math.min(end, cells.text.length) - column
  if (room < Math.min(4, width(text))) return column
  return put(cells, column, clip(text, room, look.ascii ? '~' : '…'), role, end)
}

const at = (point: { readonly atMs: number }) => point.atMs

/** Of points that fall in one column, the last. At most as many as there are columns, found without looking at all. */
const thin = <Item>(items: readonly Item[], shown: number, axis: Axis, timeOf: (item: Item) => number) => {
  const points: { readonly item: Item; readonly column: number }[] = []
  for (let index = 0; index < shown; ) {
    const column = axis.columnOf(timeOf(items[index]!))
    const next = prefix(items, (item) => axis.columnOf(timeOf(item)) <= column, index + 1, shown)
    points.push({ item: items[next - 1]!, column })
    index = next
  }
  return points
}

/** Those that are on screen when only a part of the time is. */
const onAxis = <Point extends { readonly column: number }>(axis: Axis, points: readonly Point[]) =>
  points.filter(({ column }) => column >= 0 && column < axis.columns)
