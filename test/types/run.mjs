// Runs the type tests: what is accepted compiles, what is refused is refused at the marked place with the marked words,
// on each compiler; and what it costs stays within the recorded budget. `--write` marks refused code anew, and records.
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { measure } from './budget.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))
const root = join(here, '../..')
const compilers = ['typescript5', 'typescript', 'typescript7']
const writing = process.argv.includes('--write')
const totals = { passed: 0, failed: 0 }

const run = (...words) =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, words, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    const output = []
    child.stdout.on('data', (bytes) => output.push(bytes))
    child.stderr.on('data', (bytes) => output.push(bytes))
    child.on('close', () => resolve(Buffer.concat(output).toString()))
  })

/** The first lines of the compiler's errors: file, line, column and message. */
const compile = async (compiler) => {
  const output = await run(
    join('node_modules', compiler, compiler === 'typescript7' ? 'bin/tsc' : 'lib/tsc.js'),
    ...['-p', 'test/types/tsconfig.json', '--pretty', 'false', '--noErrorTruncation'],
  )
  return output.split('\n').flatMap((text) => {
    const found = /^(\S+?)\((\d+),(\d+)\): error TS\d+: (.*)$/.exec(text)
    return found ? [{ file: found[1], line: +found[2], column: +found[3], message: found[4] }] : []
  })
}

const filesIn = (folder) =>
  readdirSync(join(here, folder))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => relative(root, join(here, folder, file)))

/** `//   ^ words` below a line: the error stands over the caret and holds the words. */
const marker = /^(\s*\/\/\s*)\^ (.*)$/

const marksIn = (file) => {
  const marks = []
  let code = 0
  for (const [index, text] of readFileSync(join(root, file), 'utf8').split('\n').entries()) {
    const found = marker.exec(text)
    if (!found) code = index + 1
    else marks.push({ file, line: code, column: found[1].length + 1, words: found[2] })
  }
  return marks
}

const report = (passed, name, detail = '') => {
  totals[passed ? 'passed' : 'failed'] += 1
  if (!passed) console.log(`✗ ${name}${detail && `\n  ${detail}`}`)
}

/** Marks each refused line with the errors of the first compiler, for a person to read over. */
const write = (errors) => {
  for (const file of filesIn('refused')) {
    const text = readFileSync(join(root, file), 'utf8').split('\n')
    const kept = text.flatMap((line, index) => {
      if (marker.test(line)) return []
      const own = errors.filter((error) => error.file === file && error.line === index + 1)
      return [
        line,
        ...own.map(({ column, message }) => `//${' '.repeat(Math.max(0, column - 3))}^ ${wordsOf(message)}`),
      ]
    })
    writeFileSync(join(root, file), kept.join('\n'))
  }
}

/** The sentence in a message, without the types around it. */
const wordsOf = (message) =>
  /(?:to parameter of type|to type) '.*?"(.*)"'\.$/.exec(message)?.[1] ??
  message.replace(/ is not assignable to parameter.*/, '')

const compareWith = (compiler, errors) => {
  const open = [...errors]
  for (const file of filesIn('refused'))
    for (const mark of marksIn(file)) {
      const found = open.findIndex(
        (error) =>
          error.file === mark.file &&
          error.line === mark.line &&
          error.column === mark.column &&
          error.message.includes(mark.words),
      )
      const name = `${compiler}: ${mark.file}:${mark.line}:${mark.column}: ${mark.words}`
      if (found >= 0) open.splice(found, 1)
      const there = errors.filter((error) => error.file === mark.file && error.line === mark.line)
      report(
        found >= 0,
        name,
        `came: ${there.map(({ column, message }) => `${column}: ${message}`).join('\n        ') || 'no error'}`,
      )
    }
  for (const file of filesIn('accepted')) {
    const own = open.filter((error) => error.file === file)
    const checks = readFileSync(join(root, file), 'utf8').match(/\bis<|\.delay\(/g)?.length ?? 1
    totals.passed += Math.max(0, checks - own.length)
  }
  for (const { file, line, column, message } of open)
    report(false, `${compiler}: ${file}:${line}:${column}: no error expected`, `came: ${message}`)
}

const startedAt = performance.now()
if (writing) write(await compile('typescript'))
const [five, six, seven, costs] = await Promise.all([...compilers.map(compile), measure({ writing })])
for (const [index, errors] of [five, six, seven].entries()) compareWith(compilers[index], errors)
for (const { passed, name, detail } of costs) report(passed, name, detail)

console.log(`types: ${Math.round((performance.now() - startedAt) / 1000)} s`)
console.log(`${totals.passed} passed, ${totals.failed} failed`)
process.exitCode = totals.failed === 0 ? 0 : 1
