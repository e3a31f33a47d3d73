import jsTokens from 'js-tokens'
import { roleOf } from '../code.ts'
import { type Row, type Span, span } from '../span.ts'
import { shown } from './columns.ts'

/** Colours the lines of a text from one line to another (exclusive). */
export type Coloring = (lines: readonly string[], from: number, to: number) => readonly Row[]

/**
 * Colours lines as they are shown. A line's colours depend on it alone and on what is open where it begins, a comment
 * or a template: that is kept for every line, so that after an edit only the lines behind it are read again, and those
 * below the screen not before they are shown.
 */
export const coloring = (): Coloring => {
  let known: readonly string[] = []
  /** What is open at the start of each line, as far as it is known; one more than lines that were read. */
  let open: string[] = ['']
  const colored = new Map<string, Line>()
  const lineAt = (lines: readonly string[], index: number): Line => {
    const text = lines[index]!
    const before = open[index]!
    const key = `${before}\n${text}`
    const line = colored.get(key) ?? readLine(text, before)
    if (colored.size > 20_000) colored.clear()
    colored.set(key, line)
    return line
  }
  return (lines, from, to) => {
    if (lines !== known) {
      let same = 0
      const most = Math.min(open.length - 1, lines.length, known.length)
      while (same < most && lines[same] === known[same]) same++
      open = open.slice(0, same + 1)
      known = lines
    }
    const end = Math.min(to, lines.length)
    for (let index = open.length - 1; index < end; index++) open.push(lineAt(lines, index).open)
    return Array.from({ length: Math.max(0, end - from) }, (_, index) => lineAt(lines, from + index).row)
  }
}

interface Line {
  readonly row: Row
  /** What would have to stand before the next line for it to be read alone: a comment or a template that is open. */
  readonly open: string
}

const readLine = (text: string, before: string): Line => {
  const row: Span[] = []
  const nested = nestingOf(before)
  let hidden = before.length
  let last = ''
  for (const token of jsTokens(before + text)) {
    const visible = token.value.slice(hidden)
    // What stands before the line has been counted.
    const isNew = hidden < token.value.length
    hidden = Math.max(0, hidden - token.value.length)
    if (visible !== '') row.push(span(shown(visible), roleOf(token.type, token.value, last)))
    if (token.type !== 'WhiteSpace') last = token.value
    if (isNew) follow(nested, token)
  }
  return { row, open: nested.join('') }
}

/** The parts of what is open, the innermost last. */
const nestingOf = (open: string): string[] => open.match(/`\$\{|`|\{|\/\*/g) ?? []

interface Token {
  readonly type: string
  readonly value: string
  readonly closed?: boolean
}

/** Braces are only counted inside of templates, where one of them goes back to the text. */
const follow = (nested: string[], { type, value, closed = true }: Token) => {
  switch (type) {
    case 'MultiLineComment':
      if (nested.at(-1) === '/*') nested.pop()
      if (!closed) nested.push('/*')
      break
    case 'NoSubstitutionTemplate':
      if (nested.at(-1) === '`') nested.pop()
      if (!closed) nested.push('`')
      break
    case 'TemplateHead':
      if (nested.at(-1) === '`') nested.pop()
      nested.push('`${')
      break
    case 'TemplateTail':
      if (nested.at(-1) === '`${') nested.pop()
      if (!closed) nested.push('`')
      break
    case 'Punctuator':
      if (value === '{' && nested.length > 0) nested.push('{')
      if (value === '}' && nested.at(-1) === '{') nested.pop()
  }
}
