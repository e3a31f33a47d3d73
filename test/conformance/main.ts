import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readCaseFile } from './cases.ts'
import { report } from './report.ts'

export const usage = `npm run -s conformance -- [--strict] [FILE...]
  FILE...   files of recorded cases (test/conformance/README.md); without any the 604 recorded ones
  --strict  exit with 1 if fewer agree than record.json says`

/** Prints what disagrees and how many agree; gives the exit code. */
export async function main(words: readonly string[], tests: string): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: { strict: { type: 'boolean' } },
  })
  const folder = join(tests, 'conformance')
  const files = positionals.length > 0 ? positionals : RECORDED.map((name) => join(folder, name))
  const cases = files.flatMap(readCaseFile)
  const { disagreements, summary, agree } = await report(cases)
  for (const line of [...disagreements, ...summary]) console.log(line)
  if (!values.strict) return 0
  const record = JSON.parse(readFileSync(join(folder, 'record.json'), 'utf8')) as { readonly agree: number }
  return agree < Math.min(record.agree, cases.length) ? 1 : 0
}

/** The files of what a real Celery did. */
export const RECORDED = ['systematic.jsonl', 'random.jsonl'] as const
