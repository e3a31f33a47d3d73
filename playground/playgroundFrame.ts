import { beside, box } from '../src/ui/box.ts'
import { selectionOf, textIn } from '../src/ui/editor/editor.ts'
import { editorPane } from '../src/ui/editor/editorPane.ts'
import { countMatches } from '../src/ui/editor/find.ts'
import { glyph, type Look, legend } from '../src/ui/legend.ts'
import { finish, fitRows, padRow, type Row, rowWidth, type Span, span } from '../src/ui/span.ts'
import type { Cursor } from '../src/ui/terminal/paint.ts'
import { width } from '../src/ui/width.ts'
import { allKeys, footerKeys } from './keys.ts'
import { layoutOf } from './layout.ts'
import { isUnsaved, type Playground } from './playground.ts'

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
      [header(state, look), ...fitRows(drawn, columns, rows - 3), noteRow(state), footer(state)],
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
  const { name, columns } = state
  const dot = look.ascii ? '-' : '·'
  return padRow(
    [span(` playground ${dot} `, 'dim'), span(`${name}${isUnsaved(state) ? '*' : ''}`, 'title')],
    columns,
  )
}

const body = (state: Playground, look: Look): PlaygroundFrame => {
  if (state.cover === 'keys')
    return { rows: keysScreen(state, look, state.columns, state.rows - 3), cursor: null }
  const { columns, rows } = layoutOf(state).editor
  const { editor } = state
  const drawn = editorPane(editor, { look, marks: [] }, columns - 2, rows - 2)
  const { caret } = drawn
  return {
    rows: box({ title: 'editor', bottom: editorStatus(state) }, drawn.rows, columns, rows, look),
    cursor: caret && { row: caret.row + 1, column: Math.min(columns - 2, caret.column + 1) },
  }
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

/** The keys, from the tables that obey them, and the signs, from the table that draws them. */
const keysScreen = (state: Playground, look: Look, columns: number, rows: number): readonly Row[] => {
  const keys = allKeys.map(({ shown, says }): Row => [span(` ${shown.padEnd(10)}`, 'key'), span(says)])
  const signs = Object.values(legend).map((sign): Row => {
    const drawn = glyph(look, sign)
    return [span(` ${drawn}${' '.repeat(Math.max(1, 4 - width(drawn)))}`, sign.role), span(sign.means)]
  })
  const from = (all: readonly Row[]) =>
    all.slice(Math.min(state.scroll, Math.max(0, all.length - (rows - 2))))
  if (columns < 110)
    return box({ title: 'keys and signs' }, from([...keys, [], ...signs]), columns, rows, look)
  const left = Math.floor(columns * 0.6)
  return beside(
    box({ title: 'keys' }, from(keys), left, rows, look),
    box({ title: 'signs' }, from(signs), columns - left, rows, look),
  )
}

const noteRow = ({ note, columns }: Playground): Row =>
  padRow(note === null ? [] : [span(` ${note.says}`, note.isBad ? 'bad' : 'good')], columns)

/** The keys that do something now, as many as fit; help and quit always. */
const footer = (state: Playground): Row => {
  const keys = footerKeys(state)
  const always = keys.filter(({ shown }) => shown === '^G' || shown === '^Q')
  const tail = always.flatMap(keySpans)
  const kept: Span[] = [span(' ')]
  for (const key of keys.filter((one) => !always.includes(one))) {
    const spans = keySpans(key)
    if (rowWidth([...kept, ...spans, ...tail]) <= state.columns) kept.push(...spans)
  }
  return padRow([...kept, ...tail], state.columns - 1)
}

const keySpans = ({ shown, does }: { readonly shown: string; readonly does: string }): readonly Span[] => [
  span(shown, 'key'),
  span(` ${does}  `, 'dim'),
]
