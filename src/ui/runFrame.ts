import type { Recording } from '../runtime/recording.ts'
import { box } from './box.ts'
import { clock } from './clock.ts'
import { graph } from './graph.ts'
import type { Look } from './legend.ts'
import { resultTree } from './resultTree.ts'
import { finish, type Row, span } from './span.ts'
import { endOf, stage } from './stage.ts'
import { timeline, timelineRows } from './timeline.ts'

/** A whole run, once everything is quiet: its graph, its timeline and its result tree, each as high as it needs. */
export const runFrame = (recording: Recording, columns: number, look: Look): readonly Row[] => {
  const run = stage([recording])
  const [film] = run.films
  const end = endOf(run)
  const view = { film: film!, count: film!.trace.length, limit: film!.trace.length, look }
  const inner = columns - 4
  const at = { ...end, atMs: Number.POSITIVE_INFINITY }
  const lanes = timeline(
    { stage: run, names: [''], at, horizon: end, look },
    columns - 3,
    timelineRows({ stage: run, horizon: end }),
  )
  const panes = [
    { title: 'graph', lines: graph(view, inner, most).rows },
    {
      title: 'timeline',
      lines: lanes.lanes,
      top: [span(look.ascii ? '-'.repeat(12) : '─'.repeat(12), 'border'), ...lanes.ticks],
      bottom: `t = ${clock(end.atMs)}s`,
    },
    { title: 'result tree', lines: resultTree(view, inner, most).rows },
  ]
  return finish(
    panes.flatMap(({ lines, ...trim }) =>
      lines.length === 0 ? [] : box(trim, lines.map(indented), columns, lines.length + 2, look),
    ),
    look,
  )
}

/** A picture that is higher than this helps nobody. */
const most = 60

const indented = (row: Row): Row => [span(' '), ...row]
