// The examples in the docstrings, as one program: `value // expected` compares.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const head = `import { Celery, chain, chord, group, ResultSet } from 'celeriac'
const app = new Celery('examples')
const add = app.task('add', (x: number, y: number) => x + y)
const sub = app.task('sub', (x: number, y: number) => x - y)
const mul = app.task('mul', (x: number, y: number) => x * y)
const double = app.task('double', (x: number) => x * 2)
const total = app.task('total', (numbers: readonly number[]) => numbers.reduce((x, y) => x + y, 0))
const join = app.task('join', { parameters: ['items', 'sep'] }, (items: string[], sep = '-') => items.join(sep))
const same = (value: unknown, expected: unknown) => {
  if (JSON.stringify(value) !== JSON.stringify(expected))
    throw new Error(\`gives \${JSON.stringify(value)}, but \${JSON.stringify(expected)} is written there\`)
}
export const shared = { app, add, sub, mul, double, total, join, chain, chord, group, same }
`

/** What the examples of a source folder are, by where they stand. */
export const examplesOf = (source: string): readonly { readonly name: string; readonly code: string }[] =>
  [...readdirSync(join(source, 'canvas')).map((file) => `canvas/${file}`), 'index.ts'].flatMap((file) => {
    const text = readFileSync(join(source, file), 'utf8')
    return [...text.matchAll(/^ *\* @example\n((?: *\*(?!\/).*\n)+)/gm)].map(
      ({ 1: lines = '', index = 0 }) => ({
        name: `${file}:${text.slice(0, index).split('\n').length}`,
        code: lines.replace(/^ *\* ?/gm, ''),
      }),
    )
  })

/** The program that runs them: a function for each. */
export const programOf = (examples: ReturnType<typeof examplesOf>): string => {
  const functions = examples.map(
    ({ name, code }) =>
      `  '${name}': async () => {\n${code.replace(/^(.+?) \/\/ (.+)$/gm, 'same($1, $2)')}\n  },`,
  )
  return `${head}\nexport const examples = {\n${functions.join('\n')}\n}\n`
}
