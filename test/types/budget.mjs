// What canvases cost each compiler, in instantiations: compared with budget.json, where 10% more fails.
import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const recorded = new URL('budget.json', import.meta.url)

const head = `import { chain, chord, group } from 'celeriac'
import { add, double, sendSms, shout, sum } from '../tasks.ts'
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

/** Each case by name: the code after the head. */
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

/** Compares costs by compiler with the recorded ones, or records them. */
export function compareCosts(costs, { writing }) {
  if (writing) writeFileSync(recorded, `${JSON.stringify(costs, null, 2)}\n`)
  const budgets = JSON.parse(readFileSync(recorded, 'utf8'))
  return Object.entries(costs).flatMap(([compiler, own]) => [
    ...Object.keys(cases).map((name) => within(compiler, name, own[name], budgets[compiler]?.[name])),
    ...['', ', one wrong'].map((kind) => linear(compiler, own, kind)),
  ])
}

const within = (compiler, name, cost, budget) => ({
  passed: cost <= budget * 1.1,
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

/** A file for each case, with settings of its own, in `folder/measured`. */
export function writeCases(folder) {
  const measured = join(folder, 'measured')
  mkdirSync(measured)
  for (const [index, code] of Object.values(cases).entries()) {
    writeFileSync(join(measured, `${index}.ts`), head + code)
    const settings = { extends: '../tsconfig.json', files: [`${index}.ts`], include: [] }
    writeFileSync(join(measured, `${index}.json`), JSON.stringify(settings))
  }
}

/** The files of the cases, in their order. */
export const caseFiles = (folder) =>
  Object.keys(cases).map((_, index) => join(folder, 'measured', `${index}.ts`))

/** The instantiations of each case in a program, one after the other: what the ones before have brought is not counted again. */
export function costsByLibrary(program, folder) {
  const files = caseFiles(folder)
  let before = 0
  return Object.fromEntries(
    Object.keys(cases).map((name, index) => {
      program.getSemanticDiagnostics(program.getSourceFile(files[index]))
      const all = program.getInstantiationCount()
      const cost = all - before
      before = all
      return [name, cost]
    }),
  )
}

/** The same by the command, each case in a run of its own; what the tasks cost is taken off. */
export async function costsByCommand(tsc, folder) {
  const costs = {}
  for (const [index, name] of Object.keys(cases).entries()) {
    const words = ['-p', join(folder, 'measured', `${index}.json`), '--skipLibCheck', '--pretty', 'false']
    const { stdout } = await promisify(execFile)(tsc, [
      ...words,
      '--extendedDiagnostics',
      '--singleThreaded',
    ]).catch((failed) => failed)
    const all = Number(/^Instantiations: +(\d+)$/m.exec(stdout)?.[1])
    costs[name] = index === 0 ? all : all - costs['the tasks']
  }
  return costs
}
