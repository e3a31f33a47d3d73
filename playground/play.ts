import { homedir } from 'node:os'
import { basename, resolve } from 'node:path'
import { match } from 'ts-pattern'
import type { Found } from '../src/program/findTraps.ts'
import type { ProgramRun } from '../src/program/programRun.ts'
import { edit, goTo, inView } from '../src/ui/editor/edit.ts'
import { type Editor, textOf } from '../src/ui/editor/editor.ts'
import { comparePlaces } from '../src/ui/editor/place.ts'
import { changeSpeed, goOn, moveTo, togglePlaying } from '../src/ui/playback.ts'
import { rowText } from '../src/ui/span.ts'
import { endOf, type Position, positionAfter, positionAt, type Stage, startOf } from '../src/ui/stage.ts'
import type { Key } from '../src/ui/terminal/key.ts'
import { formats } from './export/formats.ts'
import type { Example } from './keep/examples.ts'
import type { FileOpened } from './keep/fileOpened.ts'
import { listed } from './keep/listed.ts'
import { type Prompt, promptKey } from './keep/prompt.ts'
import { type Action, actionOf } from './keys.ts'
import { windowOf } from './layout.ts'
import {
  type Note,
  type Opened,
  type Opening,
  type Pane,
  type Playground,
  panes,
  playground,
  type Saving,
} from './playground.ts'
import { playgroundFrame } from './playgroundFrame.ts'
import { edgeBeside, filmOf } from './run/edgesPane.ts'
import { placeOf } from './run/placeOf.ts'
import { type Asked, noRuns, type Run, type RunState, staged } from './run/runState.ts'
import { trapsHere } from './run/traps.ts'
import { troubleText } from './run/troubleText.ts'
import { type PlayWorld, playWorld } from './run/world.ts'
import { worldFields } from './run/worldFields.ts'
import { followed, spanOf, zoomed } from './run/zoom.ts'
import { asked, complete, isCurrent, offered } from './types/completing.ts'
import type { TypesHappening } from './types/typeServer.ts'
import { typesHappen } from './types/typesHappen.ts'
import type { Completion } from './types/typesState.ts'

/** Everything that can happen to the playground. */
export type Happening =
  | { readonly type: 'key'; readonly key: Key }
  | { readonly type: 'resize'; readonly columns: number; readonly rows: number }
  | { readonly type: 'saved'; readonly saving: Saving; readonly error: string | null }
  | { readonly type: 'opened'; readonly opening: Opening; readonly opened: FileOpened }
  | { readonly type: 'examples'; readonly examples: readonly Example[] }
  | { readonly type: 'told'; readonly note: Note }
  | { readonly type: 'tick'; readonly elapsedMs: number }
  | { readonly type: 'ran'; readonly asked: Asked; readonly ran: ProgramRun }
  | { readonly type: 'trapped'; readonly asked: Asked; readonly traps: readonly Found[] | null }
  | { readonly type: 'types'; readonly told: TypesHappening }

/** What the playground becomes when something happens to it. */
export const play = (state: Playground, happening: Happening): Playground =>
  match(happening)
    .returnType<Playground>()
    .with({ type: 'key' }, ({ key }) => press(state.note === null ? state : { ...state, note: null }, key))
    .with({ type: 'resize' }, ({ columns, rows }) => looking({ ...state, columns, rows }))
    .with({ type: 'saved' }, ({ saving, error }) => saved(state, saving, error))
    .with({ type: 'opened' }, ({ opening, opened }) => didOpen(state, opening, opened))
    .with({ type: 'examples' }, ({ examples }) => ({ ...state, examples }))
    .with({ type: 'told' }, ({ note }) => ({ ...state, note }))
    .with({ type: 'tick' }, ({ elapsedMs }) => inRuns(state, (runs, stage) => goOn(runs, stage, elapsedMs)))
    .with({ type: 'ran' }, ({ asked, ran }) => didRun(state, asked, ran))
    .with({ type: 'trapped' }, ({ asked, traps }) => didTrap(state, asked, traps))
    .with({ type: 'types' }, ({ told }) => typesHappen(state, told))
    .exhaustive()

const press = (state: Playground, key: Key): Playground => {
  const action = actionOf(state, key)
  if (action !== undefined && action.type !== 'edit') return act(state, action)
  if (state.prompt !== null) return { ...state, prompt: promptKey(state.prompt, key) }
  if (state.cover === 'lessons') return look(state, key)
  if (state.cover !== 'none' || state.focus !== 'editor') return state
  const editor = edit(state.editor, key, windowOf(state))
  return editor === state.editor ? state : typed({ ...state, editor }, key)
}

