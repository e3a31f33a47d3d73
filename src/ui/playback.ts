import { earlier, type Position, positionAt, type Stage, startOf } from './stage.ts'

/** Where in a run the screen is, and how it moves on. */
export interface Playback {
  readonly at: Position
  /** Where playback is heading and how fast, in virtual milliseconds a millisecond; null when paused. */
  readonly playing: { readonly until: Position; readonly rate: number } | null
  /** Which of the speeds. */
  readonly speed: number
}

/** Playback speeds; 1 is a virtual second a second. */
export const speeds = [0.25, 0.5, 1, 2, 4] as const

/** At the start of a run, paused. */
export const atStart: Playback = { at: startOf, playing: null, speed: speeds.indexOf(1) }

/** Time goes on while it plays, as far as it is heading. */
export const goOn = <State extends Playback>(state: State, stage: Stage, elapsedMs: number): State => {
  if (state.playing === null) return state
  const { until, rate } = state.playing
  const atMs = state.at.atMs + elapsedMs * rate
  const arrived = rate > 0 ? atMs >= until.atMs : atMs <= until.atMs
  if (arrived || !Number.isFinite(atMs)) return { ...state, at: until, playing: null }
  return { ...state, at: positionAt(stage, atMs) }
}

/** Plays on as far as the run may be seen, pauses, or plays again from the start. */
export const togglePlaying = <State extends Playback>(state: State, horizon: Position): State => {
  if (state.playing !== null) return { ...state, playing: null }
  const at = isAt(state, horizon) ? startOf : state.at
  return { ...state, at, playing: { until: horizon, rate: speeds[state.speed]! } }
}

/** To a place of the run, no further than it may be seen, and pauses there. */
export const moveTo = <State extends Playback>(state: State, place: Position, horizon: Position): State => ({
  ...state,
  at: earlier(place, horizon),
  playing: null,
})

/** Has it come as far as the run may be seen? */
export const isAt = ({ at }: Playback, horizon: Position): boolean =>
  at.count >= horizon.count && at.atMs >= horizon.atMs

/** Slower or faster by so many steps. */
export const changeSpeed = <State extends Playback>(state: State, by: number): State => {
  const speed = Math.min(Math.max(0, state.speed + by), speeds.length - 1)
  return { ...state, speed, playing: state.playing && { ...state.playing, rate: speeds[speed]! } }
}
