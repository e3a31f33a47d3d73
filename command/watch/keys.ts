import { keyName } from '../../src/ui/keys.ts'
import type { Key } from '../../src/ui/terminal/key.ts'
import type { Pane, Watching } from './watching.ts'

/** What a key can ask for. */
export type Action =
  | { readonly type: 'pause' }
  | { readonly type: 'follow' }
  | { readonly type: 'scrub'; readonly by: number }
  | { readonly type: 'event'; readonly by: number }
  | { readonly type: 'start' }
  | { readonly type: 'zoom'; readonly by: 1 | -1 }
  | { readonly type: 'choose'; readonly by: number }
  | { readonly type: 'newest' }
  | { readonly type: 'scroll'; readonly by: number }
  | { readonly type: 'pane'; readonly pane: Pane }
  | { readonly type: 'turn'; readonly by: number }
  | { readonly type: 'enable' }
  | { readonly type: 'help' }
  | { readonly type: 'back' }
  | { readonly type: 'quit' }

/** One line of the key table: the footer and the help screen are made from it, and the screen obeys it. */
interface Binding {
  readonly keys: Readonly<Record<string, Action>>
  readonly shown: string
  readonly does: string | ((state: Watching) => string)
  readonly says: string
  when(state: Watching): boolean
}

const isOpen = (state: Watching) => !state.isHelp
const hasEvents = (state: Watching) => isOpen(state) && state.seen.stage.moments.length > 0

/** Every key, those that are needed first at the front. */
export const keyTable: readonly Binding[] = [
  {
    keys: { space: { type: 'pause' } },
    shown: 'spc',
    does: ({ following }) => (following ? 'pause' : 'follow'),
    says: 'stay at this moment, or follow what happens again',
    when: hasEvents,
  },
  {
    keys: {
      left: { type: 'scrub', by: -1 },
      right: { type: 'scrub', by: 1 },
      'shift+left': { type: 'scrub', by: -10 },
      'shift+right': { type: 'scrub', by: 10 },
    },
    shown: '←→',
    does: 'scrub',
    says: 'back or forth a hundredth of the time that is shown, with shift a tenth',
    when: hasEvents,
  },
  {
    keys: { ',': { type: 'event', by: -1 }, '.': { type: 'event', by: 1 } },
    shown: ', .',
    does: 'event',
    says: 'to the event before or after',
    when: hasEvents,
  },
  {
    keys: {
      up: { type: 'choose', by: -1 },
      down: { type: 'choose', by: 1 },
      k: { type: 'choose', by: -1 },
      j: { type: 'choose', by: 1 },
      pageup: { type: 'choose', by: -10 },
      pagedown: { type: 'choose', by: 10 },
    },
    shown: '↑↓',
    does: 'workflow',
    says: 'choose the workflow whose graph and results are shown',
    when: (state) => hasEvents(state) && (state.pane === null || state.pane === 'workflows'),
  },
  {
    keys: {
      up: { type: 'scroll', by: -1 },
      down: { type: 'scroll', by: 1 },
      pageup: { type: 'scroll', by: -10 },
      pagedown: { type: 'scroll', by: 10 },
    },
    shown: '↑↓',
    does: 'scroll',
    says: 'scroll the view that fills the screen',
    when: (state) => state.isHelp || (state.pane !== null && state.pane !== 'workflows'),
  },
  {
    keys: { tab: { type: 'turn', by: 1 }, 'shift+tab': { type: 'turn', by: -1 } },
    shown: 'tab',
    does: 'pane',
    says: 'the next view over the whole screen, then all together',
    when: hasEvents,
  },
  {
    keys: { '+': { type: 'zoom', by: -1 }, '=': { type: 'zoom', by: -1 }, '-': { type: 'zoom', by: 1 } },
    shown: '+ -',
    does: 'zoom',
    says: 'less or more time on the timeline',
    when: isOpen,
  },
  {
    keys: { e: { type: 'enable' } },
    shown: 'e',
    does: 'enable',
    says: 'ask all workers to tell of their tasks, as celery control enable_events does',
    when: isOpen,
  },
  {
    keys: {
      w: { type: 'pane', pane: 'timeline' },
      g: { type: 'pane', pane: 'graph' },
      r: { type: 'pane', pane: 'results' },
      v: { type: 'pane', pane: 'events' },
    },
    shown: 'w g r v',
    does: 'views',
    says: 'timeline, graph, result tree or events over the whole screen',
    when: hasEvents,
  },
  {
    keys: { n: { type: 'newest' } },
    shown: 'n',
    does: 'newest',
    says: 'always show the newest workflow',
    when: (state) => hasEvents(state) && state.rootId !== null,
  },
  {
    keys: { home: { type: 'start' } },
    shown: 'home',
    does: 'first',
    says: 'to the first event that is kept',
    when: hasEvents,
  },
  {
    keys: { end: { type: 'follow' }, f: { type: 'follow' } },
    shown: 'end',
    does: 'now',
    says: 'to now, and follow what happens',
    when: (state) => hasEvents(state) && !state.following,
  },
  {
    keys: { escape: { type: 'back' } },
    shown: 'esc',
    does: 'back',
    says: 'all views together',
    when: (state) => state.isHelp || state.pane !== null,
  },
  {
    keys: { '?': { type: 'help' }, f1: { type: 'help' } },
    shown: '?',
    does: 'keys',
    says: 'these keys, and what the signs mean',
    when: isOpen,
  },
  {
    keys: { q: { type: 'quit' }, 'ctrl+c': { type: 'quit' } },
    shown: 'q',
    does: 'quit',
    says: 'stop watching; so does Ctrl-C',
    when: () => true,
  },
]

/** What a key asks for now; undefined when it does nothing. */
export const actionOf = (state: Watching, key: Key): Action | undefined => {
  const name = keyName(key)
  return keyTable.find((one) => Object.hasOwn(one.keys, name) && one.when(state))?.keys[name]
}
