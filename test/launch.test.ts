import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

const launcher = fileURLToPath(new URL('launch.mjs', import.meta.url))
let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'celeriac-launch-'))
  writeFileSync(join(folder, 'broken.jsonl'), '{"id": "a", "expr": ["sig", "add", [1, 2]]}\n{"id": "b"\n')
  writeFileSync(join(folder, 'empty.jsonl'), '\n')
})
afterAll(() => rmSync(folder, { recursive: true }))

/** What a program says and how it ends, without a server to be had. */
const launched = (...words: readonly string[]) =>
  new Promise<{ readonly code: unknown; readonly stdout: string; readonly stderr: string }>((resolve) => {
    const { CELERIAC_REDIS: _, ...env } = process.env
    execFile(process.execPath, [launcher, ...words], { env, cwd: folder }, (error, stdout, stderr) =>
      resolve({ code: error ? error.code : 0, stdout, stderr }),
    )
  })

test.each([
  [['conformance', '--bogus'], "Unknown option '--bogus'"],
  [['conformance', 'missing.jsonl'], 'missing.jsonl cannot be read: ENOENT'],
  [['conformance', 'broken.jsonl'], 'line 2 of broken.jsonl is no case'],
  [['conformance', 'empty.jsonl'], 'empty.jsonl holds no case'],
  [['conformanceLive', '--count', '1.5'], '--count is a whole number from 1 on; got "1.5"'],
  [['conformanceLive', '--seed', '-1'], "Option '--seed' argument is ambiguous"],
  [['conformanceLive', '--save', 'none/of/it.jsonl'], 'none/of/it.jsonl cannot be written: ENOENT'],
  [['soak', '--seeds', 'many'], '--seeds is a whole number from 1 on; got "many"'],
  [['liveSpeed'], 'CELERIAC_REDIS is not set'],
])('%j says what is wrong and how it is called', async (words, sentence) => {
  const { code, stdout, stderr } = await launched(...words)
  expect(stderr.split('\n')[0]).toContain(sentence)
  expect(stderr).toContain('\nnpm run ')
  expect(stderr).not.toContain('    at ')
  expect(stdout).toBe('')
  expect(code).toBe(2)
})

test('--help is no mistake', async () => {
  const { code, stdout, stderr } = await launched('soak', '--help')
  expect(stdout).toContain('npm run soak -- [--seeds N] [--seed S]')
  expect([stderr, code]).toEqual(['', 0])
})
