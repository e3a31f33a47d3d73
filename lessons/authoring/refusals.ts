import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type CompilerError, sentenceIn } from '../../src/program/compilerErrors.ts'
import type { Chapter } from '../lesson.ts'
import { compileCopies } from './compileCopies.ts'

/**
 * What the compiler says of the programs that it refuses, once their `// @ts-expect-error` lines are taken away: for each
 * `<program>.errors.txt`, by its path from `root`, a line number and a sentence a line.
 */
export const refusals = async (
  root: string,
  course: readonly Chapter[],
): Promise<ReadonlyMap<string, string>> => {
  const refused = new Map<string, string>()
  for (const file of programsOf(course)) {
    const source = await readFile(join(root, file), 'utf8')
    const bare = source.replace(/^( *)\/\/ @ts-expect-error$/gm, '$1//')
    if (bare !== source) refused.set(file, bare)
  }
  const errors = await compileCopies(root, refused)
  return new Map([...refused.keys()].map((file) => [errorsFile(file), sentencesOf(errors, file)]))
}

const programsOf = (course: readonly Chapter[]): readonly string[] =>
  course.flatMap(({ slug, steps }) =>
    steps.flatMap((step) =>
      step.type === 'question'
        ? Object.keys(step.programs).map((file) => `lessons/${slug}/${step.folder}/${file}`)
        : [],
    ),
  )

const errorsFile = (program: string) => program.replace(/\.ts$/, '.errors.txt')

/** Of each message the sentence that we wrote, if there is one; else its first line. */
const sentencesOf = (errors: readonly CompilerError[], program: string): string =>
  errors
    .filter(({ file }) => file === program)
    .map(({ line, says }) => `${line}: ${sentenceIn(says)}\n`)
    .join('')
