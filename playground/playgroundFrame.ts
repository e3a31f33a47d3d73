import { beside, box } from '../src/ui/box.ts'
import { selectionOf, textIn } from '../src/ui/editor/editor.ts'
import { editorPane, type Mark } from '../src/ui/editor/editorPane.ts'
import { countMatches } from '../src/ui/editor/find.ts'
import { keyRow } from '../src/ui/keyRow.ts'
import { keysAndSigns } from '../src/ui/keysAndSigns.ts'
import { glyph, type Look, legend } from '../src/ui/legend.ts'
import { proseRows, wrapText } from '../src/ui/prose.ts'
import { finish, fitRows, padRow, type Row, rowWidth, span } from '../src/ui/span.ts'
import type { Cursor } from '../src/ui/terminal/paint.ts'
import { printable } from '../src/ui/value.ts'
import { formats } from './export/formats.ts'
import { lessonsScreen } from './keep/lessonsScreen.ts'
import { allKeys, footerKeys } from './keys.ts'
import { type Area, layoutOf } from './layout.ts'
import { overlay } from './overlay.ts'
import { isUnsaved, type Playground } from './playground.ts'
import { RunViews } from './run/RunViews.ts'
import { runRow } from './run/runRow.ts'
import { trapsHere } from './run/traps.ts'
import { worldPane, worldText } from './run/worldPane.ts'
import { offered } from './types/completing.ts'
import { completionBox } from './types/completionBox.ts'
import { typesPane } from './types/typesPane.ts'

/** The whole screen as data, and where its cursor stands. */
export interface PlaygroundFrame {
  readonly rows: readonly Row[]
  readonly cursor: Cursor | null
}

/** Draws the playground: as many rows as the terminal has, none wider than it, the last a column shorter. */
export const playgroundFrame = (state: Playground, look: Look): PlaygroundFrame => {
  const { columns, rows } = state
  if (columns < 40 || rows < 12)
    return { rows: finish(fitRows(tooSmall, columns, Math.max(1, rows - 1)), look), cursor: null }
  const { rows: drawn, cursor } = body(state, look)
  return {
    rows: finish(
      [header(state, look), ...fitRows(drawn, columns, rows - 3), noteRow(state, look), footer(state)],
      look,
    ),
    cursor: cursor && { row: cursor.row + 1, column: cursor.column },
  }
}

const tooSmall: readonly Row[] = [
  [span('The playground needs 40 columns')],
  [span('and 12 rows: please enlarge.')],
  [],
  [span('^Q quits; nothing is lost.')],
]

const header = (state: Playground, look: Look): Row => {
  const { columns } = state
  const dot = look.ascii ? '-' : '·'
  const name = columns >= 100 ? `playground ${dot}` : `play ${dot}`
  const right = typesRow(state)
  const title = [
    span(` ${name} `, 'dim'),
    span(`${printable(state.name)}${isUnsaved(state) ? '*' : ''}`, 'title'),
  ]
  const world = [span(`   ${worldText(state.world)}`, 'dim')]
  const left = rowWidth([...title, ...world, ...right]) <= columns ? [...title, ...world] : title
  return [...padRow(left, Math.max(0, columns - rowWidth(right))), ...right]
}

/** How many problems there are, and how long the last check took. */
const typesRow = (state: Playground): Row => [...trapsRow(state), ...problemsRow(state)]

/** How many traps the run has; nothing while they are looked for, or where there are none. */
const trapsRow = (state: Playground): Row => {
  const count = trapsHere(state).length
  return count === 0 ? [] : [span(` ${count === 1 ? '1 trap' : `${count} traps`} `, 'task.retry')]
}

const problemsRow = ({ types, editor }: Playground): Row => {
  if (types.status !== 'ready') {
    const words = { starting: 'types start ...', gone: 'types are gone', none: 'no types' }[types.status]
    return [span(` ${words} `, types.status === 'starting' ? 'dim' : 'task.retry')]
  }
  const count = types.problems.length
  const isOld = types.version !== editor.version
  const problems = count === 0 ? 'no problems' : count === 1 ? '1 problem' : `${count} problems`
  const took = types.tookMs === null ? '' : `types ${Math.max(1, Math.round(types.tookMs))}ms `
  return [span(` ${problems}  `, isOld ? 'dim' : count === 0 ? 'good' : 'bad'), span(took, 'dim')]
}

const body = (state: Playground, look: Look): PlaygroundFrame => {
  const { columns, rows } = state
  if (state.cover === 'keys')
    return { rows: keysAndSigns(allKeys, state.scroll, look, columns, rows - 3).rows, cursor: null }
  if (state.cover === 'lessons') return { rows: lessonsScreen(state, look, columns, rows - 3), cursor: null }
  if (state.cover === 'export') return { rows: exportScreen(state, look, columns, rows - 3), cursor: null }
  if (state.cover === 'type') return { rows: typeScreen(state, look, columns, rows - 3), cursor: null }
  const views = new RunViews(state, look)
  if (state.pane !== null) return { rows: views.pane(state.pane, { columns, rows: rows - 3 }), cursor: null }
  const { types, graph, events, below, timeline } = layoutOf(state)
  // Where there is no room beside the text, the panel takes its place.
  const drawn =
    state.focus === 'world' && types.rows === 0
      ? { rows: worldBox(state, layoutOf(state).editor, look), cursor: null }
      : editorBox(state, look)
  const side = [
    ...(state.focus === 'world'
      ? worldBox(state, types, look)
      : typesBox(state, 'types & problems', types, look)),
    ...views.pane('graph', graph),
    ...views.pane(state.focus === 'run' ? 'detail' : 'events', events),
  ]
  const under = state.focus === 'run' ? views.pane('detail', below) : typesBox(state, 'here', below, look)
  const top = side.length > 0 ? beside(drawn.rows, side) : drawn.rows
  return { rows: [...top, ...under, ...views.pane('timeline', timeline)], cursor: drawn.cursor }
}

