import { match } from 'ts-pattern'
import { edit, goTo, inView } from '../src/ui/editor/edit.ts'
import type { Editor } from '../src/ui/editor/editor.ts'
import { comparePlaces } from '../src/ui/editor/place.ts'
import type { Key } from '../src/ui/terminal/key.ts'
import { type Action, actionOf } from './keys.ts'
import { windowOf } from './layout.ts'
import type { Playground } from './playground.ts'
import { asked, complete, isCurrent, offered } from './types/completing.ts'
import type { TypesHappening } from './types/typeServer.ts'
import { typesHappen } from './types/typesHappen.ts'
import type { Completion } from './types/typesState.ts'

/** Everything that can happen to the playground. */
export type Happening =
  | { readonly type: 'key'; readonly key: Key }
  | { readonly type: 'resize'; readonly columns: number; readonly rows: number }
  | { readonly type: 'types'; readonly told: TypesHappening }

/** What the playground becomes when something happens to it. */
export const play = (state: Playground, happening: Happening): Playground =>
  match(happening)
    .returnType<Playground>()
    .with({ type: 'key' }, ({ key }) => press(state.note === null ? state : { ...state, note: null }, key))
    .with({ type: 'resize' }, ({ columns, rows }) => looking({ ...state, columns, rows }))
    .with({ type: 'types' }, ({ told }) => typesHappen(state, told))
    .exhaustive()

const press = (state: Playground, key: Key): Playground => {
  const action = state.editor.find === null ? actionOf(state, key) : undefined
  if (action !== undefined) return act(state, action)
  if (state.cover !== 'none') return state
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

const act = (state: Playground, action: Action): Playground =>
  match(action)
    .returnType<Playground>()
    .with({ type: 'cover' }, ({ cover }) => ({ ...state, cover, scroll: 0 }))
    .with({ type: 'scroll' }, ({ by }) => ({ ...state, scroll: Math.max(0, state.scroll + by) }))
    .with({ type: 'complete' }, () => completing(state, asked(state.editor)))
    .with({ type: 'dismiss' }, () => completing(state, null))
    .with({ type: 'select' }, ({ by }) => select(state, by))
    .with({ type: 'accept' }, () => accept(state))
    .with({ type: 'problem' }, ({ by }) => toProblem(state, by))
    .with({ type: 'quit' }, () => ({ ...state, done: true }))
    .exhaustive()

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
  const places = state.types.problems.map(({ from }) => from).sort(comparePlaces)
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
