import { parseArgs } from 'node:util'
import fc from 'fast-check'
import { wholeNumber } from '../mistake.ts'
import { PROPERTIES } from './anyRun.ts'

/** Runs between two words about how far it has come. */
const BATCH = 500

export const usage = `npm run soak -- [--seeds N] [--seed S]
  --seeds N  how many runs (100000)
  --seed S   where to begin, a whole number; a fresh one without it`

/** Plays random canvases in random worlds until all seeds are played or one breaks a rule. */
export async function main(words: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...words],
    options: { seeds: { type: 'string', default: '100000' }, seed: { type: 'string' } },
  })
  const seeds = wholeNumber('--seeds', values.seeds, 1)
  const from = values.seed === undefined ? Date.now() % 2 ** 31 : wholeNumber('--seed', values.seed, 0)
  const properties = Object.entries(PROPERTIES)
  const startedMs = performance.now()
  console.log(`${seeds} runs from seed ${from}`)
  for (let done = 0, seed = from; done < seeds; seed++) {
    const [name, property] = properties[(seed - from) % properties.length]!
    const numRuns = Math.min(BATCH, seeds - done)
    const details = await fc.check(property, { numRuns, seed })
    if (details.failed) {
      console.error(`${name}\nfails with seed ${seed}: ${(details.errorInstance as Error).message}`)
      console.error(fc.defaultReportMessage(details))
      const first = seed - properties.findIndex(([each]) => each === name)
      console.error(`again: npm run soak -- --seeds ${properties.length * BATCH} --seed ${first}`)
      return 1
    }
    done += numRuns
    const perSecond = Math.round((1000 * done) / (performance.now() - startedMs))
    console.log(`${done} of ${seeds}, ${perSecond} a second`)
  }
  console.log(`${seeds} runs, 0 failures`)
  return 0
}
