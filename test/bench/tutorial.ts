import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Fence, fencesIn } from '../../lessons/authoring/fences.ts'
import { typeLies } from '../../lessons/authoring/typedFences.ts'
import { ROOT } from '../terminal/pseudoTerminal.ts'
import { type Bench, median } from './row.ts'

const ROUNDS = 5

/** How long it takes to check the types of all code of the course's pages, beside one block of it: that loads as much. */
export const tutorial: Bench = async () => {
  const fences = readdirSync(join(ROOT, 'lessons'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^\d\d-/.test(entry.name))
    .flatMap(({ name }) => {
      const page = `lessons/${name}/README.md`
      return fencesIn(page, readFileSync(join(ROOT, page), 'utf8'))
    })
  const one = fences.filter(({ code }) => code.includes("from 'celeriac'")).slice(0, 1)
  const all: number[] = []
  const alone: number[] = []
  for (let round = 0; round <= ROUNDS; round++) {
    const seconds = [await secondsFor(fences), await secondsFor(one)] as const
    // The first round is for the disk.
    if (round > 0) {
      all.push(seconds[0])
      alone.push(seconds[1])
    }
  }
  return [
    {
      what: `types of the ${fences.length} blocks of the course`,
      unit: 's',
      measured: median(all),
      floor: median(alone),
      budget: 4,
    },
  ]
}

const secondsFor = async (fences: readonly Fence[]): Promise<number> => {
  const begunMs = performance.now()
  const lies = await typeLies(ROOT, fences)
  if (lies.length > 0)
    throw new Error(`a page lies, so nothing is measured: ${lies[0]!.page}:${lies[0]!.line} ${lies[0]!.says}`)
  return (performance.now() - begunMs) / 1000
}
