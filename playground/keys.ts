import { type Binding, boundTo, type Offered, offeredKeys } from '../src/ui/binding.ts'
import { editorKeys } from '../src/ui/editor/edit.ts'
import { type PlayingAction, playingKeys } from '../src/ui/playingKeys.ts'
import type { Key } from '../src/ui/terminal/key.ts'
import { listed } from './keep/listed.ts'
import type { Pane, Playground } from './playground.ts'
import { trapsHere } from './run/traps.ts'
import { canComplete, offered } from './types/completing.ts'

/** What a key can ask the playground for. */
export type Action =
  | PlayingAction
  | { readonly type: 'cover'; readonly cover: Playground['cover'] }
  | { readonly type: 'scroll'; readonly by: number }
  | { readonly type: 'complete' }
  | { readonly type: 'select'; readonly by: number }
  | { readonly type: 'accept' }
  | { readonly type: 'dismiss' }
  | { readonly type: 'problem'; readonly by: 1 | -1 }
  | { readonly type: 'run' }
  | { readonly type: 'focus'; readonly focus: Playground['focus'] }
  | { readonly type: 'edge'; readonly by: 1 | -1 }
  | { readonly type: 'pane'; readonly pane: Pane }
  | { readonly type: 'compare' }
  | { readonly type: 'line' }
  | { readonly type: 'field'; readonly by: 1 | -1 }
  | { readonly type: 'set'; readonly by: 1 | -1; readonly far: boolean }
  | { readonly type: 'reset' }
  | { readonly type: 'save' }
  | { readonly type: 'ask'; readonly asks: 'save' | 'open' }
  | { readonly type: 'answer' }
  | { readonly type: 'cancel' }
  | { readonly type: 'choose'; readonly by: number }
  | { readonly type: 'example' }
  | { readonly type: 'format' }
  /** The editor knows what to do. */
  | { readonly type: 'edit' }
  | { readonly type: 'quit' }

const isFinding = ({ focus, editor }: Playground) => focus === 'editor' && editor.find !== null
const inPlay = (state: Playground) => state.cover === 'none' && state.prompt === null && !isFinding(state)
const inFind = (state: Playground) => state.cover === 'none' && state.prompt === null && isFinding(state)
const inPrompt = (state: Playground) => state.prompt !== null
const inList = (state: Playground) => state.cover === 'lessons' && !inPrompt(state)
const inExport = (state: Playground) => state.cover === 'export' && !inPrompt(state)
const inText = (state: Playground) => inPlay(state) && state.focus === 'editor'
const inRun = (state: Playground) => inPlay(state) && state.focus === 'run' && state.runs.stage !== null
const inWorld = (state: Playground) => inPlay(state) && state.focus === 'world'
const canScrub = (state: Playground) => inRun(state) && (state.runs.stage?.endMs ?? 0) > 0
const hasEvents = (state: Playground) => inRun(state) && (state.runs.stage?.moments.length ?? 0) > 0
const choices = ({ types, editor }: Playground) =>
  types.completion === null ? 0 : offered(types.completion, editor).length
const isChoosing = (state: Playground) => inText(state) && choices(state) > 0

