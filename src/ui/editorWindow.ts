import type { Window } from './editor/edit.ts'
import { gutterOf } from './editor/editorPane.ts'
import type { Player } from './playerState.ts'

/** The box in which an exercise is edited, with its frame: over the whole width where that is narrow. */
export const editorBox = ({ columns, rows }: Pick<Player, 'columns' | 'rows'>): Window => {
  const body = rows - 3
  const isWide = columns >= 110 && rows >= 30
  return {
    columns: isWide ? Math.floor(columns * 0.55) : columns,
    rows: Math.max(4, isWide ? body - 14 : body - 8),
  }
}

/** What of the text can be seen in it. */
export const editorWindow = (state: Player): Window => {
  const { columns, rows } = editorBox(state)
  const gutter = state.editor === null ? 0 : gutterOf(state.editor)
  return { columns: Math.max(1, columns - 2 - gutter), rows: Math.max(1, rows - 2) }
}
