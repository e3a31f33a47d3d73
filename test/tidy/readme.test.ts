import { execFile } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import * as esbuild from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { files, ROOT, read } from './sources.ts'

const run = promisify(execFile)
const folder = join(ROOT, '.celeriac/readme')

/** The TypeScript of the README, block by block. */
const blocks = files.includes('README.md')
  ? [...read('README.md').matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, code], index) => ({
      file: `example-${index + 1}.ts`,
      code: code!,
    }))
  : []

beforeAll(() => {
  mkdirSync(folder, { recursive: true })
  for (const { file, code } of blocks) writeFileSync(join(folder, file), `${code}\nexport {}\n`)
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: '../../tsconfig.json',
      compilerOptions: { paths: { celeriac: ['../../src/index.ts'] } },
      include: ['*.ts'],
      exclude: [],
    }),
  )
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

test('the README has examples', () => {
  expect(blocks.length, 'Write README.md, with at least one block that begins with ```ts.').toBeGreaterThan(0)
})

test('the examples of the README pass the compiler', async () => {
  const compiler = join(ROOT, 'node_modules/typescript7/bin/tsc')
  const { stdout } = await run(process.execPath, [compiler, '-p', folder]).catch(
    (error) => error as { stdout: string },
  )
  expect(stdout, 'The README shows code that does not compile: mend the example.').toBe('')
})

test.each(blocks)('the README runs, and prints what it says: $file', async ({ file, code }) => {
  const outfile = join(folder, file.replace('.ts', '.mjs'))
  await esbuild.build({
    absWorkingDir: ROOT,
    entryPoints: [join(folder, file)],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    alias: { celeriac: './src/index.ts' },
  })
  const { stdout } = await run(process.execPath, [outfile])
  // `// => text`, where `...` stands for anything.
  for (const [, said] of code.matchAll(/^.*\/\/ => (.*)$/gm)) {
    const pattern = said!
      .split('...')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')
    expect(stdout).toMatch(new RegExp(pattern))
  }
})
