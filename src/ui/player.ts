import { match } from 'ts-pattern'
import { codeLines } from './code.ts'
import { edit } from './editor/edit.ts'
import { type Editor, openEditor, textOf } from './editor/editor.ts'
import { editorWindow } from './editorWindow.ts'
import { type Action, actionOf } from './keys.ts'
import { scrolled } from './lessonFrame.ts'
import { changeSpeed, goOn, moveTo, togglePlaying } from './playback.ts'
import {
  type Bench,
  exerciseOf,
  failing,
  fills,
  filters,
  horizonOf,
  isSmall,
  listed,
  nextChapter,
  nextStep,
  otherAt,
  type Pane,
  type Player,
  panes,
  sceneOf,
} from './playerState.ts'
import type { Scene } from './scene.ts'
import { earlier, endOf, type Position, positionAfter, positionAt, type Stage, startOf } from './stage.ts'
import type { Key } from './terminal/key.ts'

/** A step in time. */
const SCRUB_MS = 50

/** Everything that can happen to the lesson. */
export type Happening =
  | { readonly type: 'key'; readonly key: Key }
  | { readonly type: 'tick'; readonly elapsedMs: number }
  | { readonly type: 'resize'; readonly columns: number; readonly rows: number }
  | { readonly type: 'loaded'; readonly step: number; readonly scene: Scene }
  | { readonly type: 'failed'; readonly step: number; readonly message: string }
  /** Another text stands in the learner's file, or the same once more. */
  | { readonly type: 'written'; readonly step: number; readonly source: string }
  /** The program is being run and checked. */
  | { readonly type: 'checking'; readonly step: number; readonly canRestore: boolean }
  | {
      readonly type: 'checked'
      readonly step: number
      readonly scene: Scene
      readonly isSolved: boolean
    }
  | { readonly type: 'note'; readonly says: string }

/** How long the way to the event that refutes an answer takes. */
const glideMs = 1200

/** What the lesson becomes when something happens to it. */
export const play = (state: Player, happening: Happening): Player =>
  match(happening)
    .returnType<Player>()
    .with({ type: 'key' }, ({ key }) => press(state, key))
    .with({ type: 'tick' }, ({ elapsedMs }) => tick(state, elapsedMs))
    .with({ type: 'resize' }, ({ columns, rows }) => ({ ...state, columns, rows }))
    .with({ type: 'loaded' }, ({ step, scene }) => loaded(state, step, scene))
    .with({ type: 'failed' }, ({ step, message }) => ({
      ...state,
      scenes: { ...state.scenes, [step]: { failed: message } },
    }))
    .with({ type: 'written' }, ({ step, source }) => written(state, step, source))
    .with({ type: 'checking' }, ({ step, canRestore }) =>
      bench(state, step, { status: 'checking', canRestore }),
    )
    .with({ type: 'checked' }, (checked) => settled(state, checked))
    .with({ type: 'note' }, ({ says }) => ({ ...state, note: says }))
    .exhaustive()

const bench = (state: Player, step: number, change: Partial<Bench>): Player => {
  const known = state.benches[step] ?? { status: 'changed', canRestore: false, text: null }
  return { ...state, benches: { ...state.benches, [step]: { ...known, ...change } } }
}

/** The last run stays on screen; that it is of another text is said beside it. */
const written = (state: Player, step: number, source: string): Player => {
  const scene = state.scenes[step]
  if (scene === undefined || 'failed' in scene || scene.exercise === undefined) return state
  const isChanged = scene.exercise.source !== source
  const programs = scene.programs.map((program) => ({ ...program, code: codeLines(source), problems: [] }))
  const next = {
    ...bench(state, step, { status: isChanged ? 'changed' : 'checked', text: source }),
    scenes: { ...state.scenes, [step]: isChanged ? { ...scene, programs } : scene },
  }
  if (step !== state.step || state.editor === null || textOf(state.editor) === source) return next
  if (state.editor.past.length === 0) return { ...next, editor: openEditor(source) }
  return { ...next, note: 'The file was changed elsewhere. ^S puts what stands here in its place.' }
}

const settled = (state: Player, { step, scene, isSolved }: Happening & { type: 'checked' }): Player => {
  const { source = '', note = null } = scene.exercise ?? {}
  const open = state.editor !== null && step === state.step ? textOf(state.editor) : null
  const text = open ?? state.benches[step]?.text ?? source
  const next: Player = {
    ...bench(state, step, { status: text === source ? 'checked' : 'changed' }),
    scenes: { ...state.scenes, [step]: scene },
    solved: isSolved ? { ...state.solved, [step]: true } : state.solved,
    note: note ?? (state.note === noteOf(state, step) ? null : state.note),
  }
  return step === state.step ? { ...next, at: endOf(scene.stage), playing: null, fact: -1 } : next
}

