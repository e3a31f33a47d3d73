import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readCases } from './cases.ts'
import { RECORDED } from './main.ts'
import record from './record.json' with { type: 'json' }
import { report } from './report.ts'

test('the simulator does what Celery was recorded doing', { timeout: 60_000 }, async () => {
  const files = RECORDED.map((file) => readFileSync(new URL(file, import.meta.url), 'utf8'))
  const { agree, disagreements } = await report(files.flatMap(readCases))
  const sentences = disagreements.map((line) => line.slice(0, 400)).join('\n')
  expect(agree, `agreed with fewer cases than once:\n${sentences}`).toBeGreaterThanOrEqual(record.agree)
})
