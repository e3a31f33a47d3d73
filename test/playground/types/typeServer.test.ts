import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { writeProject } from '../../../playground/types/project.ts'
import { spawnServer } from '../../../playground/types/spawnServer.ts'
import {
  type Looked,
  openTypeServer,
  type TypeServer,
  type TypesHappening,
} from '../../../playground/types/typeServer.ts'
import { findCompiler } from '../../../src/program/findCompiler.ts'
import { ROOT } from '../../terminal/pseudoTerminal.ts'

const folders: string[] = []
const servers: TypeServer[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

const looked = (text: string, version: number, line = 0, offset = 0): Looked => ({
  lines: text.split('\n'),
  version,
  caret: { line, offset },
})

/** A server on a text, and everything it has told. */
const open = async (first: Looked, command?: readonly string[]) => {
  const folder = mkdtempSync(join(tmpdir(), 'celeriac-types-'))
  folders.push(folder)
  const told: TypesHappening[] = []
  const watchers = new Set<() => void>()
  const compiler = await findCompiler(ROOT)
  const [program = '', ...words] = command ?? [compiler!, '--lsp', '--stdio']
  const project = writeProject(folder, ROOT)
  const server = openTypeServer(
    () => spawnServer(program, words, project.folder),
    project,
    first,
    (happening) => {
      told.push(happening)
      for (const watcher of watchers) watcher()
    },
  )
  servers.push(server)
  /** The newest of a kind that passes, once there is one. */
  const until = <Type extends TypesHappening['type']>(
    type: Type,
    passes: (happening: TypesHappening & { type: Type }) => boolean = () => true,
  ) =>
    new Promise<TypesHappening & { type: Type }>((resolve) => {
      const look = () => {
        const found = told.findLast((one): one is TypesHappening & { type: Type } => one.type === type)
        if (found === undefined || !passes(found)) return
        watchers.delete(look)
        resolve(found)
      }
      watchers.add(look)
      look()
    })
  return { server, told, until, folder }
}

const wrong = `import { chain } from 'celeriac'
import { confirmSms, countSms, sendSms } from 'celeriac/bank'
const r = await chain(
  countSms.s(),
  confirmSms.s(1234),
).delay()
const value = await r.get()
//    ^?
`

test("tells the DSL's sentence at the guilty step, and that it is gone once it is mended", async () => {
  const { server, until } = await open(looked(wrong, 1))
  const { problems } = await until('typesChecked', ({ version }) => version === 1)
  expect(problems).toMatchObject([
    {
      from: { line: 4, offset: 2 },
      to: { line: 4, offset: 20 },
      isError: true,
      says: 'confirmSms takes string, but countSms gives number',
    },
  ])
  server.look(looked(wrong.replace('countSms.s()', "sendSms.s(1234, 'paid')"), 2))
  expect((await until('typesChecked', ({ version }) => version === 2)).problems).toEqual([])
  const { answers } = await until('typesAnswered', ({ version }) => version === 2)
  expect(answers).toEqual([{ line: 7, says: 'string' }])
})

test('completes, describes what it offers, and knows the call and the type at the caret', async () => {
  const text = `${wrong.slice(0, wrong.indexOf('.delay'))}.\n`
  const { server, until } = await open(looked(text, 1, 5, 2))
  await until('typesChecked')
  server.complete({ line: 5, offset: 2 })
  const { items } = await until('completions')
  const delay = items.find(({ label }) => label === 'delay')
  expect(delay?.kind).toBe('method')
  server.describe(delay!)
  expect((await until('completionDetail')).detail).toMatch(
    /delay<Given>\(\.\.\.args: Called<.*>\): Promise<AsyncResult<string, .*\nSends it/,
  )
  server.look(looked(text, 1, 4, 15))
  const { here } = await until('typesHere', (told) => told.here.at.line === 4)
  expect(here.call?.label).toMatch(/^s\(/)
  server.look(looked(text, 1, 3, 4))
  expect((await until('typesHere', (told) => told.here.at.line === 3)).here.type).toMatch(/countSms/)
})

test('sees only what a program can import', async () => {
  const { until } = await open(looked("import { readFileSync } from 'node:fs'\nconsole.log(process)\n", 1))
  const { problems } = await until('typesChecked')
  expect(problems.map(({ from }) => from.line)).toEqual([0, 1])
})

test('knows every module that a program can import', async () => {
  const all = `import { chain } from 'celeriac'
import { sendSms } from 'celeriac/bank'
import * as desk from 'celeriac/bank/desk'
import { transcript } from 'celeriac/testing'
const shown = { chain, sendSms, desk, transcript }
`
  const { until } = await open(looked(all, 1))
  expect((await until('typesChecked')).problems).toEqual([])
})

test('is started again when it dies, and knows the newest text', async () => {
  const { server, told, until, folder } = await open(looked('const a = 1\n', 1))
  await until('typesChecked', ({ version }) => version === 1)
  const pids = () =>
    execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' })
      .split('\n')
      .filter((line) => line.includes('--lsp --stdio'))
      .map((line) => Number.parseInt(line, 10))
      .filter((pid) => isIn(pid, folder))
  const [pid] = pids()
  server.look(looked('const a: string = 1\n', 2))
  process.kill(pid!, 'SIGKILL')
  expect((await until('typesStatus', ({ status }) => status === 'restarting')).says).toMatch(
    /ended \(SIGKILL\) and was started again/,
  )
  const before = told.length
  server.look(looked('const a: string = 2\n', 3))
  const { problems } = await until('typesChecked', ({ version }) => version === 3)
  expect(told.length).toBeGreaterThan(before)
  expect(problems).toHaveLength(1)
})

const isIn = (pid: number, folder: string) => {
  try {
    return execFileSync('readlink', [`/proc/${pid}/cwd`], { encoding: 'utf8' }).trim() === folder
  } catch {
    return false
  }
}

test('is left alone when it dies again and again', async () => {
  const { told, until } = await open(looked('', 1), [process.execPath, '-e', 'process.exit(3)'])
  const { says } = await until('typesStatus', ({ status }) => status === 'gone')
  expect(says).toMatch(/did not start: exit code 3/)
  expect(told.filter(({ type }) => type === 'typesStatus')).toHaveLength(1)
})

test('says what is missing where the program is none', async () => {
  const { until } = await open(looked('', 1), ['/no/such/program'])
  expect((await until('typesStatus')).says).toMatch(/ENOENT/)
})
