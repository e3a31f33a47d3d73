import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { loadWidths } from '../../src/ui/width.ts'
import { chapters } from '../chapters.ts'
import { checkCourse, writeCourse } from './checkCourse.ts'

/** Beside `dist`, where the bundle is. */
const root = fileURLToPath(new URL('../', import.meta.url))

/** `npm run lesson:check`: holds the course, or the chapters that are named, to what it promises. */
const main = async (): Promise<number> => {
  const { values, positionals } = parseArgs({
    options: { write: { type: 'boolean' } },
    allowPositionals: true,
  })
  const course = await Promise.all(chapters.map((listed) => listed.load()))
  const unknown = positionals.find((word) => !course.some(({ number }) => String(number) === word))
  if (unknown !== undefined) {
    process.stderr.write(`There is no chapter ${unknown}: npm run lesson lists those there are.\n`)
    return 2
  }
  const chosen = course.filter(
    ({ number }) => positionals.length === 0 || positionals.includes(String(number)),
  )
  await loadWidths()
  if (values.write) await writeCourse(root, course, chosen)
  const totals = { passed: 0, failed: 0 }
  for await (const { name, problems } of checkCourse(root, course, chosen)) {
    totals[problems.length === 0 ? 'passed' : 'failed'] += 1
    for (const problem of problems) process.stdout.write(`✗ ${name}: ${problem}\n`)
  }
  process.stdout.write(`${totals.passed} passed, ${totals.failed} failed\n`)
  return totals.failed === 0 ? 0 : 1
}

process.exitCode = await main()
