/** What a piece of text is, not how it looks. The look is the theme's. */
export type Role =
  | 'text'
  | 'dim'
  | 'strong'
  | 'title'
  | 'border'
  | 'key'
  | 'task.waiting'
  | 'task.parked'
  | 'task.running'
  | 'task.pending'
  | 'task.success'
  | 'task.failure'
  | 'task.retry'
  | 'task.revoked'
  | 'client'
  | 'backend'
  | 'counter'
  | 'edge'
  | 'edge.link'
  | 'edge.error'
  | 'now'
  | 'label'
  | 'future'
  | 'ask'
  | 'good'
  | 'bad'
  | 'code.keyword'
  | 'code.string'
  | 'code.number'
  | 'code.comment'
  | 'code.name'
  | 'code.here'
  | 'selected'
  | 'found'

/** What Ink's `Text` takes. */
export interface Style {
  readonly color?: string
  readonly bold?: boolean
  readonly dimColor?: boolean
  readonly inverse?: boolean
}

/** A look for every role. */
export type Theme = Readonly<Record<Role, Style>>

/** Sixteen-colour names only, so that the terminal's own palette decides what they look like. */
export const colorTheme: Theme = {
  text: {},
  dim: { dimColor: true },
  strong: { bold: true },
  title: { bold: true },
  border: { dimColor: true },
  key: { bold: true },
  'task.waiting': { color: 'yellow' },
  'task.parked': { color: 'magenta' },
  'task.running': { color: 'cyan' },
  'task.pending': { dimColor: true },
  'task.success': { color: 'green' },
  'task.failure': { color: 'red' },
  'task.retry': { color: 'yellow' },
  'task.revoked': { color: 'magenta' },
  client: { color: 'blue' },
  backend: { color: 'green' },
  counter: { color: 'magenta' },
  edge: {},
  'edge.link': { color: 'cyan' },
  'edge.error': { color: 'red' },
  now: { bold: true },
  label: { color: 'cyan', inverse: true },
  future: { dimColor: true },
  ask: { color: 'yellow', bold: true },
  good: { color: 'green', bold: true },
  bad: { color: 'red', bold: true },
  'code.keyword': { color: 'magenta' },
  'code.string': { color: 'green' },
  'code.number': { color: 'yellow' },
  'code.comment': { dimColor: true },
  'code.name': { color: 'cyan' },
  'code.here': { bold: true },
  selected: { inverse: true },
  found: { color: 'yellow', inverse: true },
}

const noStyle: Style = {}

/** No colour, no weight: every state is told by its glyph and its word. */
export const plainTheme: Theme = Object.fromEntries(
  Object.keys(colorTheme).map((role) => [role, noStyle]),
) as unknown as Theme
