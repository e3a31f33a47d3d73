import type { Canvas } from '../canvas/canvas.ts'
import { linksOf } from '../canvas/compose.ts'
import { type Parts, partsOf } from '../canvas/walk.ts'
import { width } from './width.ts'

/** Columns of the longest state's name. */
export const longestState = 'RECEIVED'.length

/** A canvas laid out: what stands where, and where edges come in and go out. */
export interface Block {
  readonly width: number
  readonly height: number
  readonly items: readonly Item[]
  readonly ins: readonly Port[]
  readonly outs: readonly Port[]
  /** Is there room for the states' words? */
  readonly hasWords?: boolean
}

interface Port {
  readonly row: number
  readonly column: number
}

/** One thing to draw. `sides` of a line are those it touches: 1 up, 2 right, 4 down, 8 left. */
export type Item = Port &
  (
    | { readonly type: 'node'; readonly id: string | undefined; readonly label: string }
    | { readonly type: 'line'; readonly sides: number }
    | { readonly type: 'arrow' }
    | { readonly type: 'sign'; readonly sign: 'link' | 'linkError' }
    | {
        readonly type: 'counter'
        readonly id: string | undefined
        /** A task that it counts. */
        readonly part: string | undefined
        readonly size: number
      }
    | { readonly type: 'more'; readonly count: number }
  )

/** What a layout has to know of how things will be drawn. */
export interface Draw {
  /** A task's label. */
  readonly name: (id: string | undefined, task: string) => string
  /** The id of what was sent as the nth link of this kind to this task of a task; undefined where none was. */
  readonly linked: (id: string, sign: 'link' | 'linkError', task: string, nth: number) => string | undefined
  /** Columns of a chord's counter when it is full. */
  readonly counterWidth: (size: number) => number
}

/**
 * Lays a canvas out from left to right; from top to bottom if that is too wide. Long groups are cut at `members`. Room
 * for the states' words is kept beside the tasks where there is any.
 */
export const layOut = (canvas: Canvas, columns: number, members: number, draw: Draw): Block => {
  const across = { join: joinAcross, members, steps: Math.ceil(columns / 6) + 1, ...draw }
  const down = { join: joinDown, members, steps: members, ...draw }
  const tries = [across, down].flatMap((manner) => [true, false].map((words) => ({ ...manner, words })))
  const blocks = tries.map((manner) => block(canvas, manner))
  const fits = blocks.find((one) => one.width <= columns) ?? blocks[3]!
  return { ...fits, hasWords: tries[blocks.indexOf(fits)]!.words }
}

interface Manner extends Draw {
  readonly join: (steps: readonly Block[]) => Block
  readonly members: number
  readonly steps: number
  readonly words: boolean
}

const block = (canvas: Canvas, manner: Manner): Block => withLinks(bare(canvas, manner), canvas, manner)

const bare = (canvas: Canvas, manner: Manner): Block => {
  const parts = partsOf(canvas)
  switch (parts.type) {
    case 'task':
      return node(parts.id, manner.name(parts.id, parts.task), manner.words)
    case 'chain':
      return chainBlock(parts.steps, manner)
    case 'group':
      return stack(parts.members, manner)
    case 'chord': {
      const steps = [stack(parts.header, manner), counter(parts, manner)]
      return manner.join(parts.body === null ? steps : [...steps, block(parts.body, manner)])
    }
  }
}

const single = (item: Item, wide: number): Block => ({
  width: wide,
  height: 1,
  items: [item],
  ins: [{ row: 0, column: 0 }],
  outs: [{ row: 0, column: wide }],
})

const node = (id: string | undefined, label: string, words: boolean) =>
  single({ type: 'node', row: 0, column: 0, id, label }, width(label) + 2 + (words ? 1 + longestState : 0))

