/** One figure: what was measured, beside the floor that the same machine has for it now, and what it may cost. */
export interface Row {
  readonly what: string
  readonly unit: string
  readonly measured: number
  /** The same without us; null where there is no such thing. */
  readonly floor: number | null
  /** The figure it must not pass; null for one that is only looked at. */
  readonly budget: number | null
  /** More is better: the budget is then the least it must reach. */
  readonly atLeast?: boolean
}

/** A part of the benchmark. What it needs and does not find it says by throwing. */
export type Bench = () => Promise<readonly Row[]>

/** The row keeps its budget. */
export const isOk = ({ measured, budget, atLeast = false }: Row): boolean =>
  budget === null || (atLeast ? measured >= budget : measured <= budget)

/** The middle one of some measurements. */
export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** The rows as a table, for a person. */
export const table = (rows: readonly Row[]): string => {
  const lines = rows.map((row) => [
    row.what,
    `${number(row.measured)} ${row.unit}`,
    row.floor === null ? '' : number(row.floor),
    row.floor === null || row.floor === 0 ? '' : `${(row.measured / row.floor).toFixed(2)}x`,
    row.budget === null ? '' : `${row.atLeast ? '>=' : '<='} ${number(row.budget)}`,
    isOk(row) ? 'ok' : 'NOT REACHED',
  ])
  const cells = [['', 'measured', 'floor', 'ratio', 'budget', ''], ...lines]
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((line) => line[column]!.length)))
  const align = (text: string, column: number) =>
    column === 0 || column === widths.length - 1
      ? text.padEnd(widths[column]!)
      : text.padStart(widths[column]!)
  return cells.map((line) => line.map(align).join('  ').trimEnd()).join('\n')
}

const number = (value: number) =>
  new Intl.NumberFormat('en', { maximumFractionDigits: Math.abs(value) < 10 ? 2 : 0 }).format(value)
