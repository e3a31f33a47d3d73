// Runs the type tests on the package as its users get it: what is accepted compiles, what is refused is refused at the
// marked place with the marked words, on each compiler; what compiles runs, and what is refused would not; what it
// costs stays within the recorded budget. `--write` marks refused code anew, and records.
import { execFile } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import * as esbuild from 'esbuild'
import { compareCosts, writeCases } from './budget.mjs'
import { checkPackage, install, makeFolder } from './package.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))
const compilers = ['typescript5', 'typescript', 'typescript7']
const writing = process.argv.includes('--write')
const totals = { passed: 0, failed: 0 }
const startedAt = performance.now()

const report = (passed, name, detail = '') => {
  totals[passed ? 'passed' : 'failed'] += 1
  if (!passed) console.log(`✗ ${name}${detail && `\n  ${detail}`}`)
}

const lines = (file) => readFileSync(join(here, file), 'utf8').split('\n')
const filesIn = (part) => readdirSync(join(here, part)).map((file) => `${part}/${file}`)
const files = ['expect.ts', 'tasks.ts', ...filesIn('accepted'), ...filesIn('refused')]
const looseFiles = filesIn('loose')

/**
 * What is compiled once more, by the name of its settings: as for a bundler, which finds files by other rules; without the
 * settings that need not be; without those that must be.
 */
const again = {
  bundler: { files: ['refused/chain.ts'], options: { module: 'esnext', moduleResolution: 'bundler' } },
  lenient: { files, options: { exactOptionalPropertyTypes: false, noUncheckedIndexedAccess: false } },
  loose: { files: ['loose/app.ts'], options: { strict: false, exactOptionalPropertyTypes: false } },
  looseFunctions: { files: ['loose/functions.ts'], options: { strictFunctionTypes: false } },
}

/** The code of this folder beside the installed package: what it takes from the sources comes from there. */
const copy = (folder) => {
  for (const part of ['accepted', 'refused', 'loose']) mkdirSync(join(folder, part), { recursive: true })
  for (const file of [...files, ...looseFiles])
    writeFileSync(
      join(folder, file),
      lines(file)
        .join('\n')
        .replace(/'(\.\.\/)+src\/[^']*'/g, "'celeriac'"),
    )
  const settings = {
    target: 'es2023',
    lib: ['es2023'],
    module: 'nodenext',
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true,
    allowImportingTsExtensions: true,
    skipLibCheck: false,
    // What comes with the compiler needs no check.
    skipDefaultLibCheck: true,
    noEmit: true,
  }
  const include = ['*.ts', 'accepted', 'refused']
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: settings, include }))
  for (const [name, { files, options: compilerOptions }] of Object.entries(again))
    writeFileSync(
      join(folder, `tsconfig.${name}.json`),
      JSON.stringify({ extends: './tsconfig.json', compilerOptions, include: [], files }),
    )
  writeCases(folder)
}

const compileWith = (compiler, folder) =>
  new Promise((resolve, reject) => {
    // Much of a compiler's time is spent on what it throws away at once: room for that.
    const words = ['--max-semi-space-size=64', join(here, 'compile.mjs'), compiler, folder]
    execFile(process.execPath, words, { maxBuffer: 1e9 }, (error, stdout) =>
      error ? reject(error) : resolve(JSON.parse(stdout)),
    )
  })

/** `//   ^ words` below a line: the error stands over the caret and holds the words. */
const marker = /^(\s*\/\/\s*)\^ (.*)$/

const marksIn = (file) => {
  const marks = []
  let code = 0
  for (const [index, text] of lines(file).entries()) {
    const found = marker.exec(text)
    if (!found) code = index + 1
    else marks.push({ file, line: code, column: found[1].length + 1, words: found[2] })
  }
  return marks
}

/** Marks each refused line with the errors of one compiler, for a person to read over. */
const write = (errors) => {
  for (const file of filesIn('refused')) {
    const kept = lines(file).flatMap((line, index) => {
      if (marker.test(line)) return []
      const own = errors.filter((error) => error.file === file && error.line === index + 1)
      return [
        line,
        ...own.map(({ column, message }) => `//${' '.repeat(Math.max(0, column - 3))}^ ${wordsOf(message)}`),
      ]
    })
    writeFileSync(join(here, file), kept.join('\n'))
  }
}

