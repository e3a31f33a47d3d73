import type { Canvas } from '../canvas/canvas.ts'
import { blankCells, type Cells, cellsRow, put } from './cells.ts'
import { type Applied, countAt, type Film, labelIn, stateAt } from './film.ts'
import { type Block, type Item, layOut, longestState } from './graphLayout.ts'
import { labelOf } from './label.ts'
import { counterText } from './lane.ts'
import { framesOf, glyph, type Look, legend, stateSign } from './legend.ts'
import { type Scrolled, scrolledTo } from './scrolled.ts'
import { prefix } from './search.ts'
import { clip, type Row, span } from './span.ts'
import { width } from './width.ts'

/** Which film's graph to draw, and when. */
export interface GraphView {
  readonly film: Film
  readonly count: number
  /** Canvases sent from this event on are not shown. */
  readonly limit: number
  readonly look: Look
  readonly scroll?: number
  /** The tasks at the ends of the edge that is looked at. */
  readonly ends?: readonly string[]
}

/**
 * Draws what was sent: every canvas with its tasks' states, one below the other. Before anything is sent, the first
 * canvas that will be.
 */
export const graph = (view: GraphView, columns: number, rows: number): Scrolled => {
  const { film, scroll = 0 } = view
  const sent = prefix(film.applied, (one) => one.event < Math.min(view.count, view.limit))
  const first = film.applied[0]
  const early = sent === 0 && first !== undefined && first.event < view.limit ? 1 : sent
  const painted: Row[] = []
  const wanted = rows + scroll
  let isCut = false
  for (let index = 0; index < early && painted.length <= wanted; index++) {
    const block = blockOf(film.applied[index]!, columns, Math.max(wanted, 4), view)
    painted.push(...paint(block, columns, view))
    isCut ||= block.items.some(({ type }) => type === 'more')
  }
  const { rows: shown, most } = scrolledTo(painted, rows, scroll)
  const isLast = scroll >= most || rows <= 1
  return {
    rows: isLast ? shown : [...shown.slice(0, -1), [span(view.look.ascii ? '~ more' : '⋮ more', 'dim')]],
    // With more room a long group shows more of its members.
    most: isCut ? Math.max(most, scroll + 1) : most,
  }
}

const causes = { link: 'link', linkError: 'link-error' } as const

const blocks = new WeakMap<Canvas, Map<string, Block>>()

/** The layout of a canvas does not change while it plays. */
const blockOf = ({ canvas }: Applied, columns: number, rows: number, { film, look }: GraphView): Block => {
  const known = blocks.get(canvas) ?? new Map<string, Block>()
  blocks.set(canvas, known)
  const key = `${columns} ${rows} ${look.ascii}`
  const found = known.get(key)
  if (found !== undefined) return found
  const block = layOut(canvas, columns, rows, {
    name: (id, task) => (id === undefined ? labelOf(task) : labelIn(film, id)),
    linked: (id, sign, task, nth) =>
      film.linked
        .get(id)
        ?.filter((one) => one.cause === causes[sign] && one.task === task)
        .at(nth)?.id,
    counterWidth: (size) => width(counterText(size, size, look)),
  })
  known.set(key, block)
  return block
}

/** A chord inside a chain takes a new id when it is sent: what its tasks report to is the true one. */
const counterOf = (film: Film, { id, part }: Item & { readonly type: 'counter' }) => {
  const groupId = (part === undefined ? undefined : film.tasks.get(part)?.countedBy) ?? id
  return groupId === undefined ? undefined : film.counterOf.get(groupId)
}

const paint = (block: Block, columns: number, view: GraphView): readonly Row[] => {
  const { film, count, look } = view
  const lines = framesOf(look).lines
  const grid: Cells[] = Array.from({ length: block.height }, () => blankCells(columns))
  for (const item of block.items) {
    const cells = grid[item.row]
    if (cells === undefined) continue
    switch (item.type) {
      case 'node': {
        const state = item.id === undefined ? 'PENDING' : stateAt(film, item.id, count)
        const sign = stateSign(state)
        const word = block.hasWords ? ` ${clip(state, longestState, framesOf(look).rest)}` : ''
        const isEnd = item.id !== undefined && view.ends?.includes(item.id) === true
        const after = put(cells, item.column, item.label, isEnd ? 'strong' : 'text')
        put(cells, after, ` ${glyph(look, sign)}${word}`, sign.role)
        break
      }
      case 'line':
        put(cells, item.column, lines[item.sides]!, 'edge')
        break
      case 'arrow':
        put(cells, item.column, framesOf(look).arrow, 'edge')
        break
      case 'sign': {
        const edge = glyph(look, legend[item.sign])
        put(cells, item.column, edge.padStart(3, edge[0]), legend[item.sign].role)
        break
      }
      case 'counter': {
        const counter = counterOf(film, item)
        const reached = counter && countAt(counter, count)
        put(cells, item.column, counterText(reached?.count ?? 0, reached?.size ?? item.size, look), 'counter')
        break
      }
      case 'more':
        put(cells, item.column, `+${item.count} more`, 'dim')
        break
    }
  }
  return grid.map(cellsRow)
}
