import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { readCaseFile } from './cases.ts'
import { RECORDED } from './main.ts'
import record from './record.json' with { type: 'json' }
import { report } from './report.ts'

const casesIn = (files: readonly string[]) =>
  files.flatMap((file) => readCaseFile(fileURLToPath(new URL(file, import.meta.url))))

test('the simulator does what Celery was recorded doing', { timeout: 60_000 }, async () => {
  const { agree, disagreements } = await report(casesIn(RECORDED))
  const sentences = disagreements.map((line) => line.slice(0, 400)).join('\n')
  expect(agree, `agreed with fewer cases than once:\n${sentences}`).toBeGreaterThanOrEqual(record.agree)
})

test.each([
  ['options, given at the call and stored at every place', 'options.jsonl'],
  ['stamps and their visitors, on every primitive', 'stamps.jsonl'],
  ['canvases that once disagreed', 'found.jsonl'],
])('so it does with %s', { timeout: 60_000 }, async (_, file) => {
  const { disagreements } = await report(casesIn([file]))
  expect(disagreements.map((line) => line.slice(0, 400))).toEqual([])
})
