import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compilerErrors, sentenceIn } from '../src/program/compilerErrors.ts'
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

/**
 * Asks the compiler about a program, and whether its bindings have exactly these types. Null where there is no compiler
 * for this machine. What was asked before is not asked again: a program runs with many seeds, and its types are the same.
 */
export const checkTypes = (
  file: string,
  source: string,
  types: Readonly<Record<string, string>>,
): Promise<TypesSaid | null> => {
  const question = JSON.stringify([file, source, types])
  const known = answers.get(question)
  if (known) return known
  if (answers.size > 100) answers.clear()
  const answer = ask(file, source, types)
  answers.set(question, answer)
  answer.catch(() => answers.delete(question))
  return answer
}

const answers = new Map<string, Promise<TypesSaid | null>>()

const ask = async (
  file: string,
  source: string,
  types: Readonly<Record<string, string>>,
): Promise<TypesSaid | null> => {
  const compiler = await findCompiler(process.cwd())
  if (compiler === null) return null
  const folder = mkdtempSync(join(tmpdir(), 'celeriac-types-'))
  try {
    const names = Object.keys(types)
    const asked = names.map((name, place) => `const $${place}: $Said<typeof ${name}, ${types[name]}> = true`)
    const lines = source.replace(/\n*$/, '').split('\n').length
    const text = [source.replace(/\n*$/, ''), ...asked, said].join('\n')
    writeTypeProject(folder, packageRoot(), { [file]: text })
    const errors = compilerErrors(await compile(compiler, folder)).filter((error) => error.file === file)
    const instead = errors.flatMap(({ line, says }) => {
      const name = names[line - lines - 1]
      return name === undefined ? [] : [[name, typeIn(says)] as const]
    })
    return {
      problems: errors
        .filter(({ line }) => line <= lines)
        .map(({ line, says }) => ({ line, says: sentenceIn(says) })),
      instead: Object.fromEntries(instead),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

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
