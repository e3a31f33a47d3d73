import type { Editor } from './editor/editor.ts'
import { atStart, isAt, type Playback } from './playback.ts'
import type { ChapterTitle, Fact, OtherChapter, Scene } from './scene.ts'
import { earlier, endOf, type Position, positionAfter, startOf } from './stage.ts'

/** The panes that can fill the screen, in the order Tab turns them. */
export const panes = ['code', 'graph', 'timeline', 'results', 'events', 'text'] as const

/** One of them. */
export type Pane = (typeof panes)[number]

/** Everything the lesson's screen is drawn from. */
export interface Player extends Playback {
  readonly chapter: ChapterTitle
  /** Steps that have run, and what kept the others from it. */
  readonly scenes: Readonly<Record<number, Scene | { readonly failed: string }>>
  /** The step on screen, from 0. */
  readonly step: number
  readonly screen: 'lesson' | 'help' | 'list' | 'edit' | 'reset' | 'solution'
  readonly pane: Pane | null
  readonly scroll: number
  readonly list: {
    readonly query: string
    readonly searching: boolean
    readonly selected: number
    readonly filter: Filter
  }
  /** What was answered, and how many hints were taken, by step. */
  readonly answers: Readonly<Record<number, number>>
  readonly hints: Readonly<Record<number, number>>
  /** Exercises that were solved once. */
  readonly solved: Readonly<Record<number, boolean>>
  /** How it stands with the learner's file, by step. */
  readonly benches: Readonly<Record<number, Bench>>
  /** The text that is edited in place. */
  readonly editor: Editor | null
  /** Which of the facts that do not hold was shown last, of those from 0; -1 before the first. */
  readonly fact: number
  /** What is to be done outside of the screen. Another one each time. */
  readonly wish: Wish | null
  /** Said once, until the next key. */
  readonly note: string | null
  /** Asks the questions alone, until one is answered wrongly. */
  readonly quiz: boolean
  readonly columns: number
  readonly rows: number
  /** Glide between events, or jump. */
  readonly motion: boolean
  readonly done: boolean
  /** The chapter to open when this one is left; null to leave the course. */
  readonly leavesFor: number | null
}

/** Which steps the list shows. */
export type Filter = (typeof filters)[number]

/** They follow one another. */
export const filters = ['all', 'open', 'done'] as const

/** The learner's file: whether what is shown is the run of what stands in it, and whether a reset can be taken back. */
export interface Bench {
  readonly status: 'checking' | 'checked' | 'changed'
  readonly canRestore: boolean
  /** What stands in the file; null while it was not read. */
  readonly text: string | null
}

/** Something that the screen cannot do itself. */
export type Wish =
  | { readonly type: 'check'; readonly step: number }
  | { readonly type: 'save'; readonly step: number; readonly source: string }
  | { readonly type: 'reset'; readonly step: number }
  | { readonly type: 'restore'; readonly step: number }
  | { readonly type: 'editor'; readonly step: number }

/** A player at the start of a step. */
export const player = (
  start: Pick<Player, 'chapter' | 'step' | 'columns' | 'rows' | 'motion'> &
    Partial<Pick<Player, 'answers' | 'hints' | 'solved' | 'quiz'>>,
): Player => ({
  scenes: {},
  ...atStart,
  screen: 'lesson',
  pane: null,
  scroll: 0,
  list: { query: '', searching: false, selected: start.step, filter: 'all' },
  answers: {},
  hints: {},
  solved: {},
  benches: {},
  editor: null,
  fact: -1,
  wish: null,
  note: null,
  quiz: false,
  done: false,
  leavesFor: null,
  ...start,
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
export const isAtHorizon = (state: Player): boolean => isAt(state, horizonOf(state))

/** Where the screen shows the run: without motion it jumps from event to event. */
export const shownAt = (state: Player): Position => {
  const scene = sceneOf(state)
  return scene === undefined || state.motion || isAtHorizon(state)
    ? state.at
    : positionAfter(scene.stage, state.at.count)
}

/** The right answer of a step; null where it asks nothing, undefined where that is not known yet. */
export const rightOf = ({ scenes, chapter }: Player, step: number): number | null | undefined => {
  const scene = scenes[step]
  if (scene === undefined || 'failed' in scene) return chapter.right?.[step]
  return scene.predict?.answer ?? null
}

/** Is the step's question answered, or its exercise solved? */
export const isDone = ({ answers, solved }: Player, step: number): boolean =>
  answers[step] !== undefined || solved[step] === true

/** The step before or after; a quiz has the questions alone. The same step at the end. */
export const nextStep = (state: Player, by: number): number => {
  let step = state.step + by
  while (state.quiz && rightOf(state, step) === null) step += by
  return step < 0 || step >= state.chapter.steps.length ? state.step : step
}

/** The exercise on screen, once it is there. */
export const exerciseOf = (state: Player) => sceneOf(state)?.exercise

/** The facts that do not hold, of the step on screen. */
export const failing = (state: Player): readonly Fact[] =>
  (sceneOf(state)?.facts ?? []).filter(({ holds, isOpen }) => !holds && !isOpen)

/** May the solution be seen: after success, or when all hints were taken? */
export const maySeeSolution = (state: Player): boolean => {
  const scene = sceneOf(state)
  if (scene?.exercise === undefined || scene.exercise.solution.length === 0) return false
  return state.solved[state.step] === true || (state.hints[state.step] ?? 0) >= scene.hints.length
}

/** The chapter after this one; null after the last. */
export const nextChapter = ({ chapter }: Player): number | null =>
  chapter.others?.find(({ number }) => number > chapter.number)?.number ?? null

/** The other chapter that stands in a place of the list: they follow the steps of the open one. */
export const otherAt = ({ chapter }: Player, place: number): OtherChapter | undefined =>
  chapter.others?.[place - chapter.steps.length]

/**
 * The places of the list that are shown, from 0: the chapter's steps, then the other chapters; those whose title has
 * every word that is searched for, all or by whether they are done.
 */
export const listed = (state: Player): readonly number[] => {
  const { chapter, list } = state
  const words = list.query.toLowerCase().split(/\s+/)
  const entries = [
    ...chapter.steps.map((title, step) => ({ text: `${step + 1} ${title}`, done: isDone(state, step) })),
    ...(chapter.others ?? []).map(({ number, title, steps, done }) => ({
      text: `chapter ${number} ${title}`,
      done: done >= steps,
    })),
  ]
  return entries.flatMap(({ text, done }, place) => {
    const isMeant = list.filter === 'all' || done === (list.filter === 'done')
    return isMeant && words.every((word) => text.toLowerCase().includes(word)) ? [place] : []
  })
}

/**
 * The pane that fills the screen; null where all of them are shown. What is asked stands below a pane, and where there is no
 * room for that, in the text, which is the first then.
 */
export const fills = (state: Player): Pane | null =>
  state.pane ?? (isSmall(state) ? (state.rows < 16 ? 'text' : panes[0]) : null)

/** Is there room for one pane only? */
export const isSmall = ({ columns, rows }: Pick<Player, 'columns' | 'rows'>): boolean =>
  columns < 80 || rows < 24
