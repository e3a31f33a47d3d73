import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))
const lessons = join(root, 'lessons')

/**
 * What the compiler says of a lesson's program once its `// @ts-expect-error` lines are taken away: a line number and
 * a sentence a line, as they are kept in `<program>.errors.txt`. All such programs are compiled together, once.
 */
export const compilerSays = (file: string): string => {
  output ??= compile()
  return sentencesIn(output, relative(lessons, file))
}

let output: string | undefined

const compile = (): string => {
  mkdirSync(join(root, '.celeriac'), { recursive: true })
  const copy = mkdtempSync(join(root, '.celeriac', 'errors-'))
  const refused: string[] = []
  try {
    for (const file of readdirSync(lessons, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts')) continue
      const source = readFileSync(join(lessons, file), 'utf8')
      const bare = source.replace(/^( *)\/\/ @ts-expect-error$/gm, '$1//')
      if (bare !== source) refused.push(file)
      mkdirSync(dirname(join(copy, file)), { recursive: true })
      writeFileSync(join(copy, file), bare)
    }
    writeFileSync(join(copy, 'tsconfig.json'), JSON.stringify(settings(relative(copy, root), refused)))
    const compiler = join(root, 'node_modules/typescript7/bin/tsc')
    return spawnSync(process.execPath, [compiler, '-p', '.'], { cwd: copy, encoding: 'utf8' }).stdout
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

const settings = (up: string, programs: readonly string[]) => ({
  extends: `${up}/tsconfig.json`,
  compilerOptions: { paths: { celeriac: [`${up}/src/index.ts`] }, typeRoots: [`${up}/node_modules/@types`] },
  include: programs,
  exclude: [],
})

/** Of each message about this file the sentence that we wrote, if there is one; else its first line. */
const sentencesIn = (output: string, file: string): string =>
  output
    .split('\n')
    .flatMap((line) => {
      const found = /^(.*)\((\d+),\d+\): error TS\d+: (.*)$/.exec(line)
      if (found === null || found[1] !== file) return []
      const [, , number, message = ''] = found
      const ours = /parameter of type '"(.*?)"/.exec(message)?.[1]
      return [`${number}: ${ours ?? message}\n`]
    })
    .join('')
