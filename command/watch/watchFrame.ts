import { offeredKeys } from '../../src/ui/binding.ts'
import { beside, box } from '../../src/ui/box.ts'
import { clock } from '../../src/ui/clock.ts'
import { eventList } from '../../src/ui/eventList.ts'
import { graph } from '../../src/ui/graph.ts'
import { keyRow } from '../../src/ui/keyRow.ts'
import { keysAndSigns } from '../../src/ui/keysAndSigns.ts'
import { labelOf } from '../../src/ui/label.ts'
import { glyph, type Look, legend } from '../../src/ui/legend.ts'
import { wrapText } from '../../src/ui/prose.ts'
import { resultTree } from '../../src/ui/resultTree.ts'
import { prefix } from '../../src/ui/search.ts'
import { clip, finish, fitRows, padRow, type Row, rowWidth, span } from '../../src/ui/span.ts'
import { timeline, timelineRows } from '../../src/ui/timeline.ts'
import { printable } from '../../src/ui/value.ts'
import { width } from '../../src/ui/width.ts'
import { keyTable } from './keys.ts'
import { silence } from './silence.ts'
import { chosenOf, horizonOf, type Pane, type Watching } from './watching.ts'

/** The whole screen as data: as many rows as the terminal has, none wider than it. The last is a column shorter. */
export const watchFrame = (state: Watching, look: Look): readonly Row[] => {
  const { columns, rows } = state
  if (columns < 40 || rows < 12) return finish(fitRows(tooSmall, columns, Math.max(1, rows - 1)), look)
  const drawn = fitRows(body(state, look, columns, rows - 3), columns, rows - 3)
  return finish([header(state, look), ...drawn, bar(state, look), footer(state)], look)
}

const tooSmall: readonly Row[] = [
  [span('Watching needs 40 columns')],
  [span('and 12 rows: please enlarge.')],
  [],
  [span('q quits.')],
]

const header = ({ columns, broker, latest }: Watching, look: Look): Row => {
  const dot = look.ascii ? '-' : '·'
  const online = latest.workers.filter(({ isOnline }) => isOnline).length
  const right = [span(`${counted(online, 'worker')}  ${counted(tasksIn(latest), 'task')} `, 'dim')]
  const left = [span(` watch ${dot} `, 'dim'), span(printable(broker), 'title')]
  return [...padRow(left, Math.max(0, columns - rowWidth(right))), ...right]
}

const tasksIn = ({ workflows }: Watching['seen']) => workflows.reduce((sum, { tasks }) => sum + tasks, 0)

