import { beside, box } from '../../src/ui/box.ts'
import { clock } from '../../src/ui/clock.ts'
import { graph } from '../../src/ui/graph.ts'
import { framesOf, type Look } from '../../src/ui/legend.ts'
import { resultTree } from '../../src/ui/resultTree.ts'
import { clip, type Row, span } from '../../src/ui/span.ts'
import { countIn, endOf } from '../../src/ui/stage.ts'
import { timeline } from '../../src/ui/timeline.ts'
import type { Area } from '../layout.ts'
import { isStale, type Pane, type Playground } from '../playground.ts'
import { detailPane } from './detailPane.ts'
import { edgeHere, edgesPane, edgeText, filmOf } from './edgesPane.ts'
import { eventsPane } from './eventsPane.ts'
import { messagePane } from './messagePane.ts'
import { nameOf, shownRuns } from './runState.ts'
import { windowOf } from './zoom.ts'

/** The views of the runs on screen at one moment. Of a run of an earlier text they are dimmed. */
export class RunViews {
  readonly #state: Playground
  readonly #look: Look
  readonly #isStale: boolean

  constructor(state: Playground, look: Look) {
    this.#state = state
    this.#look = look
    this.#isStale = isStale(state)
  }

  /** One view in its box; no rows without a run, or without room. */
  pane(pane: Pane, area: Area): readonly Row[] {
    if (area.rows === 0 || this.#state.runs.stage === null) return []
    switch (pane) {
      case 'timeline':
        return this.#timeline(area)
      case 'graph':
        return this.#split(
          'graph',
          area,
          (which, columns, rows) =>
            graph(
              { ...this.#at(which), look: this.#look, scroll: this.#scroll, ends: this.#endsIn(which) },
              columns,
              rows,
            ).rows,
          (which, columns) => (which === filmOf(this.#runs) ? this.#edge(columns) : ''),
        )
      case 'results':
        return this.#split(
          'result tree',
          area,
          (which, columns, rows) =>
            resultTree({ ...this.#at(which), look: this.#look, scroll: this.#scroll }, columns, rows).rows,
        )
      case 'events':
        return this.#box('events', area, (columns, rows) => {
          const { stage, at } = this.#runs
          return eventsPane(stage!, shownRuns(this.#runs), at, this.#look, columns, rows)
        })
      case 'detail':
        return this.#box('event', area, (columns, rows) =>
          detailPane(this.#runs, columns, rows, this.#scroll),
        )
      case 'message':
        return this.#box('message', area, (columns, rows) =>
          messagePane(this.#runs, columns, rows, this.#scroll),
        )
      case 'edges':
        return this.#box('edges', area, (columns, rows) => edgesPane(this.#runs, this.#look, columns, rows))
    }
  }

  get #runs() {
    return this.#state.runs
  }

  get #scroll() {
    return this.#state.pane === null ? 0 : this.#state.scroll
  }

  #at(which: number) {
    const stage = this.#runs.stage!
    const film = stage.films[which]!
    return { film, count: countIn(stage, which, this.#runs.at), limit: film.trace.length }
  }

  #timeline({ columns, rows }: Area): readonly Row[] {
    const { at } = this.#runs
    const stage = this.#runs.stage!
    const drawn = timeline(
      {
        stage,
        names: shownRuns(this.#runs).map(nameOf),
        at,
        horizon: endOf(stage),
        look: this.#look,
        scroll: this.#scroll,
        ...(this.#runs.zoom === 0 ? {} : { window: windowOf(this.#runs, stage) }),
      },
      columns - 3,
      rows - 2,
    )
    const top = [span((this.#look.ascii ? '-' : '─').repeat(12), 'border'), ...drawn.ticks]
    const lines = this.#dressed(drawn.lanes.map((lane) => [span(' '), ...lane]))
    return box(
      {
        title: 'timeline',
        top,
        bottom: [
          this.#edge(columns - 30),
          this.#runs.zoom === 0 ? '' : `zoom ${2 ** this.#runs.zoom}x`,
          `t = ${clock(at.atMs)}s`,
        ]
          .filter((part) => part !== '')
          .join('  '),
      },
      lines,
      columns,
      rows,
      this.#look,
    )
  }

  /** The edge along which something went last, with what it was, in so many columns. */
  #edge(columns: number): string {
    const edge = edgeHere(this.#runs)
    return edge === undefined
      ? ''
      : clip(edgeText(edge, this.#look), columns, framesOf(this.#look).rest).trimEnd()
  }

  /** The tasks at the ends of that edge. */
  #endsIn(which: number): readonly string[] {
    return which === filmOf(this.#runs) && this.#state.focus === 'run'
      ? (edgeHere(this.#runs)?.tasks ?? [])
      : []
  }

  #box(
    title: string,
    { columns, rows }: Area,
    draw: (columns: number, rows: number) => readonly Row[],
    bottom = '',
  ) {
    const lines = this.#dressed(draw(columns - 4, rows - 2).map((row): Row => [span(' '), ...row]))
    const trim = { title: this.#isStale ? `${title}, earlier` : title, ...(bottom !== '' && { bottom }) }
    return box(trim, lines, columns, rows, this.#look)
  }

  /** One view, or one for each run side by side. */
  #split(
    title: string,
    { columns, rows }: Area,
    draw: (which: number, columns: number, rows: number) => readonly Row[],
    bottom: (which: number, columns: number) => string = () => '',
  ): readonly Row[] {
    const runs = shownRuns(this.#runs)
    const of = (which: number, wide: number) =>
      this.#box(
        runs.length === 1 ? title : `${title} ${nameOf(runs[which]!)}`,
        { columns: wide, rows },
        (inner, tall) => draw(which, inner, tall),
        bottom(which, wide - 6),
      )
    if (runs.length === 1) return of(0, columns)
    const left = columns >> 1
    return beside(of(0, left), of(1, columns - left))
  }

  #dressed(rows: readonly Row[]): readonly Row[] {
    return this.#isStale ? rows.map((row) => row.map(({ text }) => span(text, 'dim'))) : rows
  }
}
