import { type Axis, axis, ticks, type Window, windowAxis } from './axis.ts'
import { blankCells, type Cells, cellsRow, put } from './cells.ts'
import type { Counter, Film, Process, Queue } from './film.ts'
import {
  depthOf,
  type LaneView,
  paintBackend,
  paintClient,
  paintCounter,
  paintProcess,
  paintQueue,
} from './lane.ts'
import { framesOf, glyph, type Look, legend } from './legend.ts'
import { fixed, type Scrolled } from './scrolled.ts'
import { prefix } from './search.ts'
import { clip, type Row, span } from './span.ts'
import { countIn, type Position, type Stage } from './stage.ts'
import type { Role } from './theme.ts'
import { printable } from './value.ts'

/** What the timeline is drawn from. */
export interface TimelineView {
  readonly stage: Stage
  /** A name for every film, shown when there are several. */
  readonly names: readonly string[]
  readonly at: Position
  /** How far the run may be seen. */
  readonly horizon: Position
  readonly look: Look
  /** How many worker lanes were scrolled past. */
  readonly scroll?: number
  /** The part of the time that is shown; all of it when nothing is said. */
  readonly window?: Window
}

/** The timeline, ready to be put in a box: its ticks for the upper border, and its lanes. */
export interface Timeline {
  readonly ticks: Row
  readonly lanes: readonly Row[]
  /** How many worker lanes may be scrolled past: fewer would only leave room empty. */
  readonly most: number
}

/** Columns before the lanes, for their names. */
export const gutter = 11

/** Draws the timeline in so many columns and at most so many rows. */
export const timeline = (view: TimelineView, columns: number, rows: number): Timeline => {
  const { stage, look } = view
  const plot = Math.max(1, columns - gutter)
  const time = view.window
    ? windowAxis(view.window, plot)
    : axis(Math.max(view.horizon.atMs, leastSpanMs), plot)
  const limits = stage.films.map((_, which) => countIn(stage, which, view.horizon))
  const shares = share(
    stage.films.map((film, which) => rowsOf(film, limits[which]!, stage.films.length)),
    rows,
  )
  const drawn = stage.films.map((film, which): Scrolled => {
    const laneView: LaneView = {
      film,
      axis: time,
      look,
      count: countIn(stage, which, view.at),
      nowMs: view.at.atMs,
      limit: limits[which]!,
      limitMs: view.horizon.atMs,
    }
    const room = shares[which]!
    if (stage.films.length === 1) return filmLanes(laneView, plot, room, view.scroll ?? 0)
    const name = span(clip(view.names[which] ?? '', gutter - 1).padEnd(gutter), 'strong')
    if (limits[which] === 0) return fixed([[name, span('nothing sent', 'dim')]])
    const lanes = filmLanes(laneView, plot, room - 1, view.scroll ?? 0)
    return { ...lanes, rows: [[name], ...lanes.rows] }
  })
  return {
    ticks: cellsRow(ticks(time, framesOf(look).lines[10]!)),
    lanes: drawn.flatMap((film) => film.rows).slice(0, Math.max(0, rows)),
    most: Math.max(...drawn.map(({ most }) => most)),
  }
}

/** How many rows a timeline would take if it had them. */
export const timelineRows = ({ stage, horizon }: Pick<TimelineView, 'stage' | 'horizon'>): number =>
  stage.films.reduce(
    (sum, film, which) => sum + rowsOf(film, countIn(stage, which, horizon), stage.films.length),
    0,
  )

/** The lanes of a film and, where there are several films, its name. Of a film that shows nothing the name is enough. */
const rowsOf = (film: Film, limit: number, films: number): number => {
  if (films > 1 && limit === 0) return 1
  const others = queuesOf(film, limit).length + countersOf(film, limit).length
  return (films > 1 ? 1 : 0) + endsOf(film) + others + film.processes.length
}

/** The client's lane and the backend's; a cluster that is watched tells of neither. */
const endsOf = ({ recording }: Film): number => (recording.live ? 0 : 2)

/** A run of no length still has an axis, and so has one of which nothing may be seen yet. */
const leastSpanMs = 1000

/** Divides the rows between the films: what one does not need goes to the next. */
const share = (needs: readonly number[], rows: number): readonly number[] => {
  let left = rows
  return needs.map((need, which) => {
    const others = needs.slice(which + 1)
    const fair = Math.floor(left / (others.length + 1))
    const rest = others.reduce((sum, other) => sum + other, 0)
    const given = Math.min(need, Math.max(fair, left - rest))
    left -= given
    return given
  })
}

interface Lane {
  readonly name: string
  readonly role: Role
  paint(cells: Cells): void
}

const filmLanes = (view: LaneView, plot: number, rows: number, scroll: number): Scrolled => {
  const { film, limit } = view
  const client: Lane = { name: 'client', role: 'client', paint: (cells) => paintClient(cells, view) }
  const backend: Lane = { name: 'backend', role: 'backend', paint: (cells) => paintBackend(cells, view) }
  const queues = queuesOf(film, limit)
  const queueLanes = queues.map((queue): Lane => {
    const name = clip(queues.length === 1 ? 'queue' : queue.name, 7, view.look.ascii ? '~' : '…')
    const label = `${name.padEnd(7)}${String(depthOf(queue, view)).padStart(2)}`
    return { name: label, role: 'task.waiting', paint: (cells) => paintQueue(cells, queue, view) }
  })
  const counters = countersOf(film, limit)
  const counterLanes = counters.slice(0, Math.max(1, rows)).map((counter, index): Lane => {
    const name = counters.length === 1 ? 'counter' : `counter ${index + 1}`
    return { name, role: 'counter', paint: (cells) => paintCounter(cells, counter, view) }
  })
  const workers = film.processes.map((process): Lane => {
    const name = nameProcess(film, process)
    return { name, role: 'task.running', paint: (cells) => paintProcess(cells, process, view) }
  })
  const ends = endsOf(film)
  const total = ends + queues.length + workers.length + counters.length
  const lanes = {
    client,
    queues: queueLanes,
    workers: busy(film, workers, limit),
    counters: counterLanes,
    backend,
    total,
    ends,
  }
  const most = mostSkipped(lanes, rows)
  const shown =
    total <= rows
      ? [client, ...queueLanes, ...workers, ...counterLanes, backend]
      : choose(lanes, rows, Math.min(scroll, most))
  const told = ends === 0 ? shown.filter((lane) => lane !== client && lane !== backend) : shown
  return { rows: told.map((lane) => laneRow(lane, plot, view)), most }
}