const counted = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`

const body = (state: Watching, look: Look, columns: number, rows: number): readonly Row[] => {
  if (state.isHelp) return keysAndSigns(keyTable, state.scroll, look, columns, rows).rows
  const { workflows, workers } = state.seen
  if (workflows.length === 0) {
    const says = silence(workers, 'e asks the workers now').flatMap((line) => [
      ...wrapText(line, Math.min(columns - 4, 90)).map((text): Row => [span(`  ${text}`)]),
      [],
    ])
    return [[], ...says]
  }
  const views = new Views(state, look)
  if (state.pane !== null) return views.pane(state.pane, columns, rows)
  const lanes = timelineRows({ stage: state.seen.stage, horizon: horizonOf(state) }) + 2
  const low = Math.min(Math.max(6, lanes), Math.floor(rows * 0.5))
  const top = rows - low
  if (columns < 110 || rows < 27) {
    const left = Math.floor(columns * 0.45)
    return [
      ...beside(views.pane('workflows', left, top), views.pane('results', columns - left, top)),
      ...views.pane('timeline', columns, low),
    ]
  }
  const left = Math.floor(columns * 0.38)
  const half = top >> 1
  const upper = [
    ...views.pane('graph', columns - left, half),
    ...views.pane('results', columns - left, top - half),
  ]
  const side = [...views.pane('workflows', left, half), ...views.pane('events', left, top - half)]
  return [...beside(side, upper), ...views.pane('timeline', columns, low)]
}

/** The views at one moment. */
class Views {
  readonly #state: Watching
  readonly #look: Look

  constructor(state: Watching, look: Look) {
    this.#state = state
    this.#look = look
  }

  pane(pane: Pane, columns: number, rows: number): readonly Row[] {
    const chosen = chosenOf(this.#state)
    switch (pane) {
      case 'workflows':
        return this.#box('workflows', this.#workflows(columns - 4, rows - 2), columns, rows)
      case 'timeline':
        return this.#timeline(columns, rows)
      case 'graph':
        return this.#box(
          titled('graph', chosen),
          graph(this.#one(), columns - 4, rows - 2).rows,
          columns,
          rows,
        )
      case 'results':
        return this.#box(
          titled('result tree', chosen),
          resultTree(this.#one(), columns - 4, rows - 2).rows,
          columns,
          rows,
        )
      case 'events':
        return this.#box('events', this.#events(columns - 4, rows - 2), columns, rows)
    }
  }

  /** The chosen workflow, at the same moment. */
  #one() {
    const { seen, at } = this.#state
    const film = seen.filmOf(chosenOf(this.#state)!.rootId)
    const count = prefix(film.trace, (event) => event.atMs <= at.atMs)
    return { film, count, limit: film.trace.length, look: this.#look, scroll: this.#scroll }
  }

  get #scroll() {
    return this.#state.pane === null ? 0 : this.#state.scroll
  }

  #workflows(columns: number, rows: number): readonly Row[] {
    const { workflows } = this.#state.seen
    const chosen = workflows.indexOf(chosenOf(this.#state)!)
    const first = Math.max(0, Math.min(chosen - (rows >> 1), workflows.length - rows))
    return workflows.slice(first, first + rows).map((one): Row => {
      const isChosen = one === workflows[chosen]
      const sign = one.failed > 0 ? legend.failure : one.ended < one.tasks ? legend.running : legend.success
      const right = ` ${one.ended}/${one.tasks} ${clock(one.toMs - one.fromMs)}s`
      const name = one.task === null ? one.rootId.slice(0, 8) : labelOf(one.task)
      const room = Math.max(4, columns - width(right) - 4)
      return [
        span(isChosen ? `${glyph(this.#look, legend.started)} ` : '  ', 'key'),
        span(`${glyph(this.#look, sign)} `, sign.role),
        span(clip(printable(name), room).padEnd(room), isChosen ? 'strong' : 'text'),
        span(right, 'dim'),
      ]
    })
  }

  #events(columns: number, rows: number): readonly Row[] {
    const { seen, at } = this.#state
    const horizon = horizonOf(this.#state)
    const view = { stage: seen.stage, names: [''], at, horizon, hides: false, look: this.#look }
    return eventList(view, columns, rows)
  }

  #timeline(columns: number, rows: number): readonly Row[] {
    const { seen, at, fromMs, spanMs } = this.#state
    const window = { fromMs, toMs: fromMs + spanMs }
    const drawn = timeline(
      {
        stage: seen.stage,
        names: [''],
        at,
        horizon: horizonOf(this.#state),
        look: this.#look,
        scroll: this.#scroll,
        window,
      },
      columns - 3,
      rows - 2,
    )
    const top = [span((this.#look.ascii ? '-' : '─').repeat(12), 'border'), ...drawn.ticks]
    const lines = drawn.lanes.map((lane): Row => [span(' '), ...lane])
    return box({ title: 'timeline', top, bottom: `t = ${clock(at.atMs)}s` }, lines, columns, rows, this.#look)
  }

  #box(title: string, lines: readonly Row[], columns: number, rows: number): readonly Row[] {
    const indented = lines.map((row): Row => [span(' '), ...row])
    return box({ title }, indented, columns, rows, this.#look)
  }
}

const titled = (title: string, chosen: ReturnType<typeof chosenOf>) =>
  chosen === undefined ? title : `${title} ${chosen.rootId.slice(0, 8)}`

/** Whether it follows, where it stands, and what was last told. */
const bar = (state: Watching, look: Look): Row => {
  const { columns, note, following, at, seen, latest, spanMs } = state
  if (note !== null) return padRow([span(' ! ', 'ask'), span(clip(note, columns - 4), 'ask')], columns)
  const signs = look.ascii ? ['>', '='] : ['▶', '‖']
  const word = following ? `${signs[0]} following` : `${signs[1]} paused`
  const behind = tasksIn(latest) - tasksIn(seen)
  const more = behind > 0 ? `  ${counted(behind, 'task')} more since` : ''
  const right = [span(`event ${at.count}/${seen.stage.moments.length} `)]
  const left = [
    span(` ${word} `, 'strong'),
    span(`  ${clock(at.atMs)}s of ${clock(latest.nowMs)}s, ${spanMs / 1000}s on the timeline${more}`, 'dim'),
  ]
  return [...padRow(left, Math.max(0, columns - rowWidth(right))), ...right]
}

/** The keys that do something now, as many as fit; help and quit always. */
const footer = (state: Watching): Row =>
  keyRow(offeredKeys(keyTable, state), ({ shown }) => shown === '?' || shown === 'q', state.columns)
