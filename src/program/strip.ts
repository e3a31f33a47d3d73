import { endsTooEarly } from './endsTooEarly.ts'
import type { Trouble } from './programRun.ts'

/** Takes the types out of a program; everything keeps its line and column. */
export const strip = async (source: string): Promise<string | Trouble> => {
  if (source.includes('\0')) return syntax('This file is not text: it has bytes that no program has.', 1, 1)
  const { default: amaro } = await import('amaro')
  try {
    return amaro.transformSync(source, { mode: 'strip-only' }).code
  } catch (drawn) {
    if (typeof drawn !== 'string') throw drawn
    return troubleIn(drawn, source)
  }
}

/** A program that cannot be read. */
export const syntax = (says: string, line: number | null, column: number | null): Trouble => ({
  type: 'syntax',
  says,
  line,
  column,
})

/**
 * What amaro throws is a drawing: a sentence, then the lines it is about with carets below the place.
 *
 *     x Unexpected token `=`. Expected ...
 *      ,-[2:1]
 *    2 | const x: = 1
 *      :          ^
 */
const troubleIn = (drawn: string, source: string): Trouble => {
  const rows = drawn.split('\n')
  const says = (rows.find((row) => /^ +x /.test(row)) ?? drawn).replace(/^ +x /, '').trim()
  const caret = rows.findIndex((row) => /^ +: +\^/.test(row))
  const above = /^( *(\d+) \| )/.exec(rows[caret - 1] ?? '')
  if (above) return syntax(plainer(says), Number(above[2]), rows[caret]!.indexOf('^') - above[1]!.length + 1)
  const [lines, last] = [source.trimEnd().split('\n'), source.trimEnd().split('\n').at(-1) ?? '']
  return syntax(plainer(says), lines.length, last.length + 1)
}

const plainer = (says: string): string => {
  if (/^Unexpected eof/i.test(says)) return endsTooEarly
  const isNotErasable = /^TypeScript (.*) is not supported in strip-only mode/.exec(says)
  if (isNotErasable)
    return `A TypeScript ${isNotErasable[1]} cannot be run: types are taken away here, nothing is compiled.`
  return says.endsWith('.') ? says : `${says}.`
}