interface Lanes {
  readonly client: Lane
  readonly queues: readonly Lane[]
  readonly workers: readonly { readonly lane: Lane; readonly used: boolean }[]
  readonly counters: readonly Lane[]
  readonly backend: Lane
  readonly total: number
  /** How many lanes client and backend have. */
  readonly ends: number
}

/** What fits, the lanes that tell most first: idle workers are the first to go. The last of the workers says how many. */
const choose = (lanes: Lanes, rows: number, skipped: number): readonly Lane[] => {
  const { client, queues, counters, backend } = lanes
  const workers = lanes.workers.slice(skipped)
  const used = workers.filter((worker) => worker.used).map((worker) => worker.lane)
  const idle = workers.filter((worker) => !worker.used).map((worker) => worker.lane)
  const byWorth = [
    lanes.ends === 0
      ? [...used.slice(0, 1), ...queues.slice(0, 1)]
      : [client, ...used.slice(0, 1), ...counters.slice(0, 1), ...queues.slice(0, 1), backend],
    [...used.slice(1), ...counters.slice(1), ...queues.slice(1), ...idle],
  ].flat()
  const kept = new Set(byWorth.slice(0, Math.max(0, rows - 1)))
  const rest: Lane = { name: `+${lanes.total - kept.size} more`, role: 'dim', paint: () => undefined }
  const inOrder = [client, ...queues, ...lanes.workers.map((worker) => worker.lane)].filter((lane) =>
    kept.has(lane),
  )
  return [...inOrder, rest, ...[...counters, backend].filter((lane) => kept.has(lane))].slice(
    0,
    Math.max(0, rows),
  )
}

/** How many workers may be skipped: until the rest of them have room, or where idle ones have none, until the last busy one. */
const mostSkipped = ({ workers, total, ends }: Lanes, rows: number): number => {
  // Where there is room for the client alone, or not even for it, no worker is shown.
  const least = ends === 0 ? 1 : 2
  if (total <= rows || rows - 1 < least) return 0
  const room = rows - 1 - (total - workers.length)
  return room > 0
    ? workers.length - room
    : Math.max(
        0,
        workers.findLastIndex(({ used }) => used),
      )
}

const busy = (film: Film, lanes: readonly Lane[], limit: number) =>
  lanes.map((lane, index) => ({
    lane,
    used: (film.processes[index]!.runs[0]?.fromEvent ?? Infinity) < limit,
  }))

/** Queues that were used within the limit; a lane for the default queue stands there from the beginning. */
const queuesOf = (film: Film, limit: number): readonly Queue[] => {
  const used = prefix(film.queues, (queue) => queue.levels[0]!.event < limit)
  return used === 0 && !film.recording.live ? [{ name: 'celery', levels: [] }] : film.queues.slice(0, used)
}

const countersOf = (film: Film, limit: number): readonly Counter[] =>
  film.counters.slice(
    0,
    prefix(film.counters, (counter) => counter.counts[0]!.event < limit),
  )

/** The part of a worker's name before the machine's, if that tells it from the others: `sms` of `sms@host`. */
export const nameWorker = ({ recording }: Film, worker: number): string => {
  const names = recording.live?.hostnames.map((hostname) => printable(hostname.split('@')[0]!)) ?? []
  const name = names[worker - 1]
  return name === undefined || names.filter((one) => one === name).length > 1 ? `worker ${worker}` : name
}

/** `worker 1` where each worker has one process, `process 1` where there is one worker, else `worker 1.2`. */
export const nameProcess = (film: Film, { worker, process }: Pick<Process, 'worker' | 'process'>): string => {
  const { recording } = film
  if (recording.live)
    return recording.concurrency === 1 ? nameWorker(film, worker) : `${nameWorker(film, worker)}.${process}`
  if (recording.concurrency === 1) return `worker ${worker}`
  return recording.workers === 1 ? `process ${process}` : `worker ${worker}.${process}`
}

const laneRow = (lane: Lane, plot: number, view: LaneView): Row => {
  const cells = blankCells(plot)
  lane.paint(cells)
  paintNow(cells, view.axis, view)
  return [span(clip(lane.name, gutter - 1).padEnd(gutter), lane.role), ...cellsRow(cells)]
}

/** The now column runs through what only lasts, and leaves marks and words alone. After the end of time there is none. */
const paintNow = (cells: Cells, axis: Axis, { look, nowMs }: LaneView) => {
  if (nowMs === Number.POSITIVE_INFINITY) return
  const column = axis.columnOf(nowMs)
  const lasting = [legend.running, legend.blocked, legend.waiting, legend.parked].map((sign) =>
    glyph(look, sign),
  )
  if (cells.text[column] === ' ' || lasting.includes(cells.text[column] ?? ''))
    put(cells, column, glyph(look, legend.now), legend.now.role)
}
