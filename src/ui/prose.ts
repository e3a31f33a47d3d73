import { type Row, span } from './span.ts'
import type { Role } from './theme.ts'
import { printable } from './value.ts'
import { charactersOf, width } from './width.ts'

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
  const lines = text.split('\n').flatMap((line) => wrapLine(printable(line), Math.max(2, columns)))
  if (wraps.size > 500) wraps.clear()
  wraps.set(key, lines)
  return lines
}

/** Fills line after line with words. Only a word that is wider than a line is broken. */
const wrapLine = (text: string, columns: number): readonly string[] => {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const joined = line === '' ? word : `${line} ${word}`
    if (width(joined) <= columns) {
      line = joined
      continue
    }
    if (line !== '') lines.push(line)
    line = ''
    for (const character of width(word) <= columns ? [word] : charactersOf(word)) {
      if (width(line + character) > columns) {
        lines.push(line)
        line = ''
      }
      line += character
    }
  }
  return [...lines, line]
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
