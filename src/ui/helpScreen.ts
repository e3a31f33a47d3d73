import { box } from './box.ts'
import { editorKeys } from './editor/edit.ts'
import { keyTable } from './keys.ts'
import { keysAndSigns } from './keysAndSigns.ts'
import type { Look } from './legend.ts'
import { exerciseOf, type Player, sceneOf } from './playerState.ts'
import { wrapText } from './prose.ts'
import type { Scrolled } from './scrolled.ts'
import { type Row, span } from './span.ts'

/** The keys and the signs, and where Celery's manual says more. */
export const helpScreen = (state: Player, look: Look, columns: number, rows: number): Scrolled => {
  const manual = manualBox(state, look, columns)
  const table = exerciseOf(state) === undefined ? keyTable : [...keyTable, ...editorKeys]
  const above = keysAndSigns(table, state.scroll, look, columns, rows - manual.length)
  return { ...above, rows: [...above.rows, ...manual] }
}

const manualBox = (state: Player, look: Look, columns: number): readonly Row[] => {
  const address = sceneOf(state)?.manual
  if (address === undefined) return []
  const lines = wrapText(address, columns - 4).map((line): Row => [span(` ${line}`)])
  return box({ title: "Celery's manual" }, lines, columns, lines.length + 2, look)
}
