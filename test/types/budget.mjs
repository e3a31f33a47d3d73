// What canvases cost the compiler, in instantiations: compared with budget.json, where 10% more fails.
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))
const recorded = join(here, 'budget.json')
const compilers = ['typescript']
const require = createRequire(import.meta.url)

const head = `import { chain } from '../../src/canvas/chain.ts'
import { chord } from '../../src/canvas/chord.ts'
import { group } from '../../src/canvas/group.ts'
import { add, double, sendSms, shout, sum } from './tasks.ts'
const step = add.s(1)
const wrong = shout.s()
const list = sum.s()
`
const steps = (count) => Array.from({ length: count }, () => 'step')
const chainOf = (parts) => `export const it = chain(${parts.join(', ')})\n`
const withMistake = (parts) => parts.with(Math.floor(parts.length / 2), 'wrong')
const members = Array.from({ length: 50 }, (_, index) => `add.s(${index})`)
const nested = (depth) =>
  depth === 0
    ? 'list'
    : `chord([chain(step, step), group(step, chord([step, step], list))], ${depth === 1 ? 'list' : `chain(list, ${nested(depth - 1)})`})`

/** Each case by name: the code after the head, which is measured by itself and taken off. */
const cases = {
  'the tasks': '',
  'chain of 10': chainOf(steps(10)),
  'chain of 100': chainOf(steps(100)),
  'chain of 900': chainOf(steps(900)),
  'chain of 10, one wrong': chainOf(withMistake(steps(10))),
  'chain of 100, one wrong': chainOf(withMistake(steps(100))),
  'chain of 900, one wrong': chainOf(withMistake(steps(900))),
  'group of 50': `export const it = group(${members.join(', ')})\n`,
  'chord of 50': `export const it = chord([${members.join(', ')}], list)\n`,
  'chord of 50, wrong body': `export const it = chord([${members.join(', ')}], double.s())\n`,
  'chain of 50 links': `export const it = sendSms.s(1, 'a')${'.link(shout.s())'.repeat(50)}\n`,
  'pipe of 20': `export const it = step${'.pipe(step)'.repeat(20)}\n`,
  'nested chords': `export const it = ${nested(3)}\n`,
  'result of a chain of 10': `export const it = chain(${steps(10).join(', ')}).delay(1).then((result) => result.parent.parent.parent.get())\n`,
}

/** The most a chain may cost for each step. */
const mostForAStep = 60

/** Measures every case, and compares; TypeScript 5.9 counts the same as 6.0, and 7.0 cannot be asked. */
export async function measure({ writing }) {
  const costs = Object.fromEntries(compilers.map((compiler) => [compiler, costsOn(require(compiler))]))
  if (writing) writeFileSync(recorded, `${JSON.stringify(costs, null, 2)}\n`)
  const budget = JSON.parse(readFileSync(recorded, 'utf8'))
  return compilers.flatMap((compiler) => [
    ...Object.keys(cases).map((name) =>
      within(compiler, name, costs[compiler][name], budget[compiler]?.[name]),
    ),
    ...['', ', one wrong'].map((kind) => linear(compiler, costs[compiler], kind)),
  ])
}

const within = (compiler, name, cost, budget) => ({
  passed: budget !== undefined && cost <= budget * 1.1,
  name: `${compiler}: ${name} costs ${cost} instantiations`,
  detail: `recorded: ${budget}; at most 10% more`,
})

const linear = (compiler, cost, kind) => {
  const each = (cost[`chain of 900${kind}`] - cost[`chain of 100${kind}`]) / 800
  return {
    passed: each <= mostForAStep,
    name: `${compiler}: a step of a chain${kind} costs ${each.toFixed(1)} instantiations`,
    detail: `at most ${mostForAStep}`,
  }
}

function costsOn(ts) {
  const config = ts.getParsedCommandLineOfConfigFile(
    join(here, 'tsconfig.json'),
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} },
  )
  const options = { ...config.options, noEmit: true }
  const host = ts.createCompilerHost(options)
  const cache = new Map()
  const file = join(here, 'measured.ts')
  let source = ''
  const read = host.getSourceFile.bind(host)
  host.fileExists = (name) => name === file || ts.sys.fileExists(name)
  host.getSourceFile = (name, ...rest) => {
    if (name === file) return ts.createSourceFile(name, source, rest[0], true)
    if (!cache.has(name)) cache.set(name, read(name, ...rest))
    return cache.get(name)
  }
  const cost = (code) => {
    source = head + code
    const program = ts.createProgram([file], options, host)
    program.getSemanticDiagnostics(program.getSourceFile(file))
    return program.getInstantiationCount()
  }
  const base = cost('')
  return Object.fromEntries(
    Object.entries(cases).map(([name, code]) => [name, name === 'the tasks' ? base : cost(code) - base]),
  )
}
