import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readCases } from './cases.ts'

const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8')

/** The rows of the tables: label, feature, tests or a reason, recorded cases. */
const rows = read('COVERAGE.md')
  .split('\n')
  .filter((line) => /^\| [A-H]\d+ \|/.test(line))
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| |\s*\|$/g, '')))
const quoted = (cell: string | undefined) => [...(cell ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name!)

/** How many features each section of Celery's canvas has. */
const SECTIONS = { A: 24, B: 23, C: 20, D: 23, E: 6, F: 14, G: 16, H: 10 }

test('every feature has a row', () => {
  const labels = Object.entries(SECTIONS).flatMap(([section, count]) =>
    Array.from({ length: count }, (_, index) => `${section}${index + 1}`),
  )
  expect(rows.map(([label]) => label)).toEqual(labels)
})

test('every row names a test or a recorded case, or says why there is none', () => {
  const silent = rows.filter(([, , tests, cases]) => !tests && !cases)
  expect(silent.map(([label]) => label)).toEqual([])
})

test('the tests and cases it names exist', () => {
  const files = readdirSync(new URL('.', import.meta.url)).filter((file) => file.endsWith('.jsonl'))
  const recorded = new Set(files.flatMap((file) => readCases(read(file), file).map(({ id }) => id)))
  const missing = rows.flatMap(([label, , tests, cases]) => [
    ...quoted(tests)
      .filter((name) => /\.test\.tsx?$/.test(name) && !existsSync(new URL(`../${name}`, import.meta.url)))
      .map((name) => `${label} ${name}`),
    ...quoted(cases)
      .filter((id) => !recorded.has(id))
      .map((id) => `${label} ${id}`),
  ])
  expect(missing).toEqual([])
})
