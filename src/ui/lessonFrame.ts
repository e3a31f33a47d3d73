import { beside, box } from './box.ts'
import { clock } from './clock.ts'
import { codePane } from './codePane.ts'
import { type Drawn, editorPane } from './editor/editorPane.ts'
import { editorBox } from './editorWindow.ts'
import { eventList } from './eventList.ts'
import { footer, playBar } from './footer.ts'
import { goalPane } from './goalPane.ts'
import { graph } from './graph.ts'
import { header } from './header.ts'
import { helpScreen } from './helpScreen.ts'
import type { Look } from './legend.ts'
import { listScreen } from './listScreen.ts'
import { fills, horizonOf, isAsking, type Pane, type Player, sceneOf, shownAt } from './playerState.ts'
import { wrapText } from './prose.ts'
import { resultTree } from './resultTree.ts'
import type { Program, Scene } from './scene.ts'
import { fixed, type Scrolled } from './scrolled.ts'
import { solutionScreen } from './solutionScreen.ts'
import { finish, fitRows, padRow, type Row, rowText, rowWidth, span } from './span.ts'
import { countIn } from './stage.ts'
import type { Cursor } from './terminal/paint.ts'
import { questionRows, textPane } from './textPane.ts'
import { timeline, timelineRows } from './timeline.ts'

/** The whole screen as data: as many rows as the terminal has, none wider than it. The last is a column shorter. */
export const lessonFrame = (state: Player, look: Look): readonly Row[] => {
  const { columns, rows } = state
  if (columns < 40 || rows < 12) return finish(fitRows(tooSmall, columns, Math.max(1, rows - 1)), look)
  const drawn = body(state, look, columns, rows - 3)
  const lines = fitRows(drawn.rows, columns, rows - 3)
  const bar = state.note === null ? [playBar(state, look)] : noteRows(state.note, columns)
  // A long note lies over the last rows of what is shown: it goes with the next key.
  const keys = footer(state, drawn.most > 0)
  return finish([header(state, look), ...lines.slice(0, rows - 2 - bar.length), ...bar, keys], look)
}

/** The state after what fills the screen was scrolled, by a row up or down; the same where there is no more of it. */
export const scrolled = (state: Player, by: number): Player => {
  const { most } = body(state, { ascii: false }, state.columns, state.rows - 3)
  // What was scrolled far down shows its last rows still when the screen has become larger.
  const scroll = Math.min(Math.max(0, Math.min(state.scroll, most) + by), most)
  return scroll === state.scroll ? state : { ...state, scroll }
}

const noteRows = (note: string, columns: number): readonly Row[] =>
  wrapText(note, columns - 4)
    .slice(0, 3)
    .map((text, index) => padRow([span(index === 0 ? ' ! ' : '   ', 'ask'), span(text, 'ask')], columns))

/** Where the cursor of the terminal stands: in the text that is edited, else nowhere. */
export const lessonCursor = (state: Player, look: Look): Cursor | null => {
  if (state.screen !== 'edit' || state.columns < 40 || state.rows < 12) return null
  const { caret } = editing(state, look)
  // Below the header and the frame of its box.
  return caret && { row: caret.row + 2, column: caret.column + 1 }
}

const editing = (state: Player, look: Look): Drawn => {
  const { columns, rows } = editorBox(state)
  if (state.editor === null) return { rows: [], caret: null }
  return editorPane(state.editor, { look, marks: [] }, columns - 2, rows - 2)
}

const tooSmall: readonly Row[] = [
  [span('The lesson needs 40 columns')],
  [span('and 12 rows: please enlarge.')],
  [],
  [span('q quits.')],
]

/** What stands between the header and the keys; of what fills the screen also how far it scrolls. */
const body = (state: Player, look: Look, columns: number, rows: number): Scrolled => {
  if (state.screen === 'help') return helpScreen(state, look, columns, rows)
  if (state.screen === 'list') return fixed(listScreen(state, look, columns, rows))
  if (state.screen === 'solution') return solutionScreen(state, look, columns, rows)
  const scene = sceneOf(state)
  if (scene === undefined) return fixed(waiting(state))
  const view = new Panes(state, scene, look)
  if (state.screen === 'edit')
    return fixed(editScreen(view, editing(state, look), editorBox(state), columns, rows))
  const pane = fills(state)
  if (pane !== null) return onePane(view, pane, columns, rows)
  return fixed(allPanes(view, scene, columns, rows))
}

