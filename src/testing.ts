import type { Recording } from './runtime/recording.ts'
import { film } from './ui/film.ts'
import { runText } from './ui/runText.ts'

/**
 * A run as text: its events in words, its timeline, its results. ASCII but for the program's own texts, and the same for
 * the same run: a golden test keeps it, and a change to the canvas shows as lines that changed.
 *
 * `columns` is the width, 80 when nothing is said. Throws `RangeError` below 40.
 *
 * @example
 * const run = await simulate(app, { seed: 7 }, async () => ({ r: await add.delay(2, 2) }))
 * expect(transcript(run)).toMatchSnapshot()
 */
export const transcript = (run: Recording, { columns = 80 }: { readonly columns?: number } = {}): string => {
  if (!(columns >= 40)) throw new RangeError(`columns is 40 or more: got ${columns}`)
  return `${runText(film(run), Math.floor(columns)).replace(/[ \t]+$/gm, '')}\n`
}