/** A dot asks for what could follow; what is offered goes when the caret leaves the word. */
const typed = (state: Playground, key: Key): Playground => {
  const { editor, types } = state
  const { completion } = types
  if (key.text === '.' && types.status === 'ready') return completing(state, asked(editor))
  if (completion === null) return state
  return completing(state, isCurrent(completion, editor) ? { ...completion, selected: 0 } : null)
}

const completing = (state: Playground, completion: Completion | null): Playground => ({
  ...state,
  types: { ...state.types, completion },
})

const act = (state: Playground, action: Exclude<Action, { type: 'edit' }>): Playground =>
  match(action)
    .returnType<Playground>()
    .with({ type: 'cover' }, ({ cover }) => ({
      ...completing(state, null),
      cover,
      scroll: 0,
      list: { query: '', selected: 0 },
    }))
    .with({ type: 'scroll' }, ({ by }) => scroll(state, by))
    .with({ type: 'complete' }, () => completing(state, asked(state.editor)))
    .with({ type: 'dismiss' }, () => completing(state, null))
    .with({ type: 'select' }, ({ by }) => select(state, by))
    .with({ type: 'accept' }, () => accept(state))
    .with({ type: 'problem' }, ({ by }) => toProblem(state, by))
    .with({ type: 'save' }, () => (state.path === null ? asking(state, 'save') : save(state, state.path)))
    .with({ type: 'ask' }, ({ asks }) => asking(state, asks))
    .with({ type: 'answer' }, () => answer(state))
    .with({ type: 'cancel' }, () => ({ ...state, prompt: null }))
    .with({ type: 'choose' }, ({ by }) => {
      const count = state.cover === 'export' ? formats.length : listed(state).length
      const last = Math.max(0, count - 1)
      const selected = Math.min(Math.max(0, state.list.selected + by), last)
      return { ...state, list: { ...state.list, selected } }
    })
    .with({ type: 'format' }, () => {
      const { name, extension } = formats[state.list.selected] ?? formats[0]!
      const path = (state.path ?? state.name).replace(/(?:\.\w+)?$/, extension)
      return { ...state, prompt: { asks: 'export', text: path, format: name } }
    })
    .with({ type: 'example' }, () => openExample(state))
    .with({ type: 'run' }, () => run(state))
    .with({ type: 'focus' }, ({ focus }) => ({
      ...state,
      focus,
      pane: null,
      runs: { ...state.runs, playing: null },
    }))
    .with({ type: 'play' }, () => inRuns(state, (runs, stage) => togglePlaying(runs, endOf(stage))))
    .with({ type: 'scrub' }, ({ by }) =>
      move(state, (stage, at) => positionAt(stage, at.atMs + by * scrubStepMs(state.runs, stage))),
    )
    .with({ type: 'event' }, ({ by }) => move(state, (stage, at) => positionAfter(stage, at.count + by)))
    .with({ type: 'edge' }, ({ by }) => toEdge(state, by))
    .with({ type: 'start' }, () => move(state, () => startOf))
    .with({ type: 'end' }, () => move(state, endOf))
    .with({ type: 'speed' }, ({ by }) => ({ ...state, runs: changeSpeed(state.runs, by) }))
    .with({ type: 'pane' }, ({ pane }) => ({ ...state, pane: state.pane === pane ? null : pane, scroll: 0 }))
    .with({ type: 'turn' }, ({ by }) => ({ ...state, pane: turned(state.pane, by), scroll: 0 }))
    .with({ type: 'field' }, ({ by }) => ({
      ...state,
      field: (state.field + by + worldFields.length) % worldFields.length,
    }))
    .with({ type: 'set' }, ({ by, far }) =>
      inWorld(state, worldFields[state.field]!.change(state.world, by, far)),
    )
    .with({ type: 'reset' }, () => inWorld(state, worldFields[state.field]!.reset(state.world)))
    .with({ type: 'zoom' }, ({ by }) => inRuns(state, (runs, stage) => zoomed(runs, stage, by)))
    .with({ type: 'compare' }, () => compare(state))
    .with({ type: 'line' }, () => toLine(state))
    .with({ type: 'quit' }, () => ({ ...state, done: true }))
    .exhaustive()

