import { editorKeys } from '../src/ui/editor/edit.ts'
import { keyName } from '../src/ui/keys.ts'
import type { Key } from '../src/ui/terminal/key.ts'
import type { Playground } from './playground.ts'
import { canComplete, offered } from './types/completing.ts'

/** What a key can ask the playground for. */
export type Action =
  | { readonly type: 'cover'; readonly cover: Playground['cover'] }
  | { readonly type: 'scroll'; readonly by: number }
  | { readonly type: 'complete' }
  | { readonly type: 'select'; readonly by: number }
  | { readonly type: 'accept' }
  | { readonly type: 'dismiss' }
  | { readonly type: 'problem'; readonly by: 1 | -1 }
  | { readonly type: 'quit' }

/** One line of the playground's keys: the footer and the help screen are made from it, and the reducer obeys it. */
export interface Binding {
  readonly keys: Readonly<Record<string, Action>>
  readonly shown: string
  readonly does: string | ((state: Playground) => string)
  readonly says: string
  when(state: Playground): boolean
}

const inPlay = (state: Playground) => state.cover === 'none'
const choices = ({ types, editor }: Playground) =>
  types.completion === null ? 0 : offered(types.completion, editor).length
const isChoosing = (state: Playground) => inPlay(state) && choices(state) > 0

/** Every key of the playground but those of its editor, the ones that are needed first at the front. */
export const keyTable: readonly Binding[] = [
  {
    keys: { tab: { type: 'accept' }, enter: { type: 'accept' } },
    shown: 'tab',
    does: 'take',
    says: 'take the word that is offered',
    when: isChoosing,
  },
  {
    keys: {
      up: { type: 'select', by: -1 },
      down: { type: 'select', by: 1 },
      pageup: { type: 'select', by: -8 },
      pagedown: { type: 'select', by: 8 },
    },
    shown: '↑↓',
    does: 'choose',
    says: 'choose among the words that are offered',
    when: isChoosing,
  },
  {
    keys: { escape: { type: 'dismiss' } },
    shown: 'esc',
    does: 'close',
    says: 'close the words that are offered',
    when: (state) => inPlay(state) && state.types.completion !== null,
  },
  {
    keys: { tab: { type: 'complete' } },
    shown: 'tab',
    does: 'complete',
    says: 'offer the words that could stand here; behind a blank tab indents',
    when: (state) => inPlay(state) && state.types.status === 'ready' && canComplete(state.editor),
  },
  {
    keys: { 'ctrl+t': { type: 'cover', cover: 'type' } },
    shown: '^T',
    does: 'type',
    says: 'the whole type of what stands at the caret, with what is said about it',
    when: (state) => inPlay(state) && state.types.here?.type != null,
  },
  {
    keys: {
      'ctrl+n': { type: 'problem', by: 1 },
      'meta+n': { type: 'problem', by: -1 },
      f8: { type: 'problem', by: 1 },
      'shift+f8': { type: 'problem', by: -1 },
    },
    shown: '^N',
    does: 'problem',
    says: 'to the next problem; with alt to the one before',
    when: (state) => inPlay(state) && state.types.problems.length > 0,
  },
  {
    keys: { 'ctrl+g': { type: 'cover', cover: 'keys' }, f1: { type: 'cover', cover: 'keys' } },
    shown: '^G',
    does: 'keys',
    says: 'these keys, and what the signs mean',
    when: inPlay,
  },
  {
    keys: { up: { type: 'scroll', by: -1 }, down: { type: 'scroll', by: 1 } },
    shown: '↑↓',
    does: 'scroll',
    says: 'scroll',
    when: (state) => state.cover !== 'none',
  },
  {
    keys: {
      escape: { type: 'cover', cover: 'none' },
      'ctrl+g': { type: 'cover', cover: 'none' },
      'ctrl+t': { type: 'cover', cover: 'none' },
    },
    shown: 'esc',
    does: 'back',
    says: 'back to the text',
    when: (state) => state.cover !== 'none',
  },
  {
    keys: { 'ctrl+q': { type: 'quit' } },
    shown: '^Q',
    does: 'quit',
    says: 'leave the playground; so does Ctrl-C',
    when: () => true,
  },
]

/** What a key asks for now; undefined when it is not one of the playground's. */
export const actionOf = (state: Playground, key: Key): Action | undefined => {
  const name = keyName(key)
  return keyTable.find((one) => Object.hasOwn(one.keys, name) && one.when(state))?.keys[name]
}

/** The keys that do something now, and what: for the footer. */
export const footerKeys = (state: Playground) =>
  keyTable
    .filter((binding) => binding.when(state))
    .map(({ shown, does }) => ({ shown, does: typeof does === 'string' ? does : does(state) }))

/** Every key there is, for the help screen. */
export const allKeys: readonly { readonly shown: string; readonly says: string }[] = [
  ...keyTable,
  ...editorKeys,
]
