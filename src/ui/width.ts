/** ASCII and the signs we draw with: one column and one code unit each, so that they need not be looked up. */
const narrow = /^[\x20-\x7e\u2190-\u2193\u2500-\u25fc…·×✓✗↻⊘⊗∅⋮]*$/

let measure: ((text: string) => number) | null = null
let guessed = false
let graphemes: Intl.Segmenter | null = null

/** Columns a text takes on the terminal. Guessed, and rather too many, for what is not ours before `loadWidths`. */
export const width = (text: string): number => {
  if (narrow.test(text)) return text.length
  if (measure !== null) return measure(text)
  guessed = true
  return [...text].reduce((sum, character) => sum + (character.codePointAt(0)! < 0x1100 ? 1 : 2), 0)
}

/** A text's characters as the eye counts them. */
export const charactersOf = (text: string): readonly string[] => {
  if (narrow.test(text)) return text.split('')
  graphemes ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  return Array.from(graphemes.segment(text), ({ segment }) => segment)
}

/** Loads the tables of all scripts. They take longer than a first frame, which seldom needs them. */
export const loadWidths = async (): Promise<void> => {
  measure = (await import('string-width')).default
}

/** Was a width guessed so far? Then what was drawn is to be drawn again, with the tables. */
export const hasGuessed = (): boolean => guessed && measure === null
