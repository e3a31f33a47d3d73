import { beside, box } from './box.ts'
import { editorKeys } from './editor/edit.ts'
import { keyTable } from './keys.ts'
import { glyph, type Look, legend } from './legend.ts'
import { exerciseOf, type Player, sceneOf } from './playerState.ts'
import { wrapText } from './prose.ts'
import { type Row, span } from './span.ts'
import { width } from './width.ts'

/** The keys and the signs, and where Celery's manual says more. */
export const helpScreen = (state: Player, look: Look, columns: number, rows: number): readonly Row[] => {
  const manual = manualBox(state, look, columns)
  return [...tables(state, look, columns, rows - manual.length), ...manual]
}

const manualBox = (state: Player, look: Look, columns: number): readonly Row[] => {
  const address = sceneOf(state)?.manual
  if (address === undefined) return []
  const lines = wrapText(address, columns - 4).map((line): Row => [span(` ${line}`)])
  return box({ title: "Celery's manual" }, lines, columns, lines.length + 2, look)
}

/** The keys, from the table that obeys them, and the signs, from the table that draws them. */
const tables = (state: Player, look: Look, columns: number, rows: number): readonly Row[] => {
  const all = exerciseOf(state) === undefined ? keyTable : [...keyTable, ...editorKeys]
  const keys = all.map(({ shown, says }): Row => [span(` ${shown.padEnd(7)}`, 'key'), span(says)])
  const signs = Object.values(legend).map((sign): Row => {
    const drawn = glyph(look, sign)
    return [span(` ${drawn}${' '.repeat(Math.max(1, 4 - width(drawn)))}`, sign.role), span(sign.means)]
  })
  if (columns < 110) {
    const lines = [...keys, [], ...signs]
    const skipped = Math.min(state.scroll, Math.max(0, lines.length - (rows - 2)))
    return box({ title: 'keys and signs' }, lines.slice(skipped), columns, rows, look)
  }
  const left = Math.floor(columns * 0.6)
  return beside(
    box({ title: 'keys' }, keys, left, rows, look),
    box({ title: 'signs' }, signs, columns - left, rows, look),
  )
}
