import type { Recording } from '../src/runtime/recording.ts'
import { codeLines } from '../src/ui/code.ts'
import { type Film, film } from '../src/ui/film.ts'
import type { DiffLine, ExerciseScene, Scene } from '../src/ui/scene.ts'
import { stage } from '../src/ui/stage.ts'
import type { Chapter, Exercise } from './lesson.ts'
import { type Attempt, type RanExercise, runExercise } from './runExercise.ts'
import { pageOf, readStep } from './stepFiles.ts'

/** A learner's program before it has run: there is something to read at once. */
export const unrunScene = async (
  chapter: Chapter,
  exercise: Exercise,
  attempt: Attempt & { readonly path: string },
): Promise<Scene> => ({
  ...(await pageOf(chapter, exercise)),
  programs: [{ name: attempt.file, code: codeLines(attempt.source), problems: [], error: null }],
  stage: stage([nothing]),
  predict: null,
  facts: [],
  exercise: {
    path: attempt.path,
    source: attempt.source,
    goal: null,
    solution: [],
    printed: [],
    note: null,
  },
})

/** A learner's program that was checked. */
export const checkedScene = async (
  chapter: Chapter,
  exercise: Exercise,
  attempt: Attempt & { readonly path: string },
): Promise<Scene> => {
  const [ran, solution] = await Promise.all([
    runExercise(chapter, exercise, attempt),
    readStep(chapter, exercise, 'solution.ts'),
  ])
  return {
    ...ran.scene,
    exercise: {
      path: attempt.path,
      source: attempt.source,
      goal: exercise.goal && !ran.reachesGoal ? sketchOf(ran.solution) : null,
      solution: await compare(attempt.source, solution),
      printed: ran.run.printed,
      note: noteOf(ran),
    } satisfies ExerciseScene,
  }
}

/** Is every fact of it so? */
export const isSolved = ({ facts }: Scene): boolean => facts.length > 0 && facts.every(({ holds }) => holds)

/** What the client sends, as it is before anything happens to it. */
const sketchOf = (run: Recording): Film =>
  film({
    ...run,
    trace: run.trace.filter((event) => event.type === 'canvas-applied' && event.by.type === 'client'),
  })

const compare = async (mine: string, solution: string): Promise<readonly DiffLine[]> => {
  const { diffLines } = await import('diff')
  return diffLines(mine, solution).flatMap(({ added, removed, value }) =>
    value
      .replace(/\n$/, '')
      .split('\n')
      .map((text): DiffLine => ({ type: added ? 'solution' : removed ? 'mine' : 'same', text })),
  )
}

const noteOf = ({ types, run }: RanExercise): string | null => {
  if (run.trouble?.type === 'output') return run.trouble.says
  return types === null
    ? 'There is no TypeScript 7 here, so types are not checked: npm install --save-dev typescript@7'
    : null
}

const nothing: Recording = { trace: [], handles: {}, workers: 0, concurrency: 0 }
