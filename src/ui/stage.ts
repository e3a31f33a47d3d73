import type { Recording } from '../runtime/recording.ts'
import type { TraceEvent } from '../runtime/trace.ts'
import { type Film, film } from './film.ts'
import { prefix } from './search.ts'

/** One recording, or several that are played side by side on one clock: their events merged by time. */
export interface Stage {
  readonly films: readonly Film[]
  readonly moments: readonly Moment[]
  readonly endMs: number
}

/** One event of the merged traces. */
export interface Moment {
  readonly atMs: number
  /** Which film, and which event of it. */
  readonly film: number
  readonly event: number
  /** How many events each film has had, this one included. */
  readonly counts: readonly number[]
}

/** A place in the run: `count` merged events have happened, and the clock shows `atMs`. */
export interface Position {
  readonly atMs: number
  readonly count: number
}

/** Indexes the recordings of a lesson. */
export const stage = (recordings: readonly Recording[]): Stage => {
  const films = recordings.map(film)
  const moments: Moment[] = []
  const next = films.map(() => 0)
  const total = films.reduce((sum, one) => sum + one.trace.length, 0)
  while (moments.length < total) {
    const which = earliest(films, next)
    const event = next[which]!++
    moments.push({ atMs: films[which]!.trace[event]!.atMs, film: which, event, counts: [...next] })
  }
  return { films, moments, endMs: Math.max(0, ...films.map((one) => one.endMs)) }
}

const earliest = (films: readonly Film[], next: readonly number[]) => {
  let best = -1
  let bestMs = Infinity
  films.forEach((one, which) => {
    const atMs = one.trace[next[which]!]?.atMs ?? Infinity
    if (best < 0 || atMs < bestMs) {
      best = which
      bestMs = atMs
    }
  })
  return best
}

/** How many events of one film have happened at a position. */
export const countIn = (stage: Stage, which: number, position: Position): number =>
  stage.moments[position.count - 1]?.counts[which] ?? 0

/** Before the first event. */
export const startOf: Position = { atMs: 0, count: 0 }

/** After the last event. */
export const endOf = (stage: Stage): Position => ({ atMs: stage.endMs, count: stage.moments.length })

/** Where the clock shows this time, everything due by then has happened. */
export const positionAt = (stage: Stage, atMs: number): Position => {
  const clamped = Math.min(Math.max(0, atMs), stage.endMs)
  return { atMs: clamped, count: prefix(stage.moments, (moment) => moment.atMs <= clamped) }
}

/** Where exactly this many events have happened. */
export const positionAfter = (stage: Stage, count: number): Position => {
  const clamped = Math.min(Math.max(0, count), stage.moments.length)
  return { atMs: stage.moments[clamped - 1]?.atMs ?? 0, count: clamped }
}

/** The event that happened last at a position. */
export const lastEvent = (stage: Stage, position: Position): TraceEvent | undefined => {
  const moment = stage.moments[position.count - 1]
  return moment && stage.films[moment.film]?.trace[moment.event]
}

/** The earlier of two positions. */
export const earlier = (left: Position, right: Position): Position => {
  if (left.count !== right.count) return left.count < right.count ? left : right
  return left.atMs <= right.atMs ? left : right
}
