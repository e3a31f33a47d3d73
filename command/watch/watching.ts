import { match } from 'ts-pattern'
import type { SeenWorker, Workflow } from '../../src/runtime/eventLog.ts'
import type { Film } from '../../src/ui/film.ts'
import { type Position, positionAfter, positionAt, type Stage } from '../../src/ui/stage.ts'
import type { Key } from '../../src/ui/terminal/key.ts'
import { type Action, actionOf } from './keys.ts'

/** What was seen of a cluster up to a moment. */
export interface Seen {
  readonly stage: Stage
  readonly nowMs: number
  /** The newest first. */
  readonly workflows: readonly Workflow[]
  readonly workers: readonly SeenWorker[]
  /** One workflow alone. */
  readonly filmOf: (rootId: string) => Film
}

/** The views that can fill the screen, in the order Tab turns them. */
export const panes = ['workflows', 'timeline', 'graph', 'results', 'events'] as const

/** One of them. */
export type Pane = (typeof panes)[number]

/** Everything the screen of `celeriac watch` is drawn from. */
export interface Watching {
  readonly broker: string
  readonly columns: number
  readonly rows: number
  /** What is on screen; while it is paused that stays, and what came since is kept aside. */
  readonly seen: Seen
  readonly latest: Seen
  readonly following: boolean
  readonly at: Position
  /** Which part of the time the timeline shows: so much up to now, or around where it stands. */
  readonly spanMs: number
  readonly fromMs: number
  /** The workflow whose graph and results are shown; null for the newest. */
  readonly rootId: string | null
  readonly pane: Pane | null
  readonly isHelp: boolean
  readonly scroll: number
  readonly note: string | null
  /** What is to be done outside of the screen. Another one each time. */
  readonly wish: { readonly type: 'enable-events' } | null
  readonly done: boolean
}

/** Everything that can happen to it. */
export type Happening =
  | { readonly type: 'key'; readonly key: Key }
  | { readonly type: 'resize'; readonly columns: number; readonly rows: number }
  | { readonly type: 'seen'; readonly seen: Seen }
  | { readonly type: 'told'; readonly says: string }

/** At the begin: nothing has been seen. */
export const watching = (
  start: Pick<Watching, 'broker' | 'columns' | 'rows'> & { readonly seen: Seen },
): Watching => ({
  ...start,
  latest: start.seen,
  following: true,
  at: { atMs: start.seen.nowMs, count: 0 },
  spanMs: 30_000,
  fromMs: 0,
  rootId: null,
  pane: null,
  isHelp: false,
  scroll: 0,
  note: null,
  wish: null,
  done: false,
})

/** What it becomes when something happens to it. */
export const watch = (state: Watching, happening: Happening): Watching =>
  match(happening)
    .returnType<Watching>()
    .with({ type: 'key' }, ({ key }) => press(state.note === null ? state : { ...state, note: null }, key))
    .with({ type: 'resize' }, ({ columns, rows }) => ({ ...state, columns, rows }))
    .with({ type: 'seen' }, ({ seen }) =>
      state.following ? follow({ ...state, latest: seen }) : { ...state, latest: seen },
    )
    .with({ type: 'told' }, ({ says }) => ({ ...state, note: says }))
    .exhaustive()

/** The end of what the timeline may show. */
export const horizonOf = ({ seen }: Watching): Position => ({
  atMs: seen.nowMs,
  count: seen.stage.moments.length,
})

/** The workflow whose graph and results are shown. */
export const chosenOf = ({ seen, rootId }: Watching): Workflow | undefined =>
  seen.workflows.find((one) => one.rootId === rootId) ?? seen.workflows[0]

const press = (state: Watching, key: Key): Watching => {
  const action = actionOf(state, key)
  return action === undefined ? state : act(state, action)
}

const act = (state: Watching, action: Action): Watching =>
  match(action)
    .returnType<Watching>()
    .with({ type: 'play' }, () => (state.following ? { ...state, following: false } : follow(state)))
    .with({ type: 'follow' }, { type: 'end' }, () => follow(state))
    .with({ type: 'scrub' }, ({ by }) =>
      moved(state, positionAt(state.seen.stage, state.at.atMs + (by * state.spanMs) / 100)),
    )
    .with({ type: 'event' }, ({ by }) => moved(state, positionAfter(state.seen.stage, state.at.count + by)))
    .with({ type: 'start' }, () => moved(state, positionAfter(state.seen.stage, 1)))
    .with({ type: 'zoom' }, ({ by }) => {
      const spanMs = spans[Math.min(Math.max(0, spans.indexOf(state.spanMs) - by), spans.length - 1)]!
      return inWindow({ ...state, spanMs, fromMs: state.at.atMs - spanMs / 2 })
    })
    .with({ type: 'choose' }, ({ by }) => choose(state, by))
    .with({ type: 'newest' }, () => ({ ...state, rootId: null, scroll: 0 }))
    .with({ type: 'scroll' }, ({ by }) => ({ ...state, scroll: Math.max(0, state.scroll + by) }))
    .with({ type: 'pane' }, ({ pane }) => ({ ...state, pane: state.pane === pane ? null : pane, scroll: 0 }))
    .with({ type: 'turn' }, ({ by }) => ({ ...state, pane: turned(state.pane, by), scroll: 0 }))
    .with({ type: 'enable' }, () => ({ ...state, wish: { type: 'enable-events' } }))
    .with({ type: 'help' }, () => ({ ...state, isHelp: true, scroll: 0 }))
    .with({ type: 'back' }, () => ({ ...state, isHelp: false, pane: null, scroll: 0 }))
    .with({ type: 'quit' }, () => ({ ...state, done: true }))
    .exhaustive()

/** To now, and on with it. */
const follow = (state: Watching): Watching => {
  const seen = state.latest
  const at = { atMs: seen.nowMs, count: seen.stage.moments.length }
  return inWindow({ ...state, seen, following: true, at })
}

const moved = (state: Watching, at: Position): Watching => inWindow({ ...state, at, following: false })

/** The time on screen goes along with where it stands. */
const inWindow = (state: Watching): Watching => {
  const { at, spanMs, seen } = state
  const last = Math.max(0, seen.nowMs - spanMs)
  if (state.following) return { ...state, fromMs: last }
  const near = spanMs / 10
  const from =
    at.atMs < state.fromMs + near
      ? at.atMs - near
      : at.atMs > state.fromMs + spanMs - near
        ? at.atMs - spanMs + near
        : state.fromMs
  return { ...state, fromMs: Math.min(Math.max(0, from), last) }
}

const choose = (state: Watching, by: number): Watching => {
  const { workflows } = state.seen
  const now = workflows.findIndex(({ rootId }) => rootId === chosenOf(state)?.rootId)
  const next = workflows[Math.min(Math.max(0, now + by), workflows.length - 1)]
  return next === undefined ? state : { ...state, rootId: next.rootId, scroll: 0 }
}

const turned = (pane: Pane | null, by: number): Pane | null => {
  const order: readonly (Pane | null)[] = [null, ...panes]
  return order[(order.indexOf(pane) + by + order.length) % order.length] ?? null
}

/** How much time the timeline can show. */
const spans: readonly number[] = [1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 300_000, 900_000, 3_600_000]