/** Every key of the playground but those of its editor, the ones that are needed first at the front. */
export const keyTable: readonly Binding<Playground, Action>[] = [
  {
    keys: { 'ctrl+r': { type: 'run' }, f5: { type: 'run' } },
    shown: '^R',
    does: 'run',
    says: 'run the text, whatever the types say of it',
    when: inPlay,
  },
  {
    ...playingKeys.play,
    does: ({ runs }) => (runs.playing ? 'pause' : 'play'),
    when: canScrub,
  },
  {
    ...playingKeys.scrub,
    when: canScrub,
  },
  {
    keys: { up: { type: 'edge', by: -1 }, down: { type: 'edge', by: 1 } },
    shown: '↑↓',
    does: 'edge',
    says: 'to the edge before or after, while the edges fill the screen',
    when: (state) => inRun(state) && state.pane === 'edges',
  },
  {
    keys: {
      pageup: { type: 'scroll', by: -10 },
      pagedown: { type: 'scroll', by: 10 },
      'shift+up': { type: 'scroll', by: -1 },
      'shift+down': { type: 'scroll', by: 1 },
    },
    shown: 'pgdn',
    does: 'scroll',
    says: 'scroll the view that fills the screen; with shift ↑↓ by a line',
    when: (state) => inRun(state) && ['graph', 'results', 'detail', 'message'].includes(state.pane ?? ''),
  },
  {
    ...playingKeys.event,
    keys: {
      ...playingKeys.event.keys,
      up: { type: 'event', by: -1 },
      down: { type: 'event', by: 1 },
      k: { type: 'event', by: -1 },
      j: { type: 'event', by: 1 },
      pageup: { type: 'event', by: -10 },
      pagedown: { type: 'event', by: 10 },
    },
    says: `${playingKeys.event.says}; with the page keys ten`,
    when: hasEvents,
  },
  {
    keys: { enter: { type: 'line' } },
    shown: 'enter',
    does: 'line',
    says: 'to the line of the text that made this event',
    when: hasEvents,
  },
  {
    keys: { c: { type: 'compare' } },
    shown: 'c',
    does: ({ runs }) => (runs.kept === null ? 'keep' : 'let go'),
    says: 'keep this run on screen beside the next ones, or let it go',
    when: inRun,
  },
  {
    keys: {
      escape: { type: 'focus', focus: 'editor' },
      'ctrl+p': { type: 'focus', focus: 'editor' },
      enter: { type: 'focus', focus: 'editor' },
    },
    shown: 'esc',
    does: 'text',
    says: 'from the panel back to the text',
    when: inWorld,
  },
  {
    keys: { up: { type: 'field', by: -1 }, down: { type: 'field', by: 1 } },
    shown: '↑↓',
    does: 'choose',
    says: 'choose what to set of the world',
    when: inWorld,
  },
  {
    keys: {
      left: { type: 'set', by: -1, far: false },
      right: { type: 'set', by: 1, far: false },
      'shift+left': { type: 'set', by: -1, far: true },
      'shift+right': { type: 'set', by: 1, far: true },
      '-': { type: 'set', by: -1, far: false },
      '+': { type: 'set', by: 1, far: false },
    },
    shown: '←→',
    does: 'set',
    says: 'less or more of it, with shift much; the text runs again at once',
    when: inWorld,
  },
  {
    keys: { backspace: { type: 'reset' }, delete: { type: 'reset' } },
    shown: 'bksp',
    does: 'reset',
    says: 'as it was at first',
    when: inWorld,
  },
  {
    keys: { 'ctrl+p': { type: 'focus', focus: 'world' } },
    shown: '^P',
    does: 'world',
    says: 'workers, delays, seed, backend and faults of the run',
    when: (state) => inPlay(state) && state.focus !== 'world',
  },
  {
    ...playingKeys.zoom,
    when: canScrub,
  },
  {
    ...playingKeys.turn,
    when: inRun,
  },
  {
    ...playingKeys.panes,
    when: inRun,
  },
  {
    keys: {
      d: { type: 'pane', pane: 'detail' },
      m: { type: 'pane', pane: 'message' },
      v: { type: 'pane', pane: 'edges' },
    },
    shown: 'd m v',
    does: 'read',
    says: "an event's details, its message as JSON, or the values on the edges over the whole screen, and back",
    when: inRun,
  },
  {
    ...playingKeys.speed,
    when: inRun,
  },
  {
    ...playingKeys.ends,
    when: canScrub,
  },
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
    when: (state) => inText(state) && state.types.completion !== null,
  },
  {
    keys: { escape: { type: 'focus', focus: 'run' } },
    shown: 'esc',
    does: 'run views',
    says: 'from the text to the views of the run',
    when: (state) => inText(state) && state.types.completion === null && state.runs.stage !== null,
  },
  {
    keys: {
      escape: { type: 'focus', focus: 'editor' },
      i: { type: 'focus', focus: 'editor' },
      e: { type: 'focus', focus: 'editor' },
    },
    shown: 'esc',
    does: 'text',
    says: 'back to the text; so do i and e',
    when: (state) => inPlay(state) && state.focus === 'run',
  },
  {
    keys: { tab: { type: 'complete' } },
    shown: 'tab',
    does: 'complete',
    says: 'offer the words that could stand here; behind a blank tab indents',
    when: (state) => inText(state) && state.types.status === 'ready' && canComplete(state.editor),
  },
  {
    keys: { 'ctrl+t': { type: 'cover', cover: 'type' } },
    shown: '^T',
    does: 'type',
    says: 'the whole type of what stands at the caret, with what is said about it',
    when: (state) => inText(state) && state.types.here?.type != null,
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
    says: 'to the next problem or trap; with alt to the one before',
    when: (state) => inPlay(state) && state.types.problems.length + trapsHere(state).length > 0,
  },
  {
    keys: { up: { type: 'edit' }, down: { type: 'edit' }, 'ctrl+f': { type: 'edit' } },
    shown: '↑↓',
    does: 'next',
    says: 'to the one before or after, while something is looked for',
    when: inFind,
  },
  {
    keys: { enter: { type: 'edit' }, escape: { type: 'edit' } },
    shown: 'enter',
    does: 'done',
    says: 'stay where it was found; esc goes back to where the search began',
    when: inFind,
  },
  {
    keys: { 'ctrl+s': { type: 'save' } },
    shown: '^S',
    does: 'save',
    says: 'save the text in its file',
    when: inPlay,
  },
  {
    keys: { 'meta+s': { type: 'ask', asks: 'save' } },
    shown: 'alt S',
    does: 'save as',
    says: 'save the text in another file',
    when: inPlay,
  },
  {
    keys: { 'ctrl+o': { type: 'ask', asks: 'open' } },
    shown: '^O',
    does: 'open',
    says: 'open a file; a text that is not saved is kept until you come back to it',
    when: inPlay,
  },
  {
    keys: { 'ctrl+l': { type: 'cover', cover: 'lessons' } },
    shown: '^L',
    does: 'lessons',
    says: 'the programs of all lessons, to play with',
    when: inPlay,
  },
  {
    keys: { enter: { type: 'answer' } },
    shown: 'enter',
    does: 'do it',
    says: 'take what was typed below the screen',
    when: inPrompt,
  },
  {
    keys: { escape: { type: 'cancel' } },
    shown: 'esc',
    does: 'leave',
    says: 'leave the line below the screen',
    when: inPrompt,
  },
  {
    keys: {
      up: { type: 'choose', by: -1 },
      down: { type: 'choose', by: 1 },
      pageup: { type: 'choose', by: -10 },
      pagedown: { type: 'choose', by: 10 },
    },
    shown: '↑↓',
    does: 'choose',
    says: 'choose from the list; letters look for words in the titles of programs',
    when: (state) => inList(state) || inExport(state),
  },
  {
    keys: { 'ctrl+e': { type: 'cover', cover: 'export' } },
    shown: '^E',
    does: 'export',
    says: 'write the text and its run for other tools: Python, JSON, Mermaid, Graphviz, a picture, Perfetto',
    when: (state) => inPlay(state) && state.runs.shown !== null,
  },
  {
    keys: { enter: { type: 'format' } },
    shown: 'enter',
    does: 'write',
    says: 'write what was chosen to a file',
    when: inExport,
  },
  {
    keys: { enter: { type: 'example' } },
    shown: 'enter',
    does: 'open',
    says: 'open the program and run it',
    when: (state) => inList(state) && listed(state).length > 0,
  },
  {
    keys: { 'ctrl+g': { type: 'cover', cover: 'keys' }, f1: { type: 'cover', cover: 'keys' } },
    shown: '^G',
    does: 'keys',
    says: 'these keys, and what the signs mean; in the views of a run ? as well',
    when: inPlay,
  },
  {
    keys: { '?': { type: 'cover', cover: 'keys' }, q: { type: 'quit' } },
    shown: '? q',
    does: 'keys, quit',
    says: 'the same as ^G and ^Q, in the views of a run',
    when: inRun,
  },
  {
    keys: { up: { type: 'scroll', by: -1 }, down: { type: 'scroll', by: 1 } },
    shown: '↑↓',
    does: 'scroll',
    says: 'scroll',
    when: (state) => state.cover === 'keys' || state.cover === 'type',
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
    when: (state) => state.cover !== 'none' && !inPrompt(state),
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
export const actionOf = (state: Playground, key: Key): Action | undefined => boundTo(keyTable, state, key)

/** The keys that do something now, and what: for the footer. */
export const footerKeys = (state: Playground): readonly Offered[] => offeredKeys(keyTable, state)

/** Every key there is, for the help screen. */
export const allKeys: readonly { readonly shown: string; readonly says: string }[] = [
  ...keyTable,
  ...editorKeys,
]
