import { blankCells, cellsRow, put } from '../src/ui/cells.ts'
import { type Row, rowWidth } from '../src/ui/span.ts'

/** Draws rows over others, from a place on. */
export const overlay = (
  below: readonly Row[],
  above: readonly Row[],
  { row, column }: { readonly row: number; readonly column: number },
): readonly Row[] =>
  below.map((line, index) => {
    const over = above[index - row]
    if (over === undefined) return line
    const cells = blankCells(rowWidth(line))
    let at = 0
    for (const part of line) at = put(cells, at, part.text, part.role)
    at = column
    for (const part of over) at = put(cells, at, part.text, part.role)
    return cellsRow(cells)
  })
