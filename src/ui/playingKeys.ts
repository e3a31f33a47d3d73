import { speeds } from './playback.ts'

/** What the keys ask for that play a run: a screen says how far a step in time goes, and what its panes are. */
export type PlayingAction =
  | { readonly type: 'play' }
  /** So many steps in time. */
  | { readonly type: 'scrub'; readonly by: number }
  | { readonly type: 'event'; readonly by: number }
  | { readonly type: 'start' }
  | { readonly type: 'end' }
  | { readonly type: 'speed'; readonly by: number }
  | { readonly type: 'turn'; readonly by: number }
  | { readonly type: 'zoom'; readonly by: 1 | -1 }

/** The keys that mean the same on every screen that plays a run. A screen's table says when they work, and where they do more. */
export const playingKeys = {
  play: {
    keys: { space: { type: 'play' } },
    shown: 'spc',
    says: 'play, pause, play again from the start',
  },
  scrub: {
    keys: {
      left: { type: 'scrub', by: -1 },
      right: { type: 'scrub', by: 1 },
      'shift+left': { type: 'scrub', by: -10 },
      'shift+right': { type: 'scrub', by: 10 },
    },
    shown: '←→',
    does: 'scrub',
    says: 'a step back or forth in time, with shift ten',
  },
  event: {
    keys: { ',': { type: 'event', by: -1 }, '.': { type: 'event', by: 1 } },
    shown: ', .',
    does: 'event',
    says: 'to the event before or after',
  },
  turn: {
    keys: { tab: { type: 'turn', by: 1 }, 'shift+tab': { type: 'turn', by: -1 } },
    shown: 'tab',
    does: 'pane',
    says: 'the next pane over the whole screen, then all together',
  },
  panes: {
    keys: {
      g: { type: 'pane', pane: 'graph' },
      w: { type: 'pane', pane: 'timeline' },
      r: { type: 'pane', pane: 'results' },
      o: { type: 'pane', pane: 'events' },
    },
    shown: 'g w r o',
    does: 'large',
    says: 'graph, workers, results or what occurred over the whole screen, and back',
  },
  speed: {
    keys: { '[': { type: 'speed', by: -1 }, ']': { type: 'speed', by: 1 } },
    shown: '[ ]',
    does: 'speed',
    says: `slower, faster: ${speeds.join(' ')}`,
  },
  zoom: {
    keys: { '+': { type: 'zoom', by: 1 }, '=': { type: 'zoom', by: 1 }, '-': { type: 'zoom', by: -1 } },
    shown: '+ -',
    does: 'zoom',
    says: 'a smaller or a larger part of the time; the timeline follows where the run stands',
  },
  ends: {
    keys: { home: { type: 'start' }, end: { type: 'end' }, '0': { type: 'start' }, $: { type: 'end' } },
    shown: '0 $',
    does: 'ends',
    says: 'to the start or the end; so do home and end',
  },
  help: {
    keys: { '?': { type: 'help' }, f1: { type: 'help' } },
    shown: '?',
    does: 'keys',
    says: 'these keys, and what the signs mean',
  },
  quit: {
    keys: { q: { type: 'quit' }, 'ctrl+c': { type: 'quit' } },
    shown: 'q',
    does: 'quit',
  },
} as const
