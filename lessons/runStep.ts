import { simulate } from '../src/runtime/simulate.ts'
import { codeLines } from '../src/ui/code.ts'
import type { Prediction, Problem, Program, Scene } from '../src/ui/scene.ts'
import { type Position, positionAfter, type Stage, stage } from '../src/ui/stage.ts'
import { factOf, positionOf } from './claims.ts'
import type { Chapter, Exercise, Predict, Question, Refutation, Step } from './lesson.ts'
import type { RanStep, Run } from './ranStep.ts'
import { pageOf, readStep } from './stepFiles.ts'
import { Watch } from './watch.ts'

/** Runs a step on a cluster of its own: an exercise as it is given. Another seed may be given; the facts hold for all. */
export const runStep = async (chapter: Chapter, step: Step, seed = step.seed): Promise<RanStep> => {
  if (step.type === 'question')
    return runQuestion(chapter, seed === undefined ? step : { ...step, seed }, simulate)
  const known = begun.get(step) ?? new Map<number | undefined, Promise<RanStep>>()
  begun.set(step, known)
  const run = known.get(seed) ?? runStart(chapter, step, seed)
  known.set(seed, run)
  return run
}

/** What exercises begin with runs once for each seed: every run is in a process of its own. */
const begun = new WeakMap<Exercise, Map<number | undefined, Promise<RanStep>>>()

const runStart = async (chapter: Chapter, step: Exercise, seed: number | undefined): Promise<RanStep> => {
  const { runExercise, startOf } = await import('./runExercise.ts')
  return runExercise(chapter, step, { file: 'start.ts', source: await startOf(chapter, step) }, seed)
}

/** Who plays a program in the world of its step. */
export type Play = typeof simulate

/** Plays the programs of a step, one after the other. */
export const runQuestion = async (chapter: Chapter, step: Question, play: Play): Promise<RanStep> => {
  const runs: Run[] = []
  const programs: Program[] = []
  for (const [file, program] of Object.entries(step.programs)) {
    const source = await readStep(chapter, step, file)
    const problems = await readStep(chapter, step, file.replace(/\.ts$/, '.errors.txt')).then(
      problemsOf,
      () => [],
    )
    const run = await inTurn(() => {
      chapter.begin()
      return play(step.apps?.[file] ?? step.app, step, program).then(played)
    })
    runs.push({ ...run, file, source })
    programs.push({ name: file, code: codeLines(source), problems, error: run.error && sentence(run.error) })
  }
  const watches = runs.map((run, index) => new Watch(index, run, run.error, run.returned))
  const ran = stage(runs)
  const scene: Scene = {
    ...(await pageOf(chapter, step)),
    programs,
    stage: ran,
    predict: predictionOf(step.predict, ran, watches),
    facts: step.facts(...watches).map((claim) => factOf(ran, claim)),
  }
  return { scene, runs, watches }
}

/** What is shown of a program that plays a simulation of its own: that one, with what else the program returned. */
const played = <Ran extends Omit<Run, 'file' | 'source'>>(outer: Ran) => {
  const { run, ...returned } = outer.returned as { readonly run?: Ran }
  return run === undefined ? outer : { ...run, returned, error: run.error ?? outer.error }
}

let last: Promise<unknown> = Promise.resolve()

/** Programs share their app, so they run one after the other. */
const inTurn = <Value>(work: () => Promise<Value>): Promise<Value> => {
  const next = last.then(work, work)
  last = next.catch(() => undefined)
  return next
}

/** The first paragraph of what an error says. */
export const sentence = (error: Error) => `${error.name}: ${error.message.split('\n\n')[0]}`

/** What the compiler says of a file, as kept beside it: a line number and a sentence a line. */
export const problemsOf = (text: string): readonly Problem[] =>
  text.split('\n').flatMap((line) => {
    const found = /^(\d+): (.*)$/.exec(line)
    return found ? [{ line: Number(found[1]), says: found[2]! }] : []
  })

const predictionOf = (predict: Predict, ran: Stage, watches: readonly Watch[]): Prediction => {
  const { ask, options, answer, because, refutedBy } = predict
  const opens = predict.opensAt?.(...watches)
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
    opensAt: opens === undefined ? onceSent(ran, watches) : positionOf(ran, opens),
    refutedAt: (option) => refuted.get(option) ?? positionAfter(ran, ran.moments.length),
  }
}

/** When each program has sent its first canvas, if they do so at once: then all of their results are named. */
const onceSent = (ran: Stage, watches: readonly Watch[]): Position => {
  const sent = watches.map((watch) => positionOf(ran, watch.applied()))
  return sent.filter(({ atMs }) => atMs === sent[0]!.atMs).at(-1)!
}

const refutationOf = (refutedBy: Predict['refutedBy'], option: number): Refutation | undefined =>
  typeof refutedBy === 'function' ? refutedBy : refutedBy[option]
