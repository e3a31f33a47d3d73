import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))
const lessons = join(root, 'lessons')

/**
 * What the compiler says of a lesson's program once its `// @ts-expect-error` lines are taken away: a line number and
 * a sentence a line, as they are kept in `<program>.errors.txt`.
 */
export const compilerSays = (file: string): string => {
  mkdirSync(join(root, '.celeriac'), { recursive: true })
  const copy = mkdtempSync(join(root, '.celeriac', 'errors-'))
  try {
    const program = join(copy, relative(lessons, file))
    mkdirSync(dirname(program), { recursive: true })
    for (const shared of [lessons, dirname(dirname(file))])
      for (const name of readdirSync(shared).filter((one) => one.endsWith('.ts')))
        cpSync(join(shared, name), join(copy, relative(lessons, shared), name))
    writeFileSync(program, readFileSync(file, 'utf8').replace(/^( *)\/\/ @ts-expect-error$/gm, '$1//'))
    writeFileSync(
      join(copy, 'tsconfig.json'),
      JSON.stringify(settings(relative(copy, root), relative(copy, program))),
    )
    const compiler = join(root, 'node_modules/typescript7/bin/tsc')
    const { stdout } = spawnSync(process.execPath, [compiler, '-p', copy], { encoding: 'utf8' })
    return sentencesIn(stdout, basename(program))
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

const settings = (up: string, program: string) => ({
  extends: `${up}/tsconfig.json`,
  compilerOptions: { paths: { celeriac: [`${up}/src/index.ts`] }, typeRoots: [`${up}/node_modules/@types`] },
  include: [program],
  exclude: [],
})

/** Of each message about this file the sentence that we wrote, if there is one; else its first line. */
const sentencesIn = (output: string, file: string): string =>
  output
    .split('\n')
    .flatMap((line) => {
      const found = /([^/]+)\((\d+),\d+\): error TS\d+: (.*)$/.exec(line)
      if (found === null || found[1] !== file) return []
      const [, , number, message = ''] = found
      const ours = /parameter of type '"(.*?)"/.exec(message)?.[1]
      return [`${number}: ${ours ?? message}\n`]
    })
    .join('')
