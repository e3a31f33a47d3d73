import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { type CompilerError, compilerErrors } from '../../src/program/compilerErrors.ts'

/**
 * Compiles texts as if each stood in the project at its path (from `root`): they import what stands there. All in one
 * program, by the native compiler, which takes about a second.
 */
export const compileCopies = async (
  root: string,
  texts: ReadonlyMap<string, string>,
): Promise<readonly CompilerError[]> => {
  if (texts.size === 0) return []
  mkdirSync(join(root, '.celeriac'), { recursive: true })
  const folder = mkdtempSync(join(root, '.celeriac', 'copies-'))
  try {
    for (const [file, text] of texts) {
      mkdirSync(join(folder, dirname(file)), { recursive: true })
      writeFileSync(join(folder, file), text)
    }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings(relative(folder, root))))
    return errorsIn(await compile(root, folder))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** With `rootDirs` a relative import is looked for among the copies and in the project. */
const settings = (up: string) => ({
  extends: `${up}/tsconfig.json`,
  compilerOptions: {
    rootDirs: [up, '.'],
    paths: {
      celeriac: [`${up}/src/index.ts`],
      'celeriac/testing': [`${up}/src/testing.ts`],
      'celeriac/bank': [`${up}/lessons/bank.ts`],
      'celeriac/bank/*': [`${up}/lessons/bank/*.ts`],
    },
    typeRoots: [`${up}/node_modules/@types`],
  },
  include: ['.'],
  exclude: [],
})

const compile = (root: string, folder: string): Promise<string> =>
  new Promise((resolve) => {
    const compiler = join(root, 'node_modules/typescript7/bin/tsc')
    execFile(process.execPath, [compiler, '-p', '.'], { cwd: folder, maxBuffer: 1e8 }, (_, stdout, stderr) =>
      resolve(stdout + stderr),
    )
  })

const errorsIn = (output: string): readonly CompilerError[] => {
  const elsewhere = output.split('\n').find((line) => line.startsWith('error'))
  if (elsewhere) throw new Error(`The compiler could not begin: ${elsewhere}`)
  return compilerErrors(output)
}