const counter = ({ id, header }: Parts & { readonly type: 'chord' }, { counterWidth }: Manner) => {
  const part = header[0] && countedIn(header[0])
  return single(
    { type: 'counter', row: 0, column: 0, id, part, size: header.length },
    counterWidth(header.length),
  )
}

/** The task whose end counts for a member of a header: a chain's last, a chord's body. */
const countedIn = (member: Canvas): string | undefined => {
  const parts = partsOf(member)
  if (parts.type === 'task') return parts.id
  const last =
    parts.type === 'chain' ? parts.steps.at(-1) : parts.type === 'group' ? parts.members[0] : parts.body
  return last ? countedIn(last) : undefined
}

const more = (count: number) => single({ type: 'more', row: 0, column: 0, count }, `+${count} more`.length)

const empty: Block = { width: 0, height: 0, items: [], ins: [], outs: [] }

const chainBlock = (steps: readonly Canvas[], manner: Manner): Block => {
  const shown = steps.length <= manner.steps ? steps : steps.slice(0, manner.steps - 1)
  const blocks = shown.map((step) => block(step, manner))
  if (shown.length < steps.length) blocks.push(more(steps.length - shown.length))
  return manner.join(blocks)
}

const stack = (members: readonly Canvas[], manner: Manner): Block => {
  const shown = members.length <= manner.members ? members : members.slice(0, Math.max(1, manner.members - 1))
  const blocks = shown.map((member) => block(member, manner))
  if (shown.length < members.length) blocks.push(more(members.length - shown.length))
  if (blocks.length === 0) return empty
  let row = 0
  const placed = blocks.map((one) => {
    const moved = move(one, row, 0)
    row += one.height
    return moved
  })
  return {
    width: Math.max(...placed.map((one) => one.width)),
    height: row,
    items: placed.flatMap((one) => one.items),
    ins: placed.flatMap((one) => one.ins),
    outs: placed.flatMap((one) => one.outs),
  }
}

const move = (one: Block, down: number, right: number): Block => {
  if (down === 0 && right === 0) return one
  const shift = <Place extends Port>(place: Place): Place => ({
    ...place,
    row: place.row + down,
    column: place.column + right,
  })
  return { ...one, items: one.items.map(shift), ins: one.ins.map(shift), outs: one.outs.map(shift) }
}

const middle = (ports: readonly Port[]) => ports[Math.floor((ports.length - 1) / 2)]?.row ?? 0

/** `left ─▸ right`, with brackets where several edges come together or part. */
const joinAcross = (steps: readonly Block[]): Block =>
  steps
    .filter((step) => step.height > 0)
    .reduce((left, right) => (left === empty ? right : beside(left, right)), empty)

const beside = (left: Block, right: Block): Block => {
  const down = Math.max(0, middle(right.ins) - middle(left.outs))
  const a = move(left, down, 0)
  const row = middle(a.outs)
  const gathers = a.outs.length > 1
  const spreads = right.ins.length > 1
  const gather = a.width + (gathers || spreads ? 2 : 1)
  const spread = gathers && spreads ? gather + 2 : gather
  const start = spread + 3
  const b = move(right, row - middle(right.ins), start)
  const items: Item[] = []
  for (const port of a.outs) items.push(...level(port.row, port.column + 1, gather))
  if (gathers || !spreads) items.push(...bracket(a.outs, row, gather, 8, 2))
  items.push(...level(row, gather + 1, spread))
  if (spreads) items.push(...bracket(b.ins, row, spread, 2, 8))
  for (const port of b.ins) {
    items.push(...level(port.row, spread + 1, port.column - 2))
    items.push({ type: 'arrow', row: port.row, column: port.column - 2 })
  }
  return {
    width: start + right.width,
    height: Math.max(a.height + down, right.height + row - middle(right.ins)),
    items: [...a.items, ...items, ...b.items],
    ins: a.ins,
    outs: b.outs,
  }
}

const level = (row: number, from: number, to: number): Item[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, index) => line(row, from + index, 10))