const allPanes = (view: Panes, scene: Scene, columns: number, rows: number): readonly Row[] => {
  const isWide = columns >= 110 && rows >= 30
  if (scene.exercise !== undefined && !isWide) return withoutTimeline(view, columns, rows)
  if (scene.programs.length > 1) return (isWide ? wideTwo : narrowTwo)(view, columns, rows)
  return (isWide ? wide : narrow)(view, columns, rows)
}

const waiting = (state: Player): readonly Row[] => {
  const scene = state.scenes[state.step]
  if (scene !== undefined && 'failed' in scene)
    return [[], [span('  This step could not run.', 'bad')], [], [span(`  ${scene.failed}`)]]
  return [[], [span('  running the step ...', 'dim')]]
}

/** A pane over all of the screen; the question stays below it. */
const onePane = (view: Panes, pane: Pane, columns: number, rows: number): Scrolled => {
  const asked = pane === 'text' ? [] : view.question(columns - 2).slice(0, 6)
  const question = rows - asked.length < leastPane ? [] : asked
  const name = `${paneTitles[pane]} ${view.look.ascii ? '-' : '·'} tab: next pane`
  const large = view.large(pane, columns, rows - question.length, name)
  return { ...large, rows: [...large.rows, ...indent(question)] }
}

/** A pane with fewer rows shows too little. */
const leastPane = 7

const paneTitles: Readonly<Record<Pane, string>> = {
  code: 'code',
  graph: 'graph',
  timeline: 'timeline',
  results: 'result tree',
  events: 'events',
  text: 'what happens',
}

/** 80x24 and what is not much larger: code and results, the timeline, the text. */
const narrow = (view: Panes, columns: number, rows: number): readonly Row[] => {
  if (view.isBefore()) return withoutTimeline(view, columns, rows)
  const left = Math.min(Math.floor(columns * 0.58), Math.max(36, view.codeColumns() + 2))
  const content = Math.max(view.codeRows(), view.resultRows(columns - left - 2))
  const needs = { top: content + 2, timeline: view.laneRows() + 2, text: view.textRows(columns - 2) }
  const { top, middle, bottom } = divide(rows, needs, [
    7,
    7,
    Math.min(6, 2 + view.question(columns - 2).length),
  ])
  return [
    ...beside(view.pane('code', left, top), view.pane('results', columns - left, top)),
    ...view.pane('timeline', columns, middle),
    ...indent(view.text(columns - 2, bottom)),
  ]
}

/**
 * At 80x24 an exercise, and a question about what has not begun: the program, the graph (to reach, or of what will run),
 * and what is asked; `w` shows the timeline.
 */
const withoutTimeline = (view: Panes, columns: number, rows: number): readonly Row[] => {
  const left = Math.min(Math.floor(columns * 0.6), Math.max(36, view.codeColumns() + 2))
  const needs = { top: view.codeRows() + 2, timeline: 0, text: view.textRows(columns - 2) }
  const least = Math.max(10, view.question(columns - 2).length + 4)
  const top = Math.max(8, Math.min(needs.top, rows - Math.min(needs.text, least)))
  return [
    ...beside(view.pane('code', left, top), view.pane('graph', columns - left, top)),
    ...indent(view.text(columns - 2, rows - top)),
  ]
}

/** While the program is edited: the text, the graph beside it where there is room, and what is asked for below. */
const editScreen = (
  view: Panes,
  drawn: Drawn,
  { columns: wide, rows: tall }: { readonly columns: number; readonly rows: number },
  columns: number,
  rows: number,
): readonly Row[] => {
  const text = box({ title: view.codeTitle() }, drawn.rows, wide, tall, view.look)
  const top = wide < columns ? beside(text, view.pane('graph', columns - wide, tall)) : text
  return [...top, ...indent(view.text(columns - 2, rows - tall))]
}

