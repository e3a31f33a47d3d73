import { isDeepStrictEqual } from 'node:util'
import type { ProgramRun, Trouble } from '../src/program/programRun.ts'
import { runProgram } from '../src/program/runProgram.ts'
import { codeLines } from '../src/ui/code.ts'
import type { Fact, Problem } from '../src/ui/scene.ts'
import { stage } from '../src/ui/stage.ts'
import { checkTypes, type TypesSaid } from './checkTypes.ts'
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

/** An attempt that was run: it is solved when every fact holds. */
export interface RanExercise extends RanStep {
  readonly run: ProgramRun
  /** The run of the solution. */
  readonly solution: ProgramRun
  /** It sends what the solution sends. */
  readonly reachesGoal: boolean
  /** Null where there is no compiler to ask. */
  readonly types: TypesSaid | null
}

/** Asks the compiler about a program, runs it, and says which facts of the exercise hold. */
export const runExercise = async (
  chapter: Chapter,
  exercise: Exercise,
  { file, source }: Attempt,
  seed = exercise.seed,
): Promise<RanExercise> => {
  const [page, types, run, solution] = await Promise.all([
    pageOf(chapter, exercise),
    checkTypes(file, source, exercise.types ?? {}),
    play(exercise, { file, source }, seed),
    solutionOf(chapter, exercise),
  ])
  const { trouble } = run
  const error = trouble && errorOf(trouble)
  const watch = new Watch(0, run, error, run.returned)
  const ran = stage([run])
  const wished = new Watch(0, solution, null, solution.returned)
  const claims = exercise.facts.map((fact) => claimOf(fact, watch, wished))
  const goal = exercise.goal ? reaches(solution, run) : null
  if (goal !== null) claims.push(goal)
  const facts = claims.map((claim) => factOf(ran, claim))
  return {
    scene: {
      ...page,
      programs: [{ name: file, code: codeLines(source), ...wrongIn(trouble, types) }],
      stage: ran,
      predict: null,
      facts: [
        ...typeFacts(exercise, types),
        ...runFacts(run),
        ...(hasBegun(run) ? facts : facts.map(unseen)),
      ],
    },
    runs: [{ ...run, file, source, error }],
    watches: [watch],
    run,
    solution,
    reachesGoal: goal?.holds ?? false,
    types,
  }
}

/** What a learner begins with: the start without what it tells the compiler. */
export const startOf = async (chapter: Chapter, exercise: Exercise): Promise<string> =>
  (await readStep(chapter, exercise, 'start.ts')).replace(/^ *\/\/ @ts-expect-error\n/gm, '')

const played = new WeakMap<Exercise, Map<string, Promise<ProgramRun>>>()

/** The same program with the same seed gives the same run, so the last ones are kept. */
const play = (
  exercise: Exercise,
  { file, source }: Attempt,
  seed: number | undefined,
): Promise<ProgramRun> => {
  const runs = played.get(exercise) ?? new Map<string, Promise<ProgramRun>>()
  played.set(exercise, runs)
  const key = JSON.stringify([file, source, seed])
  const known = runs.get(key)
  if (known) return known
  if (runs.size > 10) runs.clear()
  const run = runProgram({
    file,
    source,
    world: { ...worldOf(exercise), ...(seed !== undefined && { seed }) },
    ...(exercise.backend !== undefined && { backend: exercise.backend }),
  })
  runs.set(key, run)
  // What went wrong may have been the machine: it is tried again.
  run.then(
    ({ trouble }) => trouble && runs.delete(key),
    () => runs.delete(key),
  )
  return run
}

/** The run of the solution. */
export const solutionOf = async (chapter: Chapter, exercise: Exercise): Promise<ProgramRun> => {
  const source = await readStep(chapter, exercise, 'solution.ts')
  return play(exercise, { file: 'solution.ts', source }, exercise.seed)
}

const typeFacts = ({ types: wanted = {} }: Exercise, said: TypesSaid | null): readonly Fact[] => {
  if (said === null) return []
  const [first] = said.problems
  const compiles: Fact = {
    says: 'it compiles',
    holds: first === undefined,
    ...(first && { instead: `line ${first.line}: ${first.says}` }),
  }
  return [
    compiles,
    ...Object.entries(wanted).map(([name, type]): Fact => {
      const instead = said.instead[name]
      return {
        says: `${name} has the type ${type}`,
        holds: instead === undefined,
        ...(instead !== undefined && {
          instead: instead === null ? `there is no ${name}` : `it has the type ${instead}`,
        }),
      }
    }),
  ]
}

const runFacts = ({ trouble, trace }: ProgramRun): readonly Fact[] => [
  {
    says: 'it runs to its end',
    holds: trouble === null || trouble.type === 'output',
    ...(trouble && trouble.type !== 'output' && { instead: where(trouble) }),
    ...(trouble && trace.length > 0 && { at: { atMs: trace.at(-1)!.atMs, count: trace.length } }),
  },
]

/** Of a program that did not begin nothing else can be said. */
const hasBegun = ({ trouble }: ProgramRun) => trouble?.type !== 'syntax' && trouble?.type !== 'import'

const unseen = ({ says }: Fact): Fact => ({ says, holds: false, isOpen: true })

const reaches = (goal: ProgramRun, run: ProgramRun): Claim => {
  const applied = run.trace.findLastIndex(({ type }) => type === 'canvas-applied')
  return {
    says: 'the graph is the one to reach',
    holds: isDeepStrictEqual(shapesOf(run.trace), shapesOf(goal.trace)),
    instead: applied < 0 ? 'nothing is sent' : 'it has another shape',
    ...(applied >= 0 && { about: { program: 0, event: applied } }),
  }
}

/** What is said below the lines of the program, and below all of it. */
const wrongIn = (trouble: Trouble | null, types: TypesSaid | null) => {
  const problems: readonly Problem[] = types?.problems ?? []
  if (trouble === null) return { problems, error: null }
  if (trouble.line === null) return { problems, error: trouble.says }
  const others = trouble.type === 'syntax' ? [] : problems
  return { problems: [...others, { line: trouble.line, says: trouble.says }], error: null }
}

const errorOf = ({ says, name }: Trouble): Error => Object.assign(new Error(says), { name: name ?? 'Error' })

const where = ({ says, line }: Trouble): string => (line === null ? says : `line ${line}: ${says}`)
