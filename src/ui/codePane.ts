import { framesOf, type Look } from './legend.ts'
import { wrapText } from './prose.ts'
import type { Program } from './scene.ts'
import { type Scrolled, scrolledTo } from './scrolled.ts'
import { clip, type Row, rowText, span } from './span.ts'

/** A program's lines with their numbers, and under a line what the compiler says of it. */
export const codePane = (
  program: Program,
  look: Look,
  columns: number,
  rows: number,
  scroll = 0,
): Scrolled => {
  const digits = columns >= roomForNumbers ? String(program.code.at(-1)?.number ?? 1).length : 0
  const gutter = digits === 0 ? 1 : digits + 2
  const { rest, lines } = framesOf(look)
  const all = program.code.flatMap(({ number, row }) => {
    const line: Row = [span(digits === 0 ? ' ' : ` ${String(number).padStart(digits)} `, 'dim'), ...row]
    const problems = program.problems.filter((problem) => problem.line === number)
    return [line, ...problems.flatMap(({ says }) => problemRows(says, rowText(row), look, columns, gutter))]
  })
  if (program.error !== null)
    all.push(
      ...wrapText(program.error, columns - 3).map(
        (text, index): Row => [
          span(index === 0 ? ` ${look.ascii ? 'x' : '✗'} ` : '   ', 'bad'),
          span(text, 'bad'),
        ],
      ),
    )
  const { rows: shown, most } = scrolledTo(all, rows, scroll)
  if (scroll >= most || rows <= 1) return { rows: shown, most }
  const more = ` ${lines[10]}${lines[10]} ${most - scroll + 1} more lines: v `
  return { rows: [...shown.slice(0, -1), [span(clip(more, columns, rest), 'dim')]], most }
}

/** Narrower panes show the code alone. */
const roomForNumbers = 40

const problemRows = (
  says: string,
  code: string,
  look: Look,
  columns: number,
  gutter: number,
): readonly Row[] => {
  const indent = gutter + code.length - code.trimStart().length
  const room = Math.max(16, columns - indent - 2)
  return wrapText(says, room).map((text, index) => [
    span(' '.repeat(Math.max(0, Math.min(indent, columns - room - 2)))),
    span(index === 0 ? (look.ascii ? 'x ' : '✗ ') : '  ', 'bad'),
    span(text, 'bad'),
  ])
}
