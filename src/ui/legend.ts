import type { State } from '../canvas/runtime.ts'
import type { Role } from './theme.ts'

/** One thing that is drawn: how it looks with and without Unicode, in which role's colour, and what it means. */
export interface Sign {
  readonly unicode: string
  readonly ascii: string
  readonly role: Role
  readonly means: string
}

const sign = (unicode: string, ascii: string, role: Role, means: string): Sign => ({
  unicode,
  ascii,
  role,
  means,
})

/** Every sign of the three views. The views draw from this table and the help screen prints it. */
export const legend = {
  waiting: sign('░', '.', 'task.waiting', 'a message waits in the queue'),
  parked: sign('╌', '-', 'task.parked', 'a message parked until its countdown or eta'),
  running: sign('█', '#', 'task.running', 'a worker runs the task'),
  success: sign('✓', '+', 'task.success', 'SUCCESS'),
  failure: sign('✗', 'x', 'task.failure', 'FAILURE'),
  retry: sign('↻', 'r', 'task.retry', 'RETRY'),
  revoked: sign('⊘', 'o', 'task.revoked', 'REVOKED'),
  rejected: sign('⊗', '%', 'task.revoked', 'REJECTED'),
  ignored: sign('∅', '0', 'task.revoked', 'IGNORED'),
  lost: sign('╳', '!', 'task.failure', 'the worker was lost'),
  pending: sign('◦', '.', 'task.pending', 'PENDING'),
  received: sign('░', ':', 'task.waiting', 'RECEIVED'),
  started: sign('▸', '>', 'task.running', 'STARTED'),
  custom: sign('◈', '=', 'task.running', "a state of the task's own"),
  applied: sign('●', '@', 'client', 'the program sends a canvas'),
  blocked: sign('┄', '~', 'client', 'the program waits in get()'),
  stored: sign('◆', '*', 'backend', 'a value is stored'),
  counter: sign('◇', '<', 'counter', 'a chord counts a finished part'),
  edge: sign('─▸', '->', 'edge', 'the next step'),
  link: sign('╌▸', '..>', 'edge.link', 'a link: runs after success'),
  linkError: sign('─✗▸', '-x>', 'edge.error', 'an errback: runs after failure'),
  now: sign('┃', '|', 'now', 'now'),
} as const satisfies Record<string, Sign>

/** The sign of a task's state. A state of the task's own has one sign for all. */
export const stateSign = (state: string): Sign =>
  stateSigns[state as State] ?? (state === lostWorker ? legend.lost : legend.custom)

/** How a run ends on the timeline when its worker is lost: no state of Celery's. */
export const lostWorker = 'the worker was lost'

const stateSigns: Record<State, Sign> = {
  PENDING: legend.pending,
  RECEIVED: legend.received,
  STARTED: legend.started,
  SUCCESS: legend.success,
  FAILURE: legend.failure,
  RETRY: legend.retry,
  REVOKED: legend.revoked,
  REJECTED: legend.rejected,
  IGNORED: legend.ignored,
}

/** Lines and corners of boxes and edges. `lines` is indexed by the sides they touch: 1 up, 2 right, 4 down, 8 left. */
export interface Frames {
  readonly lines: readonly string[]
  readonly arrow: string
  readonly tree: { readonly branch: string; readonly last: string; readonly through: string }
  readonly rest: string
  readonly track: {
    readonly start: string
    readonly end: string
    readonly line: string
    readonly head: string
  }
  readonly corners: readonly [string, string, string, string]
}

const unicodeFrames: Frames = {
  lines: [' ', '│', '─', '╰', '│', '│', '╭', '├', '─', '╯', '─', '┴', '╮', '┤', '┬', '┼'],
  arrow: '▸',
  tree: { branch: '├', last: '└', through: '│' },
  rest: '…',
  track: { start: '├', end: '┤', line: '─', head: '●' },
  corners: ['┌', '┐', '└', '┘'],
}

const asciiFrames: Frames = {
  lines: [' ', '|', '-', '+', '|', '|', '+', '+', '-', '+', '-', '+', '+', '+', '+', '+'],
  arrow: '>',
  tree: { branch: '|-', last: '`-', through: '|' },
  rest: '~',
  track: { start: '|', end: '|', line: '-', head: 'O' },
  corners: ['+', '+', '+', '+'],
}

/** How a frame is drawn: with Unicode or ASCII alone. Colour is decided later, by the theme. */
export interface Look {
  readonly ascii: boolean
}

/** A sign as this look draws it. */
export const glyph = (look: Look, sign: Sign): string => (look.ascii ? sign.ascii : sign.unicode)

/** The lines and corners of this look. */
export const framesOf = (look: Look): Frames => (look.ascii ? asciiFrames : unicodeFrames)
