/** What was asked for cannot be done as it was said: the launcher says why and how, and the program ends with 2. */
export class Mistake extends Error {
  override readonly name = 'Mistake'
}

/** A whole number from `least` on. */
export function wholeNumber(flag: string, word: string, least: number): number {
  const value = Number(word)
  if (word.trim() !== '' && Number.isSafeInteger(value) && value >= least) return value
  throw new Mistake(`${flag} is a whole number from ${least} on; got ${JSON.stringify(word)}`)
}
