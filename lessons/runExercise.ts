import { isDeepStrictEqual } from 'node:util'
import type { ProgramRun, Trouble } from '../src/program/programRun.ts'
import { runProgram } from '../src/program/runProgram.ts'
import { codeLines } from '../src/ui/code.ts'
import { stage } from '../src/ui/stage.ts'
import { claimOf, factOf } from './claims.ts'
import type { Chapter, Exercise } from './lesson.ts'
import type { RanStep } from './ranStep.ts'
import { shapesOf } from './shape.ts'
import { pageOf, readStep } from './stepFiles.ts'
import { type Claim, Watch } from './watch.ts'
import { worldOf } from './worldOf.ts'

/** A learner's program as it stands. */
export interface Attempt {
  readonly file: string
  readonly source: string
}

/** Runs a program as an exercise, and says which of its facts hold. */
export const runExercise = async (
  chapter: Chapter,
  exercise: Exercise,
  { file, source }: Attempt,
  seed = exercise.seed,
): Promise<RanStep> => {
  const [run, goal] = await Promise.all([
    play(exercise, { file, source }, seed),
    exercise.goal ? goalOf(chapter, exercise) : null,
  ])
  const { trouble } = run
  const error = trouble && errorOf(trouble)
  const watch = new Watch(0, run, error, run.returned)
  const ran = stage([run])
  const claims = exercise.facts.map((fact) => claimOf(fact, watch))
  if (goal !== null) claims.push(reaches(goal, run))
  return {
    scene: {
      ...(await pageOf(chapter, exercise)),
      programs: [{ name: file, code: codeLines(source), problems: [], error: trouble && where(trouble) }],
      stage: ran,
      predict: null,
      facts: claims.map((claim) => factOf(ran, claim)),
    },
    runs: [{ ...run, file, source, error }],
    watches: [watch],
  }
}

/** What a learner begins with: the start without what it tells the compiler. */
export const startOf = async (chapter: Chapter, exercise: Exercise): Promise<string> =>
  (await readStep(chapter, exercise, 'start.ts')).replace(/^ *\/\/ @ts-expect-error\n/gm, '')

const play = (exercise: Exercise, attempt: Attempt, seed: number | undefined): Promise<ProgramRun> =>
  runProgram({
    ...attempt,
    world: { ...worldOf(exercise), ...(seed !== undefined && { seed }) },
    ...(exercise.backend !== undefined && { backend: exercise.backend }),
  })

const goals = new WeakMap<Exercise, Promise<ProgramRun>>()

/** The run of the solution: once for each exercise. */
export const goalOf = (chapter: Chapter, exercise: Exercise): Promise<ProgramRun> => {
  const known = goals.get(exercise)
  if (known) return known
  const goal = readStep(chapter, exercise, 'solution.ts').then((source) =>
    play(exercise, { file: 'solution.ts', source }, exercise.seed),
  )
  goals.set(exercise, goal)
  return goal
}

const reaches = (goal: ProgramRun, run: ProgramRun): Claim => {
  const applied = run.trace.findLastIndex(({ type }) => type === 'canvas-applied')
  return {
    says: 'the graph is the one to reach',
    holds: isDeepStrictEqual(shapesOf(run.trace), shapesOf(goal.trace)),
    instead: applied < 0 ? 'nothing is sent' : 'it has another shape',
    ...(applied >= 0 && { about: { program: 0, event: applied } }),
  }
}

const errorOf = ({ says, name }: Trouble): Error => Object.assign(new Error(says), { name: name ?? 'Error' })

const where = ({ says, line, column }: Trouble): string =>
  line === null ? says : `line ${line}, column ${column}: ${says}`