const worldBox = ({ world, field }: Playground, { columns, rows }: Area, look: Look): readonly Row[] => {
  const lines = worldPane(world, field, look, columns - 4, rows - 2).map((row): Row => [span(' '), ...row])
  return box({ title: 'world' }, lines, columns, rows, look)
}

const typesBox = (state: Playground, title: string, { columns, rows }: Area, look: Look): readonly Row[] => {
  if (rows === 0) return []
  const lines = typesPane(state, columns - 4, rows - 2).map((row): Row => [span(' '), ...row])
  return box({ title }, lines, columns, rows, look)
}

const editorBox = (state: Playground, look: Look): PlaygroundFrame => {
  const { editor, types } = state
  const { columns, rows } = layoutOf(state).editor
  const marks = [...types.problems, ...trapsHere(state)]
    .filter(({ from }) => from.line < editor.lines.length)
    .map(({ from, to, says, isError }): Mark => ({ from, to, says, role: isError ? 'bad' : 'task.retry' }))
  const behind = new Map(
    types.answers.map(({ line, says }) => [line, [span(` ${printable(says)}`, 'code.name')]]),
  )
  const drawn = editorPane(editor, { look, marks, behind }, columns - 2, rows - 2)
  const { caret } = drawn
  const framed = box({ title: 'editor', bottom: editorStatus(state) }, drawn.rows, columns, rows, look)
  if (caret === null) return { rows: framed, cursor: null }
  const cursor = { row: caret.row + 1, column: Math.min(columns - 2, caret.column + 1) }
  // Where keys go elsewhere there is no cursor.
  return { rows: withChoices(state, framed, cursor, look), cursor: state.focus === 'editor' ? cursor : null }
}

/** The words that are offered, below the caret or above it, where there is more room. */
const withChoices = (state: Playground, rows: readonly Row[], cursor: Cursor, look: Look): readonly Row[] => {
  const { completion } = state.types
  if (completion === null) return rows
  const items = completion.items === null ? null : offered(completion, state.editor)
  if (items?.length === 0) return rows
  const { columns } = layoutOf(state).editor
  const under = rows.length - 2 - cursor.row
  const over = cursor.row - 1
  const room = Math.min(10, Math.max(under, over))
  if (room < 3) return rows
  const drawn = completionBox(items, completion.selected, look, Math.min(columns - 2, 70), room)
  const typed = state.editor.caret.offset - completion.from.offset
  const wide = Math.max(...drawn.map(rowWidth))
  const column = Math.max(1, Math.min(cursor.column - typed - 2, columns - 1 - wide))
  const row = drawn.length <= under ? cursor.row + 1 : cursor.row - drawn.length
  return overlay(rows, drawn, { row, column })
}

/** The forms in which the text and its run can be written. */
const exportScreen = (state: Playground, look: Look, columns: number, rows: number): readonly Row[] => {
  const lines = formats.map(({ name, says }, index): Row => {
    const isChosen = index === state.list.selected
    const sign = isChosen ? glyph(look, legend.started) : ' '
    return [
      span(` ${sign} `, 'key'),
      span(name.padEnd(12), isChosen ? 'strong' : 'text'),
      span(says, isChosen ? 'text' : 'dim'),
    ]
  })
  return box({ title: 'export' }, lines, columns, rows, look)
}

/** All of the type at the caret. */
const typeScreen = (state: Playground, look: Look, columns: number, rows: number): readonly Row[] => {
  const { here } = state.types
  const all = [
    ...wrapText(here?.type ?? 'nothing stands here', columns - 4).map(
      (text): Row => [span(` ${text}`, 'code.name')],
    ),
    [],
    ...(here?.says == null ? [] : proseRows(here.says, columns - 4).map((row): Row => [span(' '), ...row])),
  ]
  const skipped = Math.min(state.scroll, Math.max(0, all.length - (rows - 2)))
  return box({ title: 'type' }, all.slice(skipped), columns, rows, look)
}

/** Where the caret is, or what is looked for. */
const editorStatus = ({ editor }: Playground): string => {
  const { find, caret } = editor
  if (find !== null) {
    const { total, which } = countMatches(editor, find.query)
    return `find: ${find.query}  ${total === 0 ? 'nothing' : `${which}/${total}`}`
  }
  const selected = selectionOf(editor)
  const length = selected === null ? '' : `${textIn(editor, selected).length} selected  `
  return `${length}${caret.line + 1}:${caret.offset + 1}`
}

/** What was last done, or the run: how it ended, and where in it the screen is. */
const noteRow = (state: Playground, look: Look): Row => {
  const { note, columns, runs, prompt } = state
  if (prompt !== null) {
    const asks = { save: 'save in', open: 'open', export: 'write to' }[prompt.asks]
    const text = prompt.text.slice(-Math.max(8, columns - asks.length - 6))
    return padRow(
      [span(` ${asks}: `, 'ask'), span(printable(text)), span(look.ascii ? '_' : '▏', 'key')],
      columns,
    )
  }
  if (note !== null) return padRow([span(` ${printable(note.says)}`, note.isBad ? 'bad' : 'good')], columns)
  return runs.stage === null && !runs.isBusy ? padRow([], columns) : runRow(state, look)
}

/** The keys that do something now, as many as fit; help and quit always. */
const footer = (state: Playground): Row =>
  keyRow(footerKeys(state), ({ shown }) => ['^G', '^Q', '? q'].includes(shown), state.columns)
