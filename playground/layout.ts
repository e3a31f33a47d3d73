import type { Window } from '../src/ui/editor/edit.ts'
import { gutterOf } from '../src/ui/editor/editorPane.ts'
import { endOf } from '../src/ui/stage.ts'
import { timelineRows } from '../src/ui/timeline.ts'
import type { Playground } from './playground.ts'

/** A box on the screen, its borders included. */
export interface Area {
  readonly columns: number
  readonly rows: number
}

/** Where everything stands below the header and above the last two rows. An area without rows is not shown. */
export interface Layout {
  readonly editor: Area
  /** Right of the editor, one below the other, where there is room beside it. */
  readonly types: Area
  readonly graph: Area
  readonly events: Area
  /** Below the editor: what stands at the caret, or the event at which the run stands. */
  readonly below: Area
  /** At the bottom, as wide as the screen. */
  readonly timeline: Area
}

/** Divides the screen. */
export const layoutOf = (state: Pick<Playground, 'columns' | 'rows' | 'runs'>): Layout => {
  const { columns, rows, runs } = state
  const height = Math.max(3, rows - 3)
  const lanes = runs.stage === null ? 0 : timelineRows({ stage: runs.stage, horizon: endOf(runs.stage) }) + 2
  const none = { columns: 0, rows: 0 }
  if (columns >= 110) {
    const timeline = lanes === 0 ? 0 : Math.min(lanes, Math.max(6, Math.floor(height * 0.38)))
    const top = height - timeline
    const editor = Math.floor(columns * 0.52)
    const side = columns - editor
    const events = lanes === 0 || top < 18 ? 0 : Math.max(6, Math.floor(top * 0.34))
    const graph =
      lanes === 0 || top < 12 ? 0 : Math.min(Math.max(5, Math.floor(top * 0.32)), top - events - 5)
    return {
      editor: { columns: editor, rows: top },
      types: { columns: side, rows: top - graph - events },
      graph: { columns: side, rows: graph },
      events: { columns: side, rows: events },
      below: none,
      timeline: { columns, rows: timeline },
    }
  }
  const below = height >= 18 ? 4 : height >= 12 ? 3 : 0
  const most = Math.floor(height * 0.42)
  const timeline = lanes === 0 || height < 14 ? 0 : Math.min(lanes, most)
  return {
    editor: { columns, rows: height - below - timeline },
    types: none,
    graph: none,
    events: none,
    below: { columns, rows: below },
    timeline: { columns, rows: timeline },
  }
}

/** What the editor shows of its text. */
export const windowOf = (state: Playground): Window => {
  const { columns, rows } = layoutOf(state).editor
  return { columns: columns - 2 - gutterOf(state.editor), rows: rows - 2 }
}