/** What was said of a step's last run. */
const noteOf = ({ scenes }: Player, step: number): string | null => {
  const scene = scenes[step]
  return scene === undefined || 'failed' in scene ? null : (scene.exercise?.note ?? null)
}

const loaded = (state: Player, step: number, scene: Scene): Player => {
  const next = { ...state, scenes: { ...state.scenes, [step]: scene } }
  return step === state.step && sceneOf(state) === undefined ? opened(next) : next
}

/** At the start of a step: before the first event, or where what is asked about is about to happen. */
const opened = (state: Player): Player => {
  const scene = sceneOf(state)
  const at = scene?.exercise === undefined ? startOf : endOf(scene.stage)
  return { ...state, at, playing: null, scroll: 0, fact: -1 }
}

const tick = (state: Player, elapsedMs: number): Player => {
  const scene = sceneOf(state)
  return scene === undefined ? state : goOn(state, scene.stage, elapsedMs)
}

const press = (before: Player, key: Key): Player => {
  const state = before.note === null ? before : { ...before, note: null }
  if (state.screen === 'edit' && state.editor !== null && actionOf(state, key) === undefined)
    return typed(state, state.editor, key)
  const typing =
    state.screen === 'list' && state.list.searching && (key.name === 'backspace' || key.text !== undefined)
  if (typing && !key.ctrl && !key.meta) return type(state, key)
  const action = actionOf(state, key)
  return action === undefined ? state : act(state, action)
}

const act = (state: Player, action: Action): Player =>
  match(action)
    .returnType<Player>()
    .with({ type: 'play' }, () => togglePlaying(state, horizonOf(state)))
    .with({ type: 'scrub' }, ({ by }) =>
      goTo(state, (stage) => positionAt(stage, state.at.atMs + by * SCRUB_MS)),
    )
    .with({ type: 'event' }, ({ by }) => goTo(state, (stage) => positionAfter(stage, state.at.count + by)))
    .with({ type: 'start' }, () => goTo(state, () => startOf))
    .with({ type: 'end' }, () => goTo(state, endOf))
    .with({ type: 'speed' }, ({ by }) => changeSpeed(state, by))
    .with({ type: 'step' }, ({ by }) => toStep(state, nextStep(state, by)))
    .with({ type: 'chapter' }, () => leaveFor(state, nextChapter(state)))
    .with({ type: 'list' }, () => ({
      ...state,
      screen: 'list',
      playing: null,
      list: { ...state.list, query: '', searching: false, selected: state.step },
    }))
    .with({ type: 'help' }, () => ({ ...state, screen: 'help', playing: null, scroll: 0 }))
    .with({ type: 'pane' }, ({ pane }) => ({ ...state, pane: state.pane === pane ? null : pane, scroll: 0 }))
    .with({ type: 'turn' }, ({ by }) => ({ ...state, pane: turned(state, by), scroll: 0 }))
    .with({ type: 'scroll' }, ({ by }) => scrolled(state, by))
    .with({ type: 'answer' }, ({ option }) => answer(state, option))
    .with({ type: 'hint' }, () => hint(state))
    .with({ type: 'edit' }, () => startEditing(state))
    .with({ type: 'editor' }, () => wish(state, 'editor'))
    .with({ type: 'save' }, () => save(state))
    .with({ type: 'check' }, () => wish(state, 'check'))
    .with({ type: 'fact' }, () => showFact(state))
    .with({ type: 'solution' }, () => ({ ...state, screen: 'solution', playing: null, scroll: 0 }))
    .with({ type: 'reset' }, () => ({ ...state, screen: 'reset', playing: null }))
    .with({ type: 'sure' }, () => wish({ ...state, screen: 'lesson' }, 'reset'))
    .with({ type: 'restore' }, () => wish(state, 'restore'))
    .with({ type: 'again' }, () => again(state))
    .with({ type: 'filter' }, () => filter(state))
    .with({ type: 'select' }, ({ by }) => select(state, by))
    .with({ type: 'search' }, () => ({ ...state, list: { ...state.list, searching: true, query: '' } }))
    .with({ type: 'found' }, () => find(state, state.list.query, false))
    .with({ type: 'clear' }, () => find(state, '', false))
    .with({ type: 'choose' }, () => choose(state))
    .with({ type: 'back' }, () => back(state))
    .with({ type: 'quit' }, () => ({ ...state, done: true }))
    .exhaustive()

const goTo = (state: Player, place: (stage: Stage) => Position): Player => {
  const scene = sceneOf(state)
  return scene === undefined ? state : moveTo(state, place(scene.stage), horizonOf(state))
}

