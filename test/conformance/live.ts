import { closeSync, openSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Mistake, wholeNumber } from '../mistake.ts'
import { type Case, FIELDS, type Field, readCaseFile } from './cases.ts'
import { findParts, type Oracle, startOracle } from './oracle.ts'
import { type Report, report } from './report.ts'

export const usage = `npm run conformance:live -- [--seed S] [--count N] [--lanes N] [--save FILE] [FILE...]
  --seed S     where the new cases begin, a whole number; a fresh one without it
  --count N    how many (200)
  --lanes N    Celery workers side by side (4)
  --save FILE  keep what Celery did, in the format of the recorded files
  FILE...      play these cases instead of new ones`

/**
 * Has a real Celery play new cases, and the simulator after it. Exit code 0 when all agree, 1 when some do not, 2 when
 * something is missing.
 */
export async function main(words: readonly string[], tests: string): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      seed: { type: 'string' },
      count: { type: 'string', default: '200' },
      lanes: { type: 'string', default: '4' },
      save: { type: 'string' },
    },
  })
  const seed = values.seed === undefined ? freshSeed() : wholeNumber('--seed', values.seed, 0)
  const count = wholeNumber('--count', values.count, 1)
  const lanes = wholeNumber('--lanes', values.lanes, 1)
  const given = positionals.flatMap(readCaseFile)
  if (values.save !== undefined) ensureWritable(values.save)
  const parts = findParts(join(tests, 'conformance/oracle'), join(tests, '..'))
  if (Array.isArray(parts)) {
    for (const missing of parts) console.error(`missing: ${missing}`)
    return 2
  }
  const oracle = await startOracle({
    ...(parts as Exclude<typeof parts, readonly string[]>),
    lanes,
  })
  const interrupted = (): void => void oracle.stop().finally(() => process.exit(130))
  process.once('SIGINT', interrupted)
  process.once('SIGTERM', interrupted)
  try {
    const cases = positionals.length > 0 ? given : oracle.random(seed, count)
    if (positionals.length === 0) console.log(`seed ${seed}`)
    const { disagreements, summary, agree, verdicts } = await compareLive(oracle, cases)
    if (values.save) writeFileSync(values.save, verdicts.map(({ recorded }) => lineOf(recorded)).join(''))
    for (const line of [...disagreements, ...summary]) console.log(line)
    return agree === verdicts.length ? 0 : 1
  } finally {
    process.off('SIGINT', interrupted)
    process.off('SIGTERM', interrupted)
    await oracle.stop()
  }
}

/** Before anything is played that could not be kept. */
function ensureWritable(file: string): void {
  try {
    closeSync(openSync(file, 'a'))
  } catch (error) {
    throw new Mistake(`${file} cannot be written: ${(error as Error).message}`)
  }
}

/** A recording as one line, without what is new each time. */
const lineOf = (recorded: Case): string => {
  const { took, settled, ...rest } = recorded as Case & { took?: number; settled?: boolean }
  const ids = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g
  return `${JSON.stringify(rest).replace(ids, '<id>')}\n`
}

/** A seed that nobody has tried before, most likely. */
export const freshSeed = (): number => Math.floor(Math.random() * 1_000_000_000)

/**
 * Has Celery play the cases and judges the simulator by that. Where the two disagree Celery plays the case again, and
 * what differs between its own runs counts as left to chance, as in the recorded files.
 */
export async function compareLive(oracle: Oracle, cases: readonly Case[]): Promise<Report> {
  let recorded = await oracle.play(cases)
  for (let round = 0; ; round++) {
    const result = await report(recorded)
    const open = new Set(result.verdicts.filter(({ schedule }) => schedule < 0).map((each) => each.recorded))
    if (open.size === 0 || round === ROUNDS) return result
    const again = new Map(
      (
        await oracle.play(
          [...open].map(({ id, expr, args, call }) => ({ id, expr, args: args ?? [], call: call ?? {} })),
        )
      ).map((each) => [each.id, each]),
    )
    recorded = recorded.map((each) =>
      open.has(each) && again.has(each.id) ? merged(each, again.get(each.id)!) : each,
    )
  }
}

const ROUNDS = 3

/** Two recordings of one case: what came out differently goes under `varies`. */
export function merged(first: Case, second: Case): Case {
  const varies: Partial<Record<Field, unknown[]>> = {}
  for (const field of FIELDS) {
    const seen = [...((first.varies?.[field] as unknown[]) ?? [first[field] ?? null])]
    const other = second[field] ?? null
    if (!seen.some((each) => JSON.stringify(each) === JSON.stringify(other))) seen.push(other)
    if (seen.length > 1) varies[field] = seen
  }
  return { ...first, varies: varies as NonNullable<Case['varies']> }
}
