import { isNarrow } from '../width.ts'

/** One column of a row. */
export interface Cell {
  readonly text: string
  /** The parameters of the SGR escape that gives its look; empty for the terminal's own. */
  readonly style: string
}

/**
 * The row as columns; undefined for a row in which some character is not known to be one column wide, or that has an
 * escape other than a plain colour: nobody can tell its columns without drawing it.
 */
export const cellsOf = (row: string): readonly Cell[] | undefined => {
  const cells: Cell[] = []
  const slots: Slots = {}
  let style = ''
  for (const [part] of row.matchAll(PART)) {
    if (part[0] === '\u001b') {
      if (!part.endsWith('m') || !restyle(slots, part.slice(2, -1).split(';').map(Number))) return undefined
      style = styleOf(slots)
    } else {
      if (!isNarrow(part)) return undefined
      for (const text of part) cells.push({ text, style })
    }
  }
  return cells
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: escapes are what it looks for
const PART = /\u001b(?:\[[\d;]*m)?|[^\u001b]+/g

/** What is in force of each kind; a kind that is off has no entry. */
type Slots = { [kind in Kind]?: string }
const KINDS = [
  'bold',
  'dim',
  'italic',
  'underline',
  'inverse',
  'hidden',
  'strike',
  'color',
  'background',
] as const
type Kind = (typeof KINDS)[number]

/** In the order of the kinds, so that equal looks are equal texts. */
const styleOf = (slots: Slots) => KINDS.flatMap((kind) => slots[kind] ?? []).join(';')

const ON: Readonly<Record<number, Kind>> = {
  1: 'bold',
  2: 'dim',
  3: 'italic',
  4: 'underline',
  7: 'inverse',
  8: 'hidden',
  9: 'strike',
}
const OFF: Readonly<Record<number, readonly Kind[]>> = {
  0: KINDS,
  22: ['bold', 'dim'],
  23: ['italic'],
  24: ['underline'],
  27: ['inverse'],
  28: ['hidden'],
  29: ['strike'],
  39: ['color'],
  49: ['background'],
}
/** How many parameters follow 38 and 48: `5;n` is one of 256 colours, `2;r;g;b` any. */
const COLOR_LENGTH: Readonly<Record<number, number>> = { 5: 3, 2: 5 }

/** Takes in the parameters of one escape; false for one it does not know. */
const restyle = (slots: Slots, parameters: readonly number[]): boolean => {
  for (let at = 0; at < parameters.length; at++) {
    const parameter = parameters[at]!
    const kind = ON[parameter] ?? colorKind(parameter)
    if (kind === undefined) {
      const ended = OFF[parameter]
      if (ended === undefined) return false
      for (const each of ended) delete slots[each]
      continue
    }
    const length = parameter === 38 || parameter === 48 ? COLOR_LENGTH[parameters[at + 1] ?? 0] : 1
    if (length === undefined) return false
    slots[kind] = parameters.slice(at, at + length).join(';')
    at += length - 1
  }
  return true
}

const colorKind = (parameter: number): Kind | undefined => {
  if ((parameter >= 30 && parameter <= 38) || (parameter >= 90 && parameter <= 97)) return 'color'
  if ((parameter >= 40 && parameter <= 48) || (parameter >= 100 && parameter <= 107)) return 'background'
  return undefined
}