const asking = (state: Playground, asks: Prompt['asks']): Playground => ({
  ...completing(state, null),
  prompt: { asks, text: asks === 'save' ? (state.path ?? state.name) : '' },
})

const answer = (state: Playground): Playground => {
  const { prompt } = state
  const text = prompt?.text.trim() ?? ''
  const answered = { ...state, prompt: null }
  if (prompt === null || text === '') return answered
  const path = resolve(text.replace(/^~(?=\/|$)/, homedir()))
  if (prompt.asks === 'export') return exporting(answered, prompt.format ?? '', path)
  return prompt.asks === 'open' ? { ...answered, opening: { path } } : save(answered, path)
}

const exporting = (state: Playground, format: string, path: string): Playground => {
  const { shown } = state.runs
  if (shown === null) return state
  return {
    ...state,
    cover: 'none',
    writing: { format, path, name: basename(path), text: shown.text, ran: shown.ran },
  }
}

const save = (state: Playground, path: string): Playground => ({
  ...state,
  saving: { path, text: textOf(state.editor), version: state.editor.version },
})

const saved = (state: Playground, saving: Saving, error: string | null): Playground => {
  if (error !== null) {
    const says = `Not saved, ${error}: it is safe here, alt S saves elsewhere. (${saving.path})`
    return { ...state, saving: null, note: { says, isBad: true } }
  }
  const { path, version } = saving
  const note = { says: `Saved in ${path}.`, isBad: false }
  return { ...state, saving: null, path, name: basename(path), savedVersion: version, note }
}

const didOpen = (state: Playground, opening: Opening, opened: FileOpened): Playground => {
  if (opening !== state.opening) return state
  if ('example' in opening) {
    const { name, world } = opening.example
    return run(
      fresh(state, { name, path: null, world: { ...playWorld, ...world }, text: '', draft: null, ...opened }),
    )
  }
  const { path } = opening
  if ('error' in opened) {
    const says = `${path} was not opened: ${opened.error}.`
    return { ...state, opening: null, note: { says, isBad: true } }
  }
  return fresh(state, { name: basename(path), path, ...opened })
}

/** The screen as it is, with another text. Its version goes on, so that nothing takes the one for the other. */
const fresh = (
  state: Playground,
  opened: Pick<Opened, 'name' | 'path' | 'text' | 'draft' | 'world'>,
): Playground => {
  const { columns, rows, motion, types, examples, runs, world } = state
  const next = playground({ world, ...opened, columns, rows, motion })
  const version = state.editor.version + 1
  const isSaved = next.savedVersion === next.editor.version
  return looking({
    ...next,
    editor: { ...next.editor, version },
    savedVersion: isSaved ? version : 0,
    types: { ...types, problems: [], answers: [], completion: null },
    examples,
    runs: { ...noRuns, asked: runs.asked },
  })
}

/** Letters look for words in the list. */
const look = (state: Playground, key: Key): Playground => {
  const { query } = state.list
  if (key.name === 'backspace')
    return { ...state, list: { query: [...query].slice(0, -1).join(''), selected: 0 } }
  if (key.text === undefined || key.ctrl || key.meta) return state
  return { ...state, list: { query: `${query}${key.text.replace(/\s+/g, ' ')}`.slice(0, 60), selected: 0 } }
}

const openExample = (state: Playground): Playground => {
  const example = listed(state)[state.list.selected]
  if (example === undefined) return state
  return { ...state, cover: 'none', opening: { example } }
}

/** Runs the text as it stands; the last run stays until this one has ended. */
const run = (state: Playground): Playground => {
  const { editor, world, runs } = state
  const number = (runs.asked?.number ?? 0) + 1
  const asked = { number, version: editor.version, text: textOf(editor), world }
  return { ...completing(state, null), runs: { ...runs, asked, isBusy: true } }
}

/** Another world: the text is run in it at once. */
const inWorld = (state: Playground, world: PlayWorld): Playground => run({ ...state, world })

/** A run has ended: it is shown as a whole. What another one gave that was asked for meanwhile is of no interest. */
const didRun = (state: Playground, asked: Asked, ran: ProgramRun): Playground => {
  const { runs } = state
  if (asked !== runs.asked) return state
  const shown = staged({
    ...runs,
    isBusy: false,
    shown: { ...asked, ran, traps: 'looking' },
    zoom: 0,
    fromMs: 0,
  })
  const { trouble } = ran
  return looking({
    ...state,
    runs: { ...shown, at: endOf(shown.stage!), playing: null },
    note: trouble === null ? null : { says: troubleText(trouble), isBad: true },
  })
}

