import type { Window } from '../src/ui/editor/edit.ts'
import { gutterOf } from '../src/ui/editor/editorPane.ts'
import type { Playground } from './playground.ts'

/** Where everything stands on the screen: sizes of boxes, their borders included. */
export interface Layout {
  readonly editor: { readonly columns: number; readonly rows: number }
}

/** Divides the screen. */
export const layoutOf = ({ columns, rows }: Pick<Playground, 'columns' | 'rows'>): Layout => ({
  editor: { columns, rows: Math.max(3, rows - 3) },
})

/** What the editor shows of its text. */
export const windowOf = (state: Playground): Window => {
  const { columns, rows } = layoutOf(state).editor
  return { columns: columns - 2 - gutterOf(state.editor), rows: rows - 2 }
}
