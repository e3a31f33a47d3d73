import { type Binding, boundTo } from '../../src/ui/binding.ts'
import { type PlayingAction, playingKeys } from '../../src/ui/playingKeys.ts'
import type { Key } from '../../src/ui/terminal/key.ts'
import type { Pane, Watching } from './watching.ts'

/** What a key can ask for. */
export type Action =
  | Exclude<PlayingAction, { readonly type: 'speed' }>
  | { readonly type: 'follow' }
  | { readonly type: 'choose'; readonly by: number }
  | { readonly type: 'newest' }
  | { readonly type: 'scroll'; readonly by: number }
  | { readonly type: 'pane'; readonly pane: Pane }
  | { readonly type: 'enable' }
  | { readonly type: 'help' }
  | { readonly type: 'back' }
  | { readonly type: 'quit' }

const isOpen = (state: Watching) => !state.isHelp
const hasEvents = (state: Watching) => isOpen(state) && state.seen.stage.moments.length > 0

/** Every key, those that are needed first at the front. */
export const keyTable: readonly Binding<Watching, Action>[] = [
  {
    ...playingKeys.play,
    does: ({ following }) => (following ? 'pause' : 'follow'),
    says: 'stay at this moment, or follow what happens again',
    when: hasEvents,
  },
  {
    ...playingKeys.scrub,
    says: 'back or forth a hundredth of the time that is shown, with shift a tenth',
    when: hasEvents,
  },
  {
    ...playingKeys.event,
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
    ...playingKeys.turn,
    when: hasEvents,
  },
  {
    ...playingKeys.zoom,
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
    ...playingKeys.panes,
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
    ...playingKeys.ends,
    says: 'to the first event that is kept, or to now, and follow what happens; so do home and end',
    when: hasEvents,
  },
  {
    keys: { f: { type: 'follow' } },
    shown: 'f',
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
    ...playingKeys.help,
    when: isOpen,
  },
  {
    ...playingKeys.quit,
    says: 'stop watching; so does Ctrl-C',
    when: () => true,
  },
]

/** What a key asks for now; undefined when it does nothing. */
export const actionOf = (state: Watching, key: Key): Action | undefined => boundTo(keyTable, state, key)