const toStep = (state: Player, step: number): Player => {
  if (step < 0 || step >= state.chapter.steps.length || step === state.step)
    return { ...state, screen: 'lesson' }
  return opened({ ...state, step, screen: 'lesson', pane: null, note: null })
}

const turned = (state: Player, by: number): Pane | null => {
  const order: readonly (Pane | null)[] = isSmall(state) ? panes : [null, ...panes]
  const at = order.indexOf(fills(state))
  return order[(at + by + order.length) % order.length] ?? null
}

const answer = (state: Player, option: number): Player => {
  const scene = sceneOf(state)
  if (scene?.predict == null) return state
  const next = { ...state, answers: { ...state.answers, [state.step]: option }, playing: null, scroll: 0 }
  if (option === scene.predict.answer) return next
  const until = earlier(scene.predict.refutedAt(option), endOf(scene.stage))
  const wayMs = until.atMs - state.at.atMs
  if (!state.motion || wayMs === 0) return { ...next, at: until }
  return { ...next, playing: { until, rate: wayMs / glideMs } }
}

const hint = (state: Player): Player => {
  const taken = state.hints[state.step] ?? 0
  const most = sceneOf(state)?.hints.length ?? 0
  const hints = { ...state.hints, [state.step]: Math.min(most, taken + 1) }
  // A pane that fills the screen makes room for it.
  const pane = fills(state) === null ? null : 'text'
  return { ...state, hints, pane, scroll: 0 }
}

const wish = (state: Player, type: 'check' | 'editor' | 'reset' | 'restore'): Player => ({
  ...state,
  wish: { type, step: state.step },
})

const startEditing = (state: Player): Player => {
  const source = exerciseOf(state)?.source
  if (source === undefined) return state
  const text = state.benches[state.step]?.text ?? source
  return { ...state, screen: 'edit', playing: null, pane: null, editor: openEditor(text) }
}

const typed = (state: Player, editor: Editor, key: Key): Player => {
  const next = edit(editor, key, editorWindow(state))
  if (next === editor) return state
  const isChanged = textOf(next) !== exerciseOf(state)?.source
  const known = state.benches[state.step]?.status
  const status = isChanged ? 'changed' : known === 'changed' ? 'checked' : (known ?? 'checked')
  return { ...bench(state, state.step, { status }), editor: next }
}

const save = (state: Player): Player =>
  state.editor === null
    ? state
    : { ...state, wish: { type: 'save', step: state.step, source: textOf(state.editor) } }

/** To the next fact that does not hold, and where the run shows it. */
const showFact = (state: Player): Player => {
  const facts = failing(state)
  const places = facts.flatMap(({ at }, index) => (at === undefined ? [] : [index]))
  const fact = places.find((index) => index > state.fact) ?? places[0]
  if (fact === undefined) return state
  return { ...goTo(state, () => facts[fact]!.at!), fact }
}

/** The answer is taken back, and what it gave away is hidden again. */
const again = (state: Player): Player => {
  const { [state.step]: _, ...answers } = state.answers
  return opened({ ...state, answers })
}

const filter = (state: Player): Player => {
  const next = filters[(filters.indexOf(state.list.filter) + 1) % filters.length]!
  return find({ ...state, list: { ...state.list, filter: next } }, state.list.query, false)
}

const select = (state: Player, by: number): Player => {
  const steps = listed(state)
  const at = steps.indexOf(state.list.selected)
  const selected = steps[Math.min(Math.max(0, at + by), steps.length - 1)] ?? state.list.selected
  return { ...state, list: { ...state.list, selected } }
}

const choose = (state: Player): Player => {
  const { selected } = state.list
  if (!listed(state).includes(selected)) return state
  const other = otherAt(state, selected)
  return other === undefined ? toStep(state, selected) : leaveFor(state, other.number)
}

const leaveFor = (state: Player, leavesFor: number | null): Player => ({ ...state, done: true, leavesFor })

const back = (state: Player): Player =>
  state.screen === 'edit'
    ? { ...save(state), screen: 'lesson', editor: null }
    : state.screen === 'lesson'
      ? { ...state, pane: null, scroll: 0 }
      : { ...state, screen: 'lesson', scroll: 0 }

/** A key that writes while the list is searched. */
const type = (state: Player, key: Key): Player => {
  const { query } = state.list
  if (key.name === 'backspace') return find(state, [...query].slice(0, -1).join(''), true)
  return find(state, query + (key.text ?? '').replace(/\s+/g, ' '), true)
}

const find = (state: Player, query: string, searching: boolean): Player => {
  const next = { ...state, list: { ...state.list, query: query.slice(0, 60), searching } }
  const steps = listed(next)
  const selected = steps.includes(next.list.selected) ? next.list.selected : (steps[0] ?? next.list.selected)
  return { ...next, list: { ...next.list, selected } }
}