/** 120x40: three panes above, the timeline, text and events below. */
const wide = (view: Panes, columns: number, rows: number): readonly Row[] => {
  const code = Math.min(Math.floor(columns * 0.45), Math.max(36, view.codeColumns() + 2))
  const results = Math.floor(columns * 0.29)
  const text = Math.floor(columns * 0.55)
  const content = Math.max(view.codeRows(), view.resultRows(results - 2), 7)
  const needs = {
    top: content + 2,
    timeline: view.laneRows() + 2,
    text: Math.max(12, view.textRows(text - 4) + 2),
  }
  const { top, middle, bottom } = view.isBefore()
    ? { top: Math.min(needs.top, rows - 11), middle: 0, bottom: Math.max(11, rows - needs.top) }
    : divide(rows, needs, [9, 8, 11])
  return [
    ...beside(
      view.pane('code', code, top),
      view.pane('graph', columns - code - results, top),
      view.pane('results', results, top),
    ),
    ...(middle === 0 ? [] : view.pane('timeline', columns, middle)),
    ...beside(view.pane('text', text, bottom), view.pane('events', columns - text, bottom)),
  ]
}

/** Two programs at 80x24: their code, their results, the text; `w` shows the timeline. */
const narrowTwo = (view: Panes, columns: number, rows: number): readonly Row[] => {
  const left = Math.floor(columns / 2)
  const needs = {
    top: view.codeRows() + 2,
    timeline: view.resultRows(columns - left - 2) + 2,
    text: view.textRows(columns - 2),
  }
  const least = Math.min(7, 2 + view.question(columns - 2).length)
  const { top, middle, bottom } = divide(rows, needs, [Math.min(9, needs.top), 6, least])
  return [
    ...beside(view.code(0, left, top), view.code(1, columns - left, top)),
    ...beside(view.results(0, left, middle), view.results(1, columns - left, middle)),
    ...indent(view.text(columns - 2, bottom)),
  ]
}

const wideTwo = (view: Panes, columns: number, rows: number): readonly Row[] => {
  const left = Math.floor(columns / 2)
  const text = Math.floor(columns * 0.55)
  const second = Math.min(view.resultRows(columns - left - 2) + 2, 8)
  const needs = { top: view.codeRows() + 2, timeline: view.laneRows() + 2, text: 12 }
  const { top: first, middle, bottom } = divide(rows - second, needs, [9, 9, 9])
  return [
    ...beside(view.code(0, left, first), view.code(1, columns - left, first)),
    ...beside(view.results(0, left, second), view.results(1, columns - left, second)),
    ...view.pane('timeline', columns, middle),
    ...beside(view.pane('text', text, bottom), view.pane('events', columns - text, bottom)),
  ]
}

const indent = (rows: readonly Row[]): readonly Row[] => rows.map((row) => [span(' '), ...row])

interface Needs {
  readonly top: number
  readonly timeline: number
  readonly text: number
}

/** Gives each of three bands its least, then what is left to the timeline, the code and the text, as far as they need it. */
const divide = (
  rows: number,
  needs: Needs,
  [least, leastLanes, leastText]: readonly [number, number, number],
) => {
  let top = Math.min(least, Math.max(needs.top, least - 2))
  let middle = Math.min(leastLanes, Math.max(needs.timeline, 6))
  let bottom = leastText
  let left = rows - top - middle - bottom
  const give = (wanted: number) => {
    const given = Math.max(0, Math.min(left, wanted))
    left -= given
    return given
  }
  middle += give(needs.timeline - middle)
  top += give(needs.top - top)
  bottom += give(needs.text - bottom)
  bottom += left
  if (bottom < 0) middle += bottom
  return { top, middle, bottom: Math.max(0, bottom) }
}

/** The panes of one moment. */
class Panes {
  readonly look: Look
  readonly #state: Player
  readonly #scene: Scene

  constructor(state: Player, scene: Scene, look: Look) {
    this.#state = state
    this.#scene = scene
    this.look = look
  }

  pane(pane: Pane, columns: number, rows: number): readonly Row[] {
    return this.#draw(pane, columns, rows, paneTitles[pane]).rows
  }

