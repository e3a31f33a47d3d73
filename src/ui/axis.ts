import { blankCells, type Cells, put } from './cells.ts'
import { tick, tickStep } from './clock.ts'

/** Time laid over columns. What happens at the end of the run keeps a margin to its right, for its value. */
export interface Axis {
  readonly columns: number
  columnOf(atMs: number): number
  /** The first moment of a column. */
  timeOf(column: number): number
  readonly spanMs: number
}

/** An axis over so many columns, from the start of the run to `spanMs`. */
export const axis = (spanMs: number, columns: number): Axis => {
  const margin = Math.min(18, Math.floor(columns / 5))
  const used = Math.max(1, columns - 1 - margin)
  const span = Math.max(1, spanMs)
  return {
    columns,
    spanMs: span,
    columnOf: (atMs) => Math.min(columns - 1, Math.floor((Math.min(atMs, span) / span) * used + 1e-9)),
    timeOf: (column) => (column / used) * span,
  }
}

/** A part of the time of a run. */
export interface Window {
  readonly fromMs: number
  readonly toMs: number
}

/** An axis over a part of the time: what comes before it is at column -1, what comes after behind the last. */
export const windowAxis = ({ fromMs, toMs }: Window, columns: number): Axis => {
  const span = Math.max(1e-6, toMs - fromMs)
  return {
    columns,
    spanMs: span,
    columnOf: (atMs) =>
      Math.max(
        -1,
        Math.min(columns, Math.floor(((Math.min(atMs, toMs + span) - fromMs) / span) * (columns - 1) + 1e-9)),
      ),
    timeOf: (column) => fromMs + (column / (columns - 1)) * span,
  }
}

/** The ticks of an axis, over a line of `fill`. */
export const ticks = (axis: Axis, fill: string): Cells => {
  const cells = blankCells(axis.columns)
  cells.text.fill(fill)
  cells.roles.fill('border')
  const step = tickStep(axis.timeOf(9) - axis.timeOf(0))
  const first = Math.ceil(axis.timeOf(0) / step) * step
  const last = axis.timeOf(axis.columns - 6)
  for (let atMs = first; atMs <= last; atMs += step) {
    const share = (atMs - axis.timeOf(0)) / (axis.timeOf(axis.columns - 1) - axis.timeOf(0))
    put(cells, Math.round(share * (axis.columns - 1)), tick(atMs), 'dim')
  }
  return cells
}
