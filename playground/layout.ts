import type { Window } from '../src/ui/editor/edit.ts'
import { gutterOf } from '../src/ui/editor/editorPane.ts'
import type { Playground } from './playground.ts'

/** A box on the screen, its borders included. */
export interface Area {
  readonly columns: number
  readonly rows: number
}

/** Where everything stands below the header and above the last two rows. */
export interface Layout {
  readonly editor: Area
  /** Right of the editor; null where there is no room beside it. */
  readonly side: Area | null
  /** Below the editor, for what stands at the caret, where there is no room beside it. */
  readonly below: Area | null
}

/** Divides the screen. */
export const layoutOf = ({ columns, rows }: Pick<Playground, 'columns' | 'rows'>): Layout => {
  const height = Math.max(3, rows - 3)
  if (columns >= 110) {
    const editor = Math.floor(columns * 0.52)
    return {
      editor: { columns: editor, rows: height },
      side: { columns: columns - editor, rows: height },
      below: null,
    }
  }
  const words = height >= 18 ? 5 : height >= 12 ? 4 : 0
  return {
    editor: { columns, rows: height - words },
    side: null,
    below: words === 0 ? null : { columns, rows: words },
  }
}

/** What the editor shows of its text. */
export const windowOf = (state: Playground): Window => {
  const { columns, rows } = layoutOf(state).editor
  return { columns: columns - 2 - gutterOf(state.editor), rows: rows - 2 }
}
