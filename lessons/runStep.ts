import { readFile } from 'node:fs/promises'
import type { Recording } from '../src/runtime/recording.ts'
import { simulate } from '../src/runtime/simulate.ts'
import { codeLines } from '../src/ui/code.ts'
import type { Prediction, Problem, Program, Scene } from '../src/ui/scene.ts'
import { type Position, positionAfter, type Stage, stage, startOf } from '../src/ui/stage.ts'
import type { Chapter, Predict, Refutation, Step } from './lesson.ts'
import { type Moment, Watch } from './watch.ts'

/** A step that has run: what the screen shows, and the runs themselves. */
export interface RanStep {
  readonly scene: Scene
  readonly runs: readonly Run[]
  readonly watches: readonly Watch[]
}

/** One program's run. */
export interface Run extends Recording {
  readonly file: string
  readonly source: string
  readonly returned: Readonly<Record<string, unknown>>
  readonly error: Error | null
}

/** Runs a step on a cluster of its own. Another seed may be given; the facts hold for all. */
export const runStep = async (chapter: Chapter, step: Step, seed = step.seed): Promise<RanStep> => {
  const folder = new URL(`${chapter.slug}/${step.folder}/`, lessonsFolder)
  const [prose, hints] = await Promise.all([
    read(folder, 'lesson.md'),
    read(folder, 'hints.md').catch(() => ''),
  ])
  const runs: Run[] = []
  const programs: Program[] = []
  for (const [file, program] of Object.entries(step.programs)) {
    const source = await read(folder, file)
    const problems = await read(folder, file.replace(/\.ts$/, '.errors.txt')).then(problemsOf, () => [])
    const world = seed === undefined ? step : { ...step, seed }
    const run = await inTurn(() => {
      chapter.begin()
      return simulate(step.apps?.[file] ?? step.app, world, program)
    })
    runs.push({ ...run, file, source })
    programs.push({ name: file, code: codeLines(source), problems, error: run.error && sentence(run.error) })
  }
  const watches = runs.map((run, index) => new Watch(index, run, run.error, run.returned))
  const ran = stage(runs)
  const scene: Scene = {
    title: step.title,
    prose,
    manual: step.manual ?? chapter.manual,
    hints: hints
      .split(/^---$/m)
      .map((hint) => hint.trim())
      .filter((hint) => hint !== ''),
    programs,
    stage: ran,
    predict: predictionOf(step.predict, ran, watches),
    facts: step.facts(...watches),
  }
  return { scene, runs, watches }
}

/** Beside `dist`, where the bundle is, and beside itself, where this file is. */
const lessonsFolder = new URL('../lessons/', import.meta.url)

const read = (folder: URL, file: string) => readFile(new URL(file, folder), 'utf8')

let last: Promise<unknown> = Promise.resolve()

/** Programs share their app, so they run one after the other. */
const inTurn = <Value>(work: () => Promise<Value>): Promise<Value> => {
  const next = last.then(work, work)
  last = next.catch(() => undefined)
  return next
}

/** The first paragraph of what an error says. */
const sentence = (error: Error) => `${error.name}: ${error.message.split('\n\n')[0]}`

/** What the compiler says of a file, as kept beside it: a line number and a sentence a line. */
export const problemsOf = (text: string): readonly Problem[] =>
  text.split('\n').flatMap((line) => {
    const found = /^(\d+): (.*)$/.exec(line)
    return found ? [{ line: Number(found[1]), says: found[2]! }] : []
  })

const predictionOf = (predict: Predict, ran: Stage, watches: readonly Watch[]): Prediction => {
  const { ask, options, answer, because, refutedBy } = predict
  const opens = predict.opensAt?.(...watches) ?? watches[0]!.applied()
  const refuted = new Map<number, Position>()
  for (const option of options.keys()) {
    const by = refutationOf(refutedBy, option + 1)
    if (option + 1 !== answer && by) refuted.set(option + 1, positionOf(ran, by(...watches)))
  }
  return {
    ask,
    options,
    answer,
    because,
    opensAt: positionOf(ran, opens),
    refutedAt: (option) => refuted.get(option) ?? positionAfter(ran, ran.moments.length),
  }
}

const refutationOf = (refutedBy: Predict['refutedBy'], option: number): Refutation | undefined =>
  typeof refutedBy === 'function' ? refutedBy : refutedBy[option]

const positionOf = (ran: Stage, { program, event }: Moment): Position => {
  if (event < 0) return startOf
  const index = ran.moments.findIndex((moment) => moment.film === program && moment.event === event)
  return positionAfter(ran, index + 1)
}