/** The sentence in a message, without the types around it. */
const wordsOf = (message) => {
  const wanted = message.split(/(?:to parameter of type|to type) /).at(-1)
  return /"(\w(?:[^"\\]|\\.)* (?:[^"\\]|\\.)*)"/.exec(wanted)?.[1] ?? message
}

const compareWith = (compiler, errors, compiled) => {
  const open = errors.filter(({ file }) => file !== generatedFile)
  const among = (part) => compiled.filter((file) => file.startsWith(`${part}/`))
  for (const { file, line, column, words } of [...among('refused'), ...among('loose')].flatMap(marksIn)) {
    const there = errors.filter((error) => error.file === file && error.line === line)
    const found = there.find((error) => error.column === column && error.message.includes(words))
    if (found) open.splice(open.indexOf(found), 1)
    const came = there.map((error) => `${error.column}: ${error.message}`).join('\n        ')
    report(
      found !== undefined,
      `${compiler}: ${file}:${line}:${column}: ${words}`,
      `came: ${came || 'no error'}`,
    )
  }
  for (const file of among('accepted')) {
    const own = open.filter((error) => error.file === file)
    const checks =
      lines(file)
        .join('\n')
        .match(/\bis<|\.delay\(/g)?.length ?? 1
    totals.passed += Math.max(0, checks - own.length)
  }
  for (const { file, line, column, message } of open)
    report(false, `${compiler}: ${file}:${line}:${column}: no error expected`, `came: ${message}`)
}

/** The examples in the docstrings, run: each by its name with what went wrong. */
const runExamples = async (folder) => {
  const { examplesOf, programOf } = await bundle(folder, join(here, 'examples.ts'))
  const program = join(folder, 'documented.ts')
  writeFileSync(program, programOf(examplesOf(join(here, '../../src'))))
  const { examples } = await bundle(folder, program)
  const checks = []
  for (const [name, example] of Object.entries(examples)) {
    const error = await example().then(() => null, String)
    checks.push({ name: `the example at ${name}`, passed: error === null, detail: error ?? '' })
  }
  return [...checks, { name: 'there are examples', passed: checks.length > 25, detail: `${checks.length}` }]
}

/** Imports TypeScript, which Node 20 cannot by itself. */
const bundle = async (folder, file) => {
  const outfile = join(folder, basename(file).replace('.ts', '.mjs'))
  await esbuild.build({
    entryPoints: [file],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    // A driver is loaded when it is needed, and is not in memory.
    external: ['ioredis', 'amqplib'],
  })
  return import(pathToFileURL(outfile).href)
}

const generatedFile = 'generated.ts'

/** How many canvases that run are generated, and how many that do not; a few of either are left out of the count. */
const enough = 505

/** Canvases at random, as many that run as do not, with what goes wrong when each of them runs. */
const generate = async (folder) => {
  const { canvasesFrom, head, mistakes } = await bundle(folder, join(here, 'property.ts'))
  const running = []
  const failing = []
  for (const code of canvasesFrom(13, 2_000)) {
    if (running.length === enough && failing.length === enough) break
    const found = await mistakes(code)
    const alike = found.length === 0 ? running : failing
    if (alike.length < enough) alike.push({ code, found })
  }
  const cases = [...running, ...failing]
  writeFileSync(join(folder, generatedFile), [...head, ...cases.map(({ code }) => code)].join('\n'))
  return { cases, skipped: head.length }
}

/** What is refused for another reason than a type: Celery would run it, but not as it reads. */
const otherwise = /Celery would run|Celery loses|chain as header/

const compareRuns = ({ cases, skipped }, compiler, errors) => {
  const messages = cases.map(() => [])
  for (const { file, line, message } of errors)
    if (file === generatedFile) messages[line - 1 - skipped]?.push(message)
  const count = { compiled: 0, refused: 0 }
  const wrong = cases.flatMap(({ code, found }, place) => {
    const own = messages[place]
    if (own.some((message) => otherwise.test(message))) return []
    const refused = own.length > 0
    count[refused ? 'refused' : 'compiled'] += 1
    if (refused === found.length > 0) return []
    return [refused ? `runs: ${code}\n    ${own[0]}` : `compiles: ${code}\n    ${found[0]}`]
  })
  report(
    wrong.length === 0,
    `${compiler}: what compiles runs, and what is refused does not`,
    wrong.slice(0, 5).join('\n  '),
  )
  for (const [kind, many] of Object.entries(count))
    report(many >= 500, `${compiler}: at least 500 generated canvases are ${kind}`, `${many} are`)
}

const folder = makeFolder()
try {
  copy(folder)
  const installing = install(folder)
  const generated = await generate(folder)
  const installed = await installing
  const compiling = Promise.all(compilers.map((compiler) => compileWith(compiler, folder)))
  const packaged = checkPackage(installed)
  const examples = await runExamples(folder)
  const results = await compiling
  // What was marked anew is compared in the next run: the lines have moved.
  if (writing) write(results[1].errors)
  for (const [index, compiler] of compilers.entries()) {
    const { errors, again: others } = results[index]
    if (!writing) {
      compareWith(compiler, errors, files)
      for (const [name, found] of Object.entries(others))
        compareWith(`${compiler}, ${name}`, found, again[name].files)
    }
    compareRuns(generated, compiler, errors)
  }
  const costs = Object.fromEntries(compilers.map((compiler, index) => [compiler, results[index].costs]))
  for (const { passed, name, detail } of [
    ...compareCosts(costs, { writing }),
    ...results[1].editor,
    ...examples,
    ...(await packaged),
  ])
    report(passed, name, detail)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

console.log(`types: ${Math.round((performance.now() - startedAt) / 1000)} s`)
console.log(`${totals.passed} passed, ${totals.failed} failed`)
process.exitCode = totals.failed === 0 ? 0 : 1
