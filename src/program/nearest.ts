/** The word that was meant by one that there is not, if one is near: at most two letters off. */
export const nearest = (word: string, words: readonly string[]): string | undefined => {
  const [best] = words
    .map((each) => ({ each, off: distance(word.toLowerCase(), each.toLowerCase()) }))
    .filter(({ off }) => off <= Math.min(2, word.length - 1))
    .sort((a, b) => a.off - b.off)
  return best?.each
}

/** How many letters have to be put in, taken out or changed (Levenshtein). */
const distance = (a: string, b: string): number => {
  let before = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++)
      row.push(Math.min(before[j]! + 1, row[j - 1]! + 1, before[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    before = row
  }
  return before[b.length]!
}
