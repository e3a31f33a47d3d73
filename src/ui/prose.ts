import wrapAnsi from 'wrap-ansi'
import { type Row, span } from './span.ts'
import type { Role } from './theme.ts'
import { printable } from './value.ts'

/** Markdown as far as lessons need it: paragraphs, `code` and **strong**, wrapped to so many columns, marks counted. */
export const proseRows = (markdown: string, columns: number, role: Role = 'text'): readonly Row[] => {
  const paragraphs = markdown.trim().split(/\n\s*\n/)
  return paragraphs.flatMap((paragraph, index) => {
    const lines = wrapText(paragraph.replace(/\s*\n\s*/g, ' '), columns)
    return [...(index > 0 ? [[]] : []), ...styled(lines, role)]
  })
}

/** A text wrapped to so many columns, without marks. */
export const wrapText = (text: string, columns: number): readonly string[] => {
  const key = `${columns} ${text}`
  const known = wraps.get(key)
  if (known !== undefined) return known
  const lines = wrapAnsi(printable(text), Math.max(1, columns), { hard: true }).split('\n')
  if (wraps.size > 500) wraps.clear()
  wraps.set(key, lines)
  return lines
}

/** The same text is wrapped at every frame. */
const wraps = new Map<string, readonly string[]>()

const styled = (lines: readonly string[], role: Role): readonly Row[] => {
  let inside: Role = role
  return lines.map((line) =>
    line.split(/(`|\*\*)/).flatMap((piece) => {
      if (piece === '`') inside = inside === 'code.name' ? role : 'code.name'
      else if (piece === '**') inside = inside === 'strong' ? role : 'strong'
      else if (piece !== '') return [span(piece, inside)]
      return []
    }),
  )
}
