import type { Film } from './film.ts'
import { type GraphView, graph } from './graph.ts'
import type { Scrolled } from './scrolled.ts'
import { type Row, span } from './span.ts'

/** The learner's graph, and below it the one to reach, dim: what is sent, before anything has happened to it. */
export const goalPane = (mine: GraphView, goal: Film, columns: number, rows: number): Scrolled => {
  const { rows: wanted } = graph(
    { film: goal, count: goal.trace.length, limit: Number.POSITIVE_INFINITY, look: mine.look },
    columns,
    Math.max(1, rows - 3),
  )
  const needed = graph(mine, columns, rows).rows.length
  const below = Math.min(wanted.length, Math.max(rows >> 1, rows - 1 - needed, rows - 4))
  const above = graph(mine, columns, Math.max(1, rows - below - 1))
  const line = mine.look.ascii ? '-' : '─'
  const shown = [
    ...above.rows,
    [span(`${line} to reach ${line.repeat(Math.max(0, columns - 11))}`, 'border')],
    ...wanted.slice(0, below).map((row): Row => row.map((part) => ({ ...part, role: 'dim' }))),
  ]
  return { ...above, rows: shown }
}
