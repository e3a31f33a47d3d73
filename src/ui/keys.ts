import { type Binding, boundTo, type Offered, offeredKeys } from './binding.ts'
import {
  exerciseOf,
  failing,
  fills,
  filters,
  horizonOf,
  isAsking,
  isAtHorizon,
  listed,
  maySeeSolution,
  nextChapter,
  nextStep,
  type Pane,
  type Player,
  sceneOf,
} from './playerState.ts'
import { type PlayingAction, playingKeys } from './playingKeys.ts'
import type { Key } from './terminal/key.ts'

/** What a key can ask for. */
export type Action =
  | Exclude<PlayingAction, { readonly type: 'zoom' }>
  | { readonly type: 'step'; readonly by: number }
  | { readonly type: 'chapter' }
  | { readonly type: 'list' }
  | { readonly type: 'help' }
  | { readonly type: 'pane'; readonly pane: Pane }
  | { readonly type: 'scroll'; readonly by: number }
  | { readonly type: 'answer'; readonly option: number }
  | { readonly type: 'hint' }
  | { readonly type: 'edit' }
  | { readonly type: 'editor' }
  | { readonly type: 'save' }
  | { readonly type: 'check' }
  | { readonly type: 'fact' }
  | { readonly type: 'solution' }
  | { readonly type: 'reset' }
  | { readonly type: 'sure' }
  | { readonly type: 'restore' }
  | { readonly type: 'again' }
  | { readonly type: 'filter' }
  | { readonly type: 'select'; readonly by: number }
  | { readonly type: 'search' }
  | { readonly type: 'found' }
  | { readonly type: 'clear' }
  | { readonly type: 'choose' }
  | { readonly type: 'back' }
  | { readonly type: 'quit' }

const isSearching = (state: Player) => state.screen === 'list' && state.list.searching
const onList = (state: Player) => state.screen === 'list' && !state.list.searching
const onLesson = (state: Player) => state.screen === 'lesson'
const hasRun = (state: Player) => onLesson(state) && sceneOf(state) !== undefined
const canMove = (state: Player) => hasRun(state) && horizonOf(state).count > 0
const canScrub = (state: Player) => hasRun(state) && horizonOf(state).atMs > 0
const answerKeys = Array.from({ length: 9 }, (_, index) => `${index + 1}`)

const answers = (state: Player) =>
  isAsking(state) && onLesson(state) ? (sceneOf(state)?.predict?.options.length ?? 0) : 0

const onExercise = (state: Player) => onLesson(state) && exerciseOf(state) !== undefined
const isAnswered = (state: Player) => onLesson(state) && state.answers[state.step] !== undefined

const hintsLeft = (state: Player) =>
  hasRun(state) ? (sceneOf(state)?.hints.length ?? 0) - (state.hints[state.step] ?? 0) : 0

