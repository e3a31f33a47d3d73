// What `npm test` runs: first the checks that take a moment, then the tests. Every check counts as one test, and the
// last line is the sum. A check or a test that fails does not keep the next from running.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const reports = mkdtempSync(join(tmpdir(), 'celeriac-test-'))
const report = join(reports, 'vitest.json')
const tool = (path, ...words) => [process.execPath, join(root, 'node_modules', path), ...words]

const checks = [
  { name: 'style', command: tool('@biomejs/biome/bin/biome', 'check', '--diagnostic-level=warn', '.') },
  { name: 'types', command: tool('typescript7/bin/tsc', '--noEmit') },
  { name: 'build', command: [process.execPath, 'build.mjs'] },
  { name: 'lessons and their pages', command: [process.execPath, 'dist/lessonCheck.js'] },
  { name: 'types of canvases, in the package', command: [process.execPath, 'test/types/run.mjs'] },
]
const tests = tool(
  'vitest/vitest.mjs',
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
)

const totals = { passed: 0, failed: 0, skipped: 0 }

/** Runs a command and gives its exit code. With `quietly` its output is shown only when it fails. */
const run = ([program, ...words], { quietly = false } = {}) =>
  new Promise((resolve) => {
    const child = spawn(program, words, {
      cwd: root,
      stdio: ['ignore', quietly ? 'pipe' : 'inherit', quietly ? 'pipe' : 'inherit'],
    })
    const output = []
    child.stdout?.on('data', (bytes) => output.push(bytes))
    child.stderr?.on('data', (bytes) => output.push(bytes))
    child.on('error', (error) => resolve({ code: 1, output: String(error) }))
    child.on('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(output).toString() }))
  })

const check = async ({ name, command }) => {
  const startedAt = performance.now()
  const { code, output } = await run(command, { quietly: true })
  console.log(`${code === 0 ? '✓' : '✗'} ${name} (${Math.round(performance.now() - startedAt)} ms)`)
  if (code !== 0) console.log(output)
  totals[code === 0 ? 'passed' : 'failed'] += 1
}

/** Adds what vitest wrote down, and names every test that was skipped. */
const count = (code) => {
  const written = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : { testResults: [] }
  const files = written.testResults
  const each = files.flatMap((file) =>
    file.assertionResults.map((result) => ({ ...result, file: relative(root, file.name) })),
  )
  const of = (...statuses) => each.filter(({ status }) => statuses.includes(status))
  const unreadable = files.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((result) => result.status === 'failed'),
  )
  const skipped = of('pending', 'skipped', 'todo', 'disabled')
  const failed = of('failed').length + unreadable.length
  totals.passed += of('passed').length
  totals.skipped += skipped.length
  // An error outside of every test fails the run all the same.
  totals.failed += failed === 0 && code !== 0 ? 1 : failed
  for (const { file, fullName } of skipped) console.log(`skipped: ${file}: ${fullName}`)
  if (process.env.CI) totals.failed += skipped.length
}

for (const each of checks) await check(each)
count((await run(tests)).code)
rmSync(reports, { recursive: true, force: true })

const { passed, failed, skipped } = totals
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
process.exitCode = failed === 0 ? 0 : 1