  /** A pane that fills the screen, and can be scrolled there. */
  large(pane: Pane, columns: number, rows: number, title: string): Scrolled {
    return this.#draw(pane, columns, rows, title, this.#state.scroll)
  }

  code(which: number, columns: number, rows: number): readonly Row[] {
    return this.#code(which, columns, rows).rows
  }

  results(which: number, columns: number, rows: number): readonly Row[] {
    return this.#results(which, columns, rows, 0).rows
  }

  /** What is large has been scrolled so far; the others begin where they tell most. */
  #draw(pane: Pane, columns: number, rows: number, title: string, scrolled?: number): Scrolled {
    const scroll = scrolled ?? 0
    const inner = [columns - 2, rows - 2] as const
    const put = (drawn: Scrolled) => ({
      ...drawn,
      rows: box({ title }, drawn.rows, columns, rows, this.look),
    })
    switch (pane) {
      case 'code':
        return this.#split(columns, (which, wide) => this.#code(which, wide, rows, scrolled))
      case 'graph':
        if (this.#scene.exercise?.goal)
          return put(
            goalPane({ ...this.#at(0), look: this.look, scroll }, this.#scene.exercise.goal, ...inner),
          )
        return put(
          this.#stacked(inner[1], (film, tall) =>
            graph({ ...this.#at(film), look: this.look, scroll }, inner[0], tall),
          ),
        )
      case 'results':
        return this.#split(columns, (which, wide) => this.#results(which, wide, rows, scroll))
      case 'timeline':
        return this.#timeline(columns, rows, scroll, scrolled === undefined ? 'timeline' : title)
      case 'events':
        return put(
          fixed(
            eventList(
              {
                ...this.#run(),
                hides: isAsking(this.#state),
                printed: this.#scene.exercise?.printed ?? [],
              },
              ...inner,
            ),
          ),
        )
      case 'text': {
        const drawn = textPane(this.#state, this.look, columns - 4, rows - 2, scroll)
        return put({ ...drawn, rows: indent(drawn.rows) })
      }
    }
  }

  #code(which: number, columns: number, rows: number, scroll?: number): Scrolled {
    const program = this.#program(this.#scene.programs[which]!)
    const begin = scroll ?? (this.#scene.exercise ? beginOf(program, rows - 2) : 0)
    const drawn = codePane(program, this.look, columns - 2, rows - 2, begin)
    const title = this.codeTitle(which)
    return { ...drawn, rows: box({ title }, drawn.rows, columns, rows, this.look) }
  }

  /** The program's name, and whether the run that is shown is a run of this text. */
  codeTitle(which = 0): string {
    const { name } = this.#scene.programs[which]!
    const status = this.#scene.exercise && (this.#state.benches[this.#state.step]?.status ?? 'checking')
    const dot = this.look.ascii ? '-' : '·'
    if (status === 'changed') return `${name} ${dot} changed`
    return status === 'checking' ? `${name} ${dot} running` : name
  }

  #results(which: number, columns: number, rows: number, scroll: number): Scrolled {
    const title =
      this.#scene.programs.length > 1
        ? `result tree ${this.look.ascii ? '-' : '·'} ${this.#scene.programs[which]!.name}`
        : 'result tree'
    const drawn = resultTree({ ...this.#at(which), look: this.look, scroll }, columns - 4, rows - 2)
    return { ...drawn, rows: box({ title }, indent(drawn.rows), columns, rows, this.look) }
  }

  /** Is something asked before anything has happened? Then there is no time to show. */
  isBefore(): boolean {
    return isAsking(this.#state) && horizonOf(this.#state).atMs === 0
  }

  text(columns: number, rows: number): readonly Row[] {
    return textPane(this.#state, this.look, columns, rows).rows
  }

  question(columns: number): readonly Row[] {
    return questionRows(this.#state, this.look, columns)
  }

  textRows(columns: number): number {
    return textPane(this.#state, this.look, columns, 1000).rows.length
  }

  codeRows(): number {
    const rows = (program: Program) => codePane(this.#program(program), this.look, 1000, 1000).rows.length
    return Math.max(...this.#scene.programs.map(rows))
  }

  codeColumns(): number {
    const rows = this.#scene.programs.flatMap(
      (program) => codePane({ ...program, problems: [] }, this.look, 1000, 1000).rows,
    )
    return Math.max(0, ...rows.map(rowWidth))
  }

  /** What the results need once all that may be seen is seen: panes keep their size while the run plays. */
  resultRows(columns: number): number {
    const rows = (_: Program, which: number) =>
      resultTree({ ...this.#at(which, horizonOf(this.#state)), look: this.look }, columns - 2, 12).rows.length
    return Math.max(...this.#scene.programs.map(rows))
  }

  laneRows(): number {
    return timelineRows({ stage: this.#scene.stage, horizon: horizonOf(this.#state) })
  }

  /** What the program threw is hidden while a question is open. */
  #program(program: Program): Program {
    return isAsking(this.#state) ? { ...program, error: null } : program
  }

  #at(which: number, position = shownAt(this.#state)) {
    const { stage } = this.#scene
    const count = countIn(stage, which, position)
    return { film: stage.films[which]!, count, limit: countIn(stage, which, horizonOf(this.#state)) }
  }

  #run() {
    const { stage, programs } = this.#scene
    const names = programs.map((program) => program.name.replace(/\.ts$/, ''))
    return { stage, names, at: shownAt(this.#state), horizon: horizonOf(this.#state), look: this.look }
  }

  #timeline(columns: number, rows: number, scroll: number, title: string): Scrolled {
    const drawn = timeline({ ...this.#run(), scroll }, columns - 3, rows - 2)
    const top = [span((this.look.ascii ? '-' : '─').repeat(12), 'border'), ...drawn.ticks]
    const bottom = `t = ${clock(shownAt(this.#state).atMs)}s`
    const lanes = drawn.lanes.map((lane) => [span(' '), ...lane])
    return {
      rows: box({ title: title.slice(0, 10), top, bottom }, lanes, columns, rows, this.look),
      most: drawn.most,
    }
  }

  /** One pane, or one for each program side by side. */
  #split(columns: number, draw: (which: number, columns: number) => Scrolled): Scrolled {
    if (this.#scene.programs.length === 1) return draw(0, columns)
    const left = Math.floor(columns / 2)
    const [first, second] = [draw(0, left), draw(1, columns - left)]
    return { rows: beside(first.rows, second.rows), most: Math.max(first.most, second.most) }
  }

  /** One part, or one for each program below the other under its name. */
  #stacked(rows: number, draw: (which: number, rows: number) => Scrolled): Scrolled {
    const { programs } = this.#scene
    if (programs.length === 1) return draw(0, rows)
    const each = Math.floor(rows / programs.length)
    const parts = programs.map((_, which) => draw(which, each - 1))
    return {
      rows: programs.flatMap(({ name }, which) => [
        [span(name, 'strong')],
        ...fitRowCount(parts[which]!.rows, each - 1),
      ]),
      most: Math.max(...parts.map(({ most }) => most)),
    }
  }
}

/** What an exercise imports is the first to give way; where something is wrong further down, that is shown. */
const beginOf = (program: Program, rows: number): number => {
  const body = codeBegin(program)
  const wrong = Math.min(...program.problems.map(({ line }) => line))
  if (!Number.isFinite(wrong)) return body
  return wrong <= body ? wrong - 1 : Math.max(body, wrong + 3 - rows)
}

/** How many lines stand before what comes after the imports. */
const codeBegin = ({ code }: Program): number => {
  const last = code.findLastIndex(({ row }) => /^(import |} from )/.test(rowText(row)))
  const next = code.findIndex(({ row }, line) => line > last && rowText(row).trim() !== '')
  return last < 0 ? 0 : next < 0 ? last + 1 : next
}

const fitRowCount = (rows: readonly Row[], count: number): readonly Row[] =>
  Array.from({ length: Math.max(0, count) }, (_, index) => rows[index] ?? [])

/** A frame's rows as text, for tests and pictures. */
export const frameText = (rows: readonly Row[]): string =>
  rows.map((row) => row.map((part) => part.text).join('')).join('\n')