/** Every key of the lesson, the ones a learner needs first at the front. */
export const keyTable: readonly Binding<Player, Action>[] = [
  {
    keys: Object.fromEntries(answerKeys.map((key) => [key, { type: 'answer', option: Number(key) }])),
    shown: '1-9',
    does: 'answer',
    says: 'answer the question; the rest of the run is hidden until then',
    when: (state) => answers(state) > 0,
  },
  {
    keys: { e: { type: 'edit' } },
    shown: 'e',
    does: 'edit',
    says: 'edit the program here',
    when: onExercise,
  },
  {
    keys: { 'ctrl+s': { type: 'save' } },
    shown: '^S',
    does: 'save',
    says: 'save what was edited, and check it',
    when: (state) => state.screen === 'edit',
  },
  {
    keys: { y: { type: 'sure' } },
    shown: 'y',
    does: 'yes',
    says: 'yes, put the start back',
    when: (state) => state.screen === 'reset',
  },
  {
    keys: { c: { type: 'check' } },
    shown: 'c',
    does: 'check',
    says: 'run the program and check it now; saving it does so too',
    when: onExercise,
  },
  {
    keys: { enter: { type: 'fact' } },
    shown: 'enter',
    does: 'why',
    says: 'to where the run shows what does not hold, then to the next',
    when: (state) => onExercise(state) && failing(state).some(({ at }) => at !== undefined),
  },
  {
    keys: { up: { type: 'scroll', by: -1 }, down: { type: 'scroll', by: 1 } },
    shown: '↑↓',
    does: 'scroll',
    says: 'scroll the pane that fills the screen',
    when: (state) =>
      state.screen === 'help' || state.screen === 'solution' || (hasRun(state) && fills(state) !== null),
  },
  {
    keys: { escape: { type: 'back' } },
    shown: 'esc',
    does: (state) => (state.screen === 'edit' ? 'done' : state.screen === 'reset' ? 'no' : 'back'),
    says: 'back to the lesson; what was edited is saved',
    when: (state) => !isSearching(state) && (!onLesson(state) || state.pane !== null),
  },
  {
    ...playingKeys.play,
    does: (state) => (state.playing ? 'pause' : isAtHorizon(state) ? 'replay' : 'play'),
    when: (state) => hasRun(state) && (horizonOf(state).atMs > 0 || state.playing !== null),
  },
  {
    keys: { h: { type: 'hint' } },
    shown: 'h',
    does: 'hint',
    says: 'a hint, then a plainer one',
    when: (state) => hintsLeft(state) > 0,
  },
  {
    keys: { s: { type: 'solution' } },
    shown: 's',
    does: 'solution',
    says: 'what has to change to come to a solution; after success, or the last hint',
    when: (state) => onLesson(state) && maySeeSolution(state),
  },
  {
    keys: { n: { type: 'step', by: 1 } },
    shown: 'n',
    does: 'next',
    says: 'next step',
    when: (state) => onLesson(state) && nextStep(state, 1) !== state.step,
  },
  {
    keys: { n: { type: 'chapter' } },
    shown: 'n',
    does: 'next chapter',
    says: 'after the last step: the next chapter',
    when: (state) => onLesson(state) && nextStep(state, 1) === state.step && nextChapter(state) !== null,
  },
  {
    ...playingKeys.scrub,
    says: '50 ms back or forth, with shift 500 ms',
    when: canScrub,
  },
  {
    ...playingKeys.event,
    when: canMove,
  },
  {
    ...playingKeys.turn,
    when: hasRun,
  },
  {
    keys: { z: { type: 'restore' } },
    shown: 'z',
    does: 'undo',
    says: 'take the reset back',
    when: (state) => onExercise(state) && state.benches[state.step]?.canRestore === true,
  },
  {
    keys: { l: { type: 'list' } },
    shown: 'l',
    does: 'list',
    says: 'all steps of the chapter, and the other chapters',
    when: onLesson,
  },
  {
    keys: { p: { type: 'step', by: -1 } },
    shown: 'p',
    does: 'prev',
    says: 'previous step',
    when: (state) => onLesson(state) && nextStep(state, -1) !== state.step,
  },
  {
    keys: { E: { type: 'editor' } },
    shown: 'E',
    does: 'editor',
    says: 'open the program in $VISUAL or $EDITOR',
    when: onExercise,
  },
  {
    keys: { x: { type: 'reset' } },
    shown: 'x',
    does: 'reset',
    says: 'put the start back; z takes that back',
    when: onExercise,
  },
  {
    keys: { x: { type: 'again' } },
    shown: 'x',
    does: 'again',
    says: 'take the answer back, and be asked again',
    when: isAnswered,
  },
  {
    ...playingKeys.panes,
    when: hasRun,
  },
  {
    keys: { v: { type: 'pane', pane: 'code' }, t: { type: 'pane', pane: 'text' } },
    shown: 'v t',
    does: 'read',
    says: 'code or text over the whole screen, and back',
    when: hasRun,
  },
  {
    ...playingKeys.speed,
    when: hasRun,
  },
  {
    ...playingKeys.ends,
    when: canScrub,
  },
  {
    keys: {
      up: { type: 'select', by: -1 },
      down: { type: 'select', by: 1 },
      k: { type: 'select', by: -1 },
      j: { type: 'select', by: 1 },
    },
    shown: '↑↓',
    does: 'choose',
    says: 'up and down the list',
    when: (state) => state.screen === 'list' && listed(state).length > 1,
  },
  {
    keys: { enter: { type: 'choose' } },
    shown: 'enter',
    does: 'open',
    says: 'open the step or the chapter',
    when: (state) => onList(state) && listed(state).includes(state.list.selected),
  },
  {
    keys: { '/': { type: 'search' } },
    shown: '/',
    does: 'search',
    says: 'search the list by words',
    when: onList,
  },
  {
    keys: { f: { type: 'filter' } },
    shown: 'f',
    does: (state) => filters[(filters.indexOf(state.list.filter) + 1) % filters.length]!,
    says: `show which steps: ${filters.join(', ')}`,
    when: onList,
  },
  {
    keys: { enter: { type: 'found' } },
    shown: 'enter',
    does: 'done',
    says: 'end the search and keep what it found',
    when: isSearching,
  },
  {
    keys: { escape: { type: 'clear' } },
    shown: 'esc',
    does: 'clear',
    says: 'end the search and show the whole list',
    when: isSearching,
  },
  {
    ...playingKeys.help,
    when: (state) => state.screen !== 'help' && state.screen !== 'edit' && !isSearching(state),
  },
  {
    ...playingKeys.quit,
    says: 'leave the lesson; so does Ctrl-C',
    when: (state) => !isSearching(state) && state.screen !== 'edit',
  },
]

/** What a key asks for now; undefined when it does nothing. */
export const actionOf = (state: Player, key: Key): Action | undefined => {
  const action = boundTo(keyTable, state, key)
  return action?.type === 'answer' && action.option > answers(state) ? undefined : action
}

/** The keys that do something now, and what: for the footer. */
export const footerKeys = (state: Player): readonly Offered[] =>
  offeredKeys(keyTable, state).map((key) =>
    key.shown === '1-9' ? { ...key, shown: answers(state) > 1 ? `1-${answers(state)}` : '1' } : key,
  )
