// What canvases cost the compiler, in instantiations: compared with budget.json, where 10% more fails.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const recorded = new URL('budget.json', import.meta.url)

const head = `import { chain, chord, group } from 'celeriac'
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
  'group of 50, one wrong': `export const it = group(${[...members, 'add'].join(', ')})\n`,
  'chord of 50': `export const it = chord([${members.join(', ')}], list)\n`,
  'chord of 50, wrong body': `export const it = chord([${members.join(', ')}], double.s())\n`,
  'chain of 50 links': `export const it = sendSms.s(1, 'a')${'.link(shout.s())'.repeat(50)}\n`,
  'pipe of 20': `export const it = step${'.pipe(step)'.repeat(20)}\n`,
  'nested chords': `export const it = ${nested(3)}\n`,
  'nested chords, one wrong': `export const it = ${nested(3).replace(/list\)+$/, (end) => end.replace('list', 'wrong'))}\n`,
  'result of a chain of 10': `export const it = chain(${steps(10).join(', ')}).delay(1).then((result) => result.parent.parent.parent.get())\n`,
}

/** The most a chain may cost for each step. */
const mostForAStep = 60

/** Compares costs with the recorded ones, or records them. TypeScript 5.9 counts the same, and 7.0 cannot be asked. */
export function compareCosts(costs, { writing }) {
  if (writing) writeFileSync(recorded, `${JSON.stringify(costs, null, 2)}\n`)
  const budget = JSON.parse(readFileSync(recorded, 'utf8'))
  return [
    ...Object.keys(cases).map((name) => within(name, costs[name], budget[name])),
    ...['', ', one wrong'].map((kind) => linear(costs, kind)),
  ]
}

const within = (name, cost, budget) => ({
  passed: budget !== undefined && cost <= budget * 1.1,
  name: `${name} costs ${cost} instantiations`,
  detail: `recorded: ${budget}; at most 10% more`,
})

const linear = (cost, kind) => {
  const each = (cost[`chain of 900${kind}`] - cost[`chain of 100${kind}`]) / 800
  return {
    passed: each <= mostForAStep,
    name: `a step of a chain${kind} costs ${each.toFixed(1)} instantiations`,
    detail: `at most ${mostForAStep}`,
  }
}

/** The instantiations of each case. The host keeps what it has read. */
export function costsOn(ts, { folder, options, host }) {
  const file = join(folder, 'measured.ts')
  let source = ''
  const measuring = {
    ...host,
    fileExists: (name) => name === file || host.fileExists(name),
    getSourceFile: (name, ...rest) =>
      name === file ? ts.createSourceFile(name, source, rest[0], true) : host.getSourceFile(name, ...rest),
  }
  let before
  const cost = (code) => {
    source = head + code
    before = ts.createProgram([file], options, measuring, before)
    before.getSemanticDiagnostics(before.getSourceFile(file))
    return before.getInstantiationCount()
  }
  const base = cost('')
  return Object.fromEntries(
    Object.entries(cases).map(([name, code]) => [name, name === 'the tasks' ? base : cost(code) - base]),
  )
}