const line = (row: number, column: number, sides: number): Item => ({ type: 'line', row, column, sides })

/** A vertical line that gathers ports on one side (`near`) and goes on at one row on the other (`far`). */
const bracket = (ports: readonly Port[], row: number, column: number, near: number, far: number): Item[] => {
  const rows = new Set(ports.map((port) => port.row))
  const top = Math.min(row, ...rows)
  const bottom = Math.max(row, ...rows)
  return Array.from({ length: bottom - top + 1 }, (_, index) => {
    const at = top + index
    const sides =
      (at > top ? 1 : 0) | (at < bottom ? 4 : 0) | (rows.has(at) ? near : 0) | (at === row ? far : 0)
    return line(at, column, sides)
  })
}

/** Every step below the one before, hung on a line along the left. */
const joinDown = (steps: readonly Block[]): Block => {
  const full = steps.filter((step) => step.height > 0)
  if (full.length <= 1) return full[0] ?? empty
  const items: Item[] = []
  const rails = new Map<number, number>()
  let row = 0
  let wide = 0
  const last = full.length - 1
  const ends: Port[] = []
  full.forEach((step, index) => {
    const right = index === 0 && step.height === 1 ? 0 : 3
    const placed = move(step, row, right)
    const target = middle(placed.ins)
    for (let at = row; at < row + step.height; at++) {
      const up = (index === 0 ? at > row : at <= target || index < last) ? 1 : 0
      const below = index < last || at < target ? 4 : 0
      rails.set(at, up | below)
    }
    if (right > 0)
      for (const port of index === 0 ? placed.ins : [{ row: target, column: right }]) {
        rails.set(port.row, (rails.get(port.row) ?? 0) | 2)
        if (index === 0) items.push(line(port.row, 1, 10))
        else items.push({ type: 'arrow', row: port.row, column: 1 })
      }
    else rails.delete(row)
    items.push(...placed.items)
    wide = Math.max(wide, placed.width + right)
    row += step.height
    if (index === last) ends.push(...placed.outs.slice(0, 1))
  })
  for (const [at, sides] of rails) if (sides !== 0) items.push(line(at, 0, sides))
  return { width: wide, height: row, items, ins: [{ row: 0, column: 0 }], outs: ends }
}

/** A link with the id that it got when it was sent. */
const sent = (
  link: Canvas,
  { options }: Canvas,
  sign: 'link' | 'linkError',
  nth: number,
  { linked }: Manner,
): Canvas => {
  if (link.subtask_type !== null || link.options.task_id !== undefined || options.task_id === undefined)
    return link
  const id = linked(options.task_id, sign, link.task, nth)
  return id === undefined ? link : { ...link, options: { ...link.options, task_id: id } }
}

/** Callbacks and errbacks hang below what they belong to. */
const withLinks = (own: Block, canvas: Canvas, manner: Manner): Block => {
  const kinds = [
    ...linksOf(canvas.options.link).map((linked) => ({ linked, sign: 'link' as const })),
    ...linksOf(canvas.options.link_error).map((linked) => ({ linked, sign: 'linkError' as const })),
  ]
  return kinds.reduce<Block>((above, { linked, sign }, index) => {
    const before = kinds.slice(0, index)
    const nth = before.filter((one) => one.sign === sign && one.linked.task === linked.task).length
    const below = block(sent(linked, canvas, sign, nth, manner), manner)
    const row = above.height
    const target = row + (below.ins[0]?.row ?? 0)
    const rails: Item[] = []
    for (let at = row; at < target; at++) rails.push(line(at, 1, 5))
    return {
      width: Math.max(above.width, below.width + 6),
      height: row + below.height,
      items: [
        ...above.items,
        ...rails,
        line(target, 1, 3),
        { type: 'sign', row: target, column: 2, sign },
        ...move(below, row, 6).items,
      ],
      ins: above.ins,
      outs: above.outs,
    }
  }, own)
}
