import type { Row } from './span.ts'
import type { Style, Theme } from './theme.ts'
import { width } from './width.ts'

/** One character's cell, in pixels. */
const CELL = { width: 8.4, height: 17 } as const
const MARGIN = 12

/** The sixteen colours, as a dark terminal shows them. */
const COLORS: Readonly<Record<string, string>> = {
  black: '#45475a',
  red: '#f38ba8',
  green: '#a6e3a1',
  yellow: '#f9e2af',
  blue: '#89b4fa',
  magenta: '#cba6f7',
  cyan: '#94e2d5',
  white: '#cdd6f4',
  gray: '#7f849c',
}
const INK = '#cdd6f4'
const PAPER = '#1e1e2e'

/** A frame as a picture (SVG): the same rows and roles that the terminal shows, for a page. */
export const picture = (rows: readonly Row[], theme: Theme, title: string): string => {
  const columns = Math.max(...rows.map((row) => row.reduce((sum, { text }) => sum + width(text), 0)))
  const wide = Math.ceil(columns * CELL.width + 2 * MARGIN)
  const high = Math.ceil(rows.length * CELL.height + 2 * MARGIN)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${wide} ${high}" width="${wide}" height="${high}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${wide}" height="${high}" rx="8" fill="${PAPER}"/>`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="${INK}" xml:space="preserve">`,
    ...rows.flatMap((row, line) => drawRow(row, line, theme)),
    '</g>',
    '</svg>',
    '',
  ].join('\n')
}

const drawRow = (row: Row, line: number, theme: Theme): readonly string[] => {
  const top = MARGIN + line * CELL.height
  let column = 0
  return row.flatMap(({ text, role }) => {
    const cells = width(text)
    const x = MARGIN + column * CELL.width
    column += cells
    const style = theme[role]
    const back = style.inverse ? [`<rect ${box(x, top, cells)} fill="${inkOf(style)}"/>`] : []
    // Every piece is fitted to its cells, so that columns stay straight whatever the font.
    const length = `textLength="${round(cells * CELL.width)}" lengthAdjust="spacingAndGlyphs"`
    const words =
      text.trim() === ''
        ? []
        : [`<text x="${round(x)}" y="${round(top + 13)}" ${length}${dress(style)}>${escaped(text)}</text>`]
    return [...back, ...words]
  })
}

const box = (x: number, y: number, cells: number) =>
  `x="${round(x)}" y="${round(y)}" width="${round(cells * CELL.width)}" height="${CELL.height}"`

const dress = (style: Style): string =>
  [
    style.inverse ? ` fill="${PAPER}"` : style.color === undefined ? '' : ` fill="${inkOf(style)}"`,
    style.bold ? ' font-weight="bold"' : '',
    style.dimColor ? ' opacity="0.6"' : '',
  ].join('')

const inkOf = ({ color }: Style): string => (color === undefined ? INK : (COLORS[color] ?? INK))

const round = (pixels: number): string => String(Math.round(pixels * 10) / 10)

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
