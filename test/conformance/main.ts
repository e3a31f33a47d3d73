import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readCases } from './cases.ts'
import { report } from './report.ts'

/** `npm run conformance -- [--strict] [FILE...]`: prints what disagrees and how many agree; gives the exit code. */
export async function main(words: readonly string[], folder: string): Promise<number> {
  const files = words.filter((word) => !word.startsWith('--'))
  const recorded = RECORDED.map((name) => join(folder, name))
  const cases = (files.length > 0 ? files : recorded).flatMap((file) => readCases(readFileSync(file, 'utf8')))
  const { disagreements, summary, agree } = await report(cases)
  for (const line of [...disagreements, ...summary]) console.log(line)
  if (!words.includes('--strict')) return 0
  const record = JSON.parse(readFileSync(join(folder, 'record.json'), 'utf8')) as { readonly agree: number }
  return agree < Math.min(record.agree, cases.length) ? 1 : 0
}

/** The files of what a real Celery did. */
export const RECORDED = ['systematic.jsonl', 'random.jsonl'] as const