/** The traps of a run are known; it may be kept beside another by now. */
const didTrap = (state: Playground, asked: Asked, traps: Run['traps']): Playground => {
  const { shown, kept } = state.runs
  const of = (run: Run | null) => (run?.number === asked.number ? { ...run, traps } : run)
  return { ...state, runs: { ...state.runs, shown: of(shown), kept: kept === shown ? of(shown) : of(kept) } }
}

const inRuns = (state: Playground, change: (runs: RunState, stage: Stage) => RunState): Playground => {
  const { stage } = state.runs
  return stage === null ? state : { ...state, runs: followed(change(state.runs, stage), stage) }
}

const move = (state: Playground, place: (stage: Stage, at: Position) => Position): Playground =>
  inRuns(state, (runs, stage) => moveTo(runs, place(stage, runs.at), endOf(stage)))

/** A key goes as far in a long run as in a short one: two hundred steps over what the timeline shows. */
const scrubStepMs = (runs: RunState, stage: Stage): number => spanOf(runs, stage) / 200

/** To the event with which something went along the edge before or after. */
const toEdge = (state: Playground, by: 1 | -1): Playground => {
  const edge = edgeBeside(state.runs, by)
  if (edge === undefined) return state
  const which = filmOf(state.runs)
  return move(state, ({ moments }) => {
    const at = moments.findIndex((moment) => moment.film === which && moment.event === edge.event)
    return { atMs: moments[at]!.atMs, count: at + 1 }
  })
}

/** Goes no further than there is something to see. */
const scroll = (state: Playground, by: number): Playground => {
  const next = { ...state, scroll: Math.max(0, state.scroll + by) }
  const drawn = (one: Playground) => playgroundFrame(one, { ascii: false }).rows.map(rowText).join('\n')
  return by < 0 || drawn(next) !== drawn(state) ? next : state
}

const turned = (pane: Pane | null, by: number): Pane | null => {
  const order: readonly (Pane | null)[] = [null, ...panes]
  return order[(order.indexOf(pane) + by + order.length) % order.length] ?? null
}

/** Keeps the run on screen for the next to stand beside it, or lets the kept one go. */
const compare = (state: Playground): Playground => {
  const { runs } = state
  const kept = runs.kept === null ? runs.shown : null
  const next = staged({ ...runs, kept: kept, shown: runs.shown })
  const says =
    kept === null
      ? 'One run on screen again.'
      : `Run #${kept.number} is kept: change the text or the world, and run again to see both.`
  return looking({
    ...state,
    runs: { ...next, at: endOf(next.stage!), playing: null },
    note: { says, isBad: false },
  })
}

/** To the place that made the event at which the run stands. */
const toLine = (state: Playground): Playground => {
  const place = placeOf(state.runs)
  if (place === null) return { ...state, note: { says: 'No line of the text made this.', isBad: true } }
  const focused = { ...state, focus: 'editor', pane: null } as const
  const at = { line: place.line - 1, offset: place.column - 1 }
  return { ...focused, editor: goTo(state.editor, at, windowOf(focused)) }
}

const select = (state: Playground, by: number): Playground => {
  const { completion } = state.types
  if (completion === null) return state
  const last = offered(completion, state.editor).length - 1
  return completing(state, { ...completion, selected: Math.min(Math.max(0, completion.selected + by), last) })
}

const accept = (state: Playground): Playground => {
  const { completion } = state.types
  const item = completion && offered(completion, state.editor)[completion.selected]
  if (!item) return state
  const editor: Editor = complete(state.editor, completion, item, windowOf(state))
  return completing({ ...state, editor }, null)
}

const toProblem = (state: Playground, by: 1 | -1): Playground => {
  const { caret } = state.editor
  const places = [...state.types.problems, ...trapsHere(state)].map(({ from }) => from).sort(comparePlaces)
  const next =
    by === 1
      ? (places.find((place) => comparePlaces(place, caret) > 0) ?? places[0])
      : (places.findLast((place) => comparePlaces(place, caret) < 0) ?? places.at(-1))
  if (next === undefined) return state
  return { ...state, editor: goTo(state.editor, next, windowOf(state)) }
}

/** The caret stays on screen whatever became of the editor's size. */
const looking = (state: Playground): Playground => ({
  ...state,
  editor: inView(state.editor, windowOf(state)),
})
