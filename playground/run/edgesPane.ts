import { clock } from '../../src/ui/clock.ts'
import { glyph, type Look } from '../../src/ui/legend.ts'
import { prefix } from '../../src/ui/search.ts'
import { type Row, span } from '../../src/ui/span.ts'
import { countIn } from '../../src/ui/stage.ts'
import { printable, printValue } from '../../src/ui/value.ts'
import { type Edge, edgeBefore, edgesOf } from './edges.ts'
import { jsonRows } from './jsonRows.ts'
import { type RunState, shownRuns } from './runState.ts'

/** The edges of the run at which the screen stands, the one that was gone along last set off, and below all of its value. */
export const edgesPane = (runs: RunState, look: Look, columns: number, rows: number): readonly Row[] => {
  const { edges, count } = here(runs)
  if (edges.length === 0) return [[span('nothing went from one to another', 'dim')]]
  const past = prefix(edges, (one) => one.event < count)
  const chosen = edges[past - 1]
  const value = chosen === undefined ? [] : valueRows(chosen, columns)
  const below = Math.min(value.length, Math.max(3, rows >> 1))
  const room = Math.max(1, rows - below - 1)
  const first = Math.max(0, Math.min(past - 1 - (room >> 1), edges.length - room))
  const lines = edges.slice(first, first + room).map((edge, index) => {
    const role = edge === chosen ? 'selected' : first + index < past ? 'text' : 'future'
    const sign = edge === chosen ? (look.ascii ? '>' : '▸') : ' '
    const atMs = shownRuns(runs)[filmOf(runs)]!.ran.trace[edge.event]!.atMs
    return [
      span(`${sign}${clock(atMs).padStart(5)} `, role === 'future' ? 'future' : 'dim'),
      span(`${edgeText(edge, look)}`, role),
    ]
  })
  return [...lines, [], ...value.slice(0, below)]
}

/** The edge that was gone along last before the moment at which the run stands, as of its own run. */
export const edgeHere = (runs: RunState): Edge | undefined => {
  const which = filmOf(runs)
  const run = shownRuns(runs)[which]
  const film = runs.stage?.films[which]
  return run === undefined || film === undefined
    ? undefined
    : edgeBefore(film, run, countIn(runs.stage!, which, runs.at))
}

/** The event of the edge before or after the moment at which the run stands; undefined beyond the ends. */
export const edgeBeside = (runs: RunState, by: number): Edge | undefined => {
  const { edges, count } = here(runs)
  return edges[prefix(edges, (one) => one.event < count) - 1 + by]
}

/** Of two runs side by side the one in which something happened last. */
export const filmOf = ({ stage, at }: RunState): number => stage?.moments[at.count - 1]?.film ?? 0

const here = (runs: RunState) => {
  const which = filmOf(runs)
  const run = shownRuns(runs)[which]
  const film = runs.stage?.films[which]
  if (run === undefined || film === undefined) return { edges: [], count: 0 }
  return { edges: edgesOf(film, run), count: countIn(runs.stage!, which, runs.at) }
}

/** `add ─▸ double  5`. */
export const edgeText = ({ from, to, sign, value, isTaken }: Edge, look: Look): string =>
  printable(
    `${from} ${glyph(look, sign)} ${to}  ${value === undefined ? '' : printValue(value)}${isTaken ? '' : ' (not taken: .si)'}`.trimEnd(),
  )

const valueRows = ({ value, isTaken }: Edge, columns: number): readonly Row[] => {
  if (value === undefined) return [[span('nothing is handed over here', 'dim')]]
  const lines = (JSON.stringify(value, null, 2) ?? 'none').slice(0, 20_000).split('\n')
  return [
    ...(isTaken ? [] : [[span('it is given, and what follows does not take it', 'dim')]]),
    ...jsonRows(lines, columns),
  ]
}
