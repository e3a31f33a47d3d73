import { match } from 'ts-pattern'
import { edit, inView } from '../src/ui/editor/edit.ts'
import type { Key } from '../src/ui/terminal/key.ts'
import { type Action, actionOf } from './keys.ts'
import { windowOf } from './layout.ts'
import type { Playground } from './playground.ts'

/** Everything that can happen to the playground. */
export type Happening =
  | { readonly type: 'key'; readonly key: Key }
  | { readonly type: 'resize'; readonly columns: number; readonly rows: number }

/** What the playground becomes when something happens to it. */
export const play = (state: Playground, happening: Happening): Playground =>
  match(happening)
    .returnType<Playground>()
    .with({ type: 'key' }, ({ key }) => press(state.note === null ? state : { ...state, note: null }, key))
    .with({ type: 'resize' }, ({ columns, rows }) => looking({ ...state, columns, rows }))
    .exhaustive()

const press = (state: Playground, key: Key): Playground => {
  const action = state.editor.find === null ? actionOf(state, key) : undefined
  if (action !== undefined) return act(state, action)
  if (state.cover !== 'none') return state
  const editor = edit(state.editor, key, windowOf(state))
  return editor === state.editor ? state : { ...state, editor }
}

const act = (state: Playground, action: Action): Playground =>
  match(action)
    .returnType<Playground>()
    .with({ type: 'cover' }, ({ cover }) => ({ ...state, cover, scroll: 0 }))
    .with({ type: 'scroll' }, ({ by }) => ({ ...state, scroll: Math.max(0, state.scroll + by) }))
    .with({ type: 'quit' }, () => ({ ...state, done: true }))
    .exhaustive()

/** The caret stays on screen whatever became of the editor's size. */
const looking = (state: Playground): Playground => ({
  ...state,
  editor: inView(state.editor, windowOf(state)),
})
