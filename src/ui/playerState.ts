import type { ChapterTitle, Scene } from './scene.ts'
import { earlier, endOf, type Position, positionAfter, startOf } from './stage.ts'

/** The panes that can fill the screen, in the order Tab turns them. */
export const panes = ['code', 'graph', 'timeline', 'results', 'events', 'text'] as const

/** One of them. */
export type Pane = (typeof panes)[number]

/** Everything the lesson's screen is drawn from. */
export interface Player {
  readonly chapter: ChapterTitle
  /** Steps that have run, and what kept the others from it. */
  readonly scenes: Readonly<Record<number, Scene | { readonly failed: string }>>
  /** The step on screen, from 0. */
  readonly step: number
  readonly at: Position
  /** Where playback is heading and how fast, in virtual milliseconds a millisecond; null when paused. */
  readonly playing: { readonly until: Position; readonly rate: number } | null
  readonly speed: number
  readonly screen: 'lesson' | 'help' | 'list'
  readonly pane: Pane | null
  readonly scroll: number
  readonly list: { readonly query: string; readonly searching: boolean; readonly selected: number }
  /** What was answered, and how many hints were taken, by step. */
  readonly answers: Readonly<Record<number, number>>
  readonly hints: Readonly<Record<number, number>>
  readonly columns: number
  readonly rows: number
  /** Glide between events, or jump. */
  readonly motion: boolean
  readonly done: boolean
}

/** Playback speeds; 1 is a virtual second a second. */
export const speeds = [0.25, 0.5, 1, 2, 4] as const

/** A player at the start of a step. */
export const player = (start: Pick<Player, 'chapter' | 'step' | 'columns' | 'rows' | 'motion'>): Player => ({
  ...start,
  scenes: {},
  at: startOf,
  playing: null,
  speed: speeds.indexOf(1),
  screen: 'lesson',
  pane: null,
  scroll: 0,
  list: { query: '', searching: false, selected: start.step },
  answers: {},
  hints: {},
  done: false,
})

/** The step on screen, once it has run. */
export const sceneOf = (state: Player): Scene | undefined => {
  const scene = state.scenes[state.step]
  return scene === undefined || 'failed' in scene ? undefined : scene
}

/** Is the step's question still to be answered? */
export const isAsking = (state: Player): boolean =>
  sceneOf(state)?.predict != null && state.answers[state.step] === undefined

/** As far as the run may be seen: to its end, or to where a question is open. */
export const horizonOf = (state: Player): Position => {
  const scene = sceneOf(state)
  if (scene === undefined) return startOf
  const end = endOf(scene.stage)
  return isAsking(state) && scene.predict ? earlier(scene.predict.opensAt, end) : end
}

/** Is the clock as far as it may go? */
export const isAtHorizon = (state: Player): boolean => {
  const horizon = horizonOf(state)
  return state.at.count >= horizon.count && state.at.atMs >= horizon.atMs
}

/** Where the screen shows the run: without motion it jumps from event to event. */
export const shownAt = (state: Player): Position => {
  const scene = sceneOf(state)
  return scene === undefined || state.motion || isAtHorizon(state)
    ? state.at
    : positionAfter(scene.stage, state.at.count)
}

/** The steps the list shows: those whose title has every word that is searched for. */
export const listed = ({ chapter, list }: Player): readonly number[] => {
  const words = list.query.toLowerCase().split(/\s+/)
  return chapter.steps.flatMap((title, step) =>
    words.every((word) => `${step + 1} ${title}`.toLowerCase().includes(word)) ? [step] : [],
  )
}

/** Is there room for one pane only? */
export const isSmall = ({ columns, rows }: Pick<Player, 'columns' | 'rows'>): boolean =>
  columns < 80 || rows < 24
