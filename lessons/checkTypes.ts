import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CompilerError, compilerErrors, sentenceIn } from '../src/program/compilerErrors.ts'
import { endsTooEarly } from '../src/program/endsTooEarly.ts'
import { findCompiler } from '../src/program/findCompiler.ts'
import { packageRoot } from '../src/program/packageRoot.ts'
import { writeTypeProject } from '../src/program/typeProject.ts'
import type { Problem } from '../src/ui/scene.ts'

/** What the compiler says of a learner's program. */
export interface TypesSaid {
  readonly problems: readonly Problem[]
  /** What the bindings are that were asked about, where they are something else; null for one that there is not. */
  readonly instead: Readonly<Record<string, string | null>>
}

/** A program, and the types that its bindings should have, exactly. */
export interface TypeQuestion {
  readonly file: string
  readonly source: string
  readonly types: Readonly<Record<string, string>>
}

/**
 * Asks the compiler about a program, and whether its bindings have exactly these types. Null where there is no compiler
 * for this machine. What was asked before is not asked again: a program runs with many seeds, and its types are the same.
 */
export const checkTypes = (
  file: string,
  source: string,
  types: Readonly<Record<string, string>>,
): Promise<TypesSaid | null> => {
  const known = answers.get(keyOf({ file, source, types }))
  if (known) return known
  checkTypesTogether([{ file, source, types }])
  return answers.get(keyOf({ file, source, types }))!
}

/** Asks about many programs at once, which takes little longer than to ask about one: `checkTypes` then knows the answers. */
export const checkTypesTogether = (questions: readonly TypeQuestion[]): void => {
  if (answers.size > 100) answers.clear()
  const asked = ask(questions)
  for (const [place, question] of questions.entries()) {
    const key = keyOf(question)
    const answer = asked.then((said) => said && said[place]!)
    answers.set(key, answer)
    answer.catch(() => answers.delete(key))
  }
}

const answers = new Map<string, Promise<TypesSaid | null>>()

const keyOf = ({ file, source, types }: TypeQuestion): string => JSON.stringify([file, source, types])

const ask = async (questions: readonly TypeQuestion[]): Promise<readonly TypesSaid[] | null> => {
  const compiler = await findCompiler(process.cwd())
  if (compiler === null) return null
  const folder = mkdtempSync(join(tmpdir(), 'celeriac-types-'))
  try {
    const nameOf = (place: number) => `${place}-${questions[place]!.file}`
    const texts = questions.map((question, place) => [nameOf(place), textOf(question)] as const)
    writeTypeProject(folder, packageRoot(), Object.fromEntries(texts))
    const errors = compilerErrors(await compile(compiler, folder))
    return questions.map((question, place) =>
      saidOf(
        question,
        errors.filter((error) => error.file === nameOf(place)),
      ),
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The program, and below it a line for every binding. */
const textOf = ({ source, types }: TypeQuestion): string => {
  const asked = Object.entries(types).map(
    ([name, type], place) => `const $${place}: $Said<typeof ${name}, ${type}> = true`,
  )
  return [source.replace(/\n*$/, ''), ...asked, said].join('\n')
}

const saidOf = ({ source, types }: TypeQuestion, errors: readonly CompilerError[]): TypesSaid => {
  const names = Object.keys(types)
  const lines = source.replace(/\n*$/, '').split('\n').length
  const own = errors
    .filter(({ line }) => line <= lines)
    .map(({ line, says }) => ({ line, says: sentenceIn(says) }))
  // What is not closed swallows what was written below it.
  const isOpen = errors.some(({ line, code }) => line > lines && isOfSyntax(code))
  const instead = errors.flatMap(({ line, code, says }) => {
    const name = names[line - lines - 1]
    return name === undefined || isOfSyntax(code) ? [] : [[name, typeIn(says)] as const]
  })
  return {
    problems: isOpen ? [...own, { line: lines, says: endsTooEarly }] : own,
    instead: Object.fromEntries(instead),
  }
}

const isOfSyntax = (code: number): boolean => code < 2000

/** An error at the binding says what it is: `Type 'boolean' is not assignable to type '{ it_is: number; }'`. */
const said = `type $Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
type $Said<A, B> = $Equal<A, B> extends true ? true : { it_is: A }
`

const typeIn = (says: string): string | null => /\{ it_is: (.*?);? \}/.exec(says)?.[1] ?? null

const compile = (compiler: string, folder: string): Promise<string> =>
  new Promise((resolve) => {
    execFile(
      compiler,
      ['-p', folder, '--pretty', 'false'],
      { cwd: folder, timeout: 30_000 },
      (_, stdout, stderr) => resolve(stdout + stderr),
    )
  })
