// Latin; general punctuation without the zero-width ones; arrows and mathematics; boxes and blocks; check marks.
const NARROW =
  /^[\u0020-\u007e\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\u2190-\u22ff\u2500-\u25fc\u29d7\u2713\u2717]*$/

/**
 * True for a text of which every character is known to be one column wide, everywhere but in old CJK terminals, and one
 * code unit long: the signs we draw with are, and need not be looked up.
 */
export const isNarrow = (text: string): boolean => NARROW.test(text)

let measure: ((text: string) => number) | null = null
let guessed = false
let graphemes: Intl.Segmenter | null = null

/** Columns a text takes on the terminal. Guessed, and rather too many, for what is not ours before `loadWidths`. */
export const width = (text: string): number => {
  if (isNarrow(text)) return text.length
  if (measure !== null) return measure(text)
  guessed = true
  return [...text].reduce(
    (sum, character) => sum + (isNarrow(character) || character.codePointAt(0)! < 0x1100 ? 1 : 2),
    0,
  )
}

/** A text's characters as the eye counts them. */
export const charactersOf = (text: string): readonly string[] => {
  if (isNarrow(text)) return text.split('')
  graphemes ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  return Array.from(graphemes.segment(text), ({ segment }) => segment)
}

/** Loads the tables of all scripts. They take longer than a first frame, which seldom needs them. */
export const loadWidths = async (): Promise<void> => {
  measure = (await import('string-width')).default
}

/** Was a width guessed so far? Then what was drawn is to be drawn again, with the tables. */
export const hasGuessed = (): boolean => guessed && measure === null
