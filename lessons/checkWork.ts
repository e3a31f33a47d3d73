import { glyph, type Look, legend } from '../src/ui/legend.ts'
import { isSolved } from './exerciseScene.ts'
import type { Chapter, Exercise } from './lesson.ts'
import { runExercise } from './runExercise.ts'
import { Workbench } from './workbench.ts'

/** What to look at: all exercises of a chapter, or one step; from 0. */
export interface Work {
  readonly chapter: Chapter
  readonly only: number | null
}

/**
 * Checks the learner's programs, for classrooms and CI, and prints a line for each exercise and for each fact that does
 * not hold. Gives the exit code: 0 when all of them are solved, 1 when one is not, or was not begun.
 */
export const checkWork = async (
  works: readonly Work[],
  home: string,
  look: Look,
  stdout: NodeJS.WritableStream,
): Promise<number> => {
  let solved = 0
  let all = 0
  for (const { chapter, only } of works)
    for (const [step, exercise] of chapter.steps.entries())
      if (exercise.type === 'exercise' && (only === null || only === step)) {
        const lines = await check(chapter, exercise, home)
        const sign = glyph(look, lines.length === 0 ? legend.success : legend.failure)
        const place = `${chapter.number} ${step + 1}`
        stdout.write(`${sign} ${place.padEnd(6)} ${exercise.title}\n`)
        for (const line of lines) stdout.write(`         ${line}\n`)
        all++
        if (lines.length === 0) solved++
      }
  stdout.write(`${solved} of ${all} exercises solved\n`)
  return solved === all ? 0 : 1
}

/** What is wrong with the learner's program. */
const check = async (chapter: Chapter, exercise: Exercise, home: string): Promise<readonly string[]> => {
  const bench = new Workbench(home, chapter, exercise)
  const source = await bench.read().catch((error: Error) => error)
  if (source === null) return [`not begun: there is no ${bench.path}`]
  if (source instanceof Error) return [source.message]
  const { scene } = await runExercise(chapter, exercise, { file: bench.file, source })
  if (isSolved(scene)) return []
  return scene.facts
    .filter(({ holds, isOpen }) => !holds && !isOpen)
    .map(({ says, instead }) => (instead === undefined ? says : `${says}: ${instead}`))
}
