import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { flags } from '../../lessons/arguments.ts'
import { ROOT } from '../terminal/pseudoTerminal.ts'

const folder = mkdtempSync(join(tmpdir(), 'celeriac-command-'))
beforeAll(() => {
  execFileSync(process.execPath, ['build.mjs', 'celeriac', 'program', 'lesson'], { cwd: ROOT })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs the command; gives what it wrote and its exit code. */
const celeriac = (...words: readonly string[]) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const program = join(ROOT, 'command/celeriac.mjs')
    const env = { ...process.env, COLUMNS: '80' }
    const child = execFile(
      process.execPath,
      [program, ...words],
      { cwd: folder, env },
      (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    )
    child.stdin?.end("console.log('from the pipe')\n")
  })

const write = (name: string, text: string) => writeFileSync(join(folder, name), text)

const chain = `import { chain } from 'celeriac'
import { confirmSms, sendSms } from 'celeriac/bank'
const r = await chain(sendSms.s(1234, 'paid'), confirmSms.s(1234)).delay()
console.log(await r.get())
`

describe('celeriac', () => {
  test('says its version and what there is', async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }
    expect(await celeriac('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
    const { code, stdout } = await celeriac('--help')
    expect(code).toBe(0)
    for (const word of ['lesson', 'playground', 'run', 'graph', 'complete']) expect(stdout).toContain(word)
  })

  test.each([
    [['run'], /missing required argument 'file'/],
    [['sing'], /unknown command 'sing'/],
    [['graph', 'x.ts', '--format', 'png'], /Allowed choices are .*mermaid/],
    [['run', 'x.ts', '--seed', 'red'], /It is a whole number from 0/],
    [['runn', 'x.ts'], /Did you mean run\?/],
    [['playground', '--asci'], /Unknown option '--asci'\. Did you mean --ascii\?/],
    [['playground', 'one.ts', 'two.ts'], /'two\.ts' is another/],
    [['playground'], /needs a terminal/],
    [['run', 'nowhere.ts'], /nowhere\.ts was not read: there is no such file/],
  ] as const)('refuses %j with code 2, and says why', async (words, says) => {
    const { code, stderr } = await celeriac(...words)
    expect(code).toBe(2)
    expect(stderr).toMatch(says)
  })

  test('lists the chapters', async () => {
    const { code, stdout } = await celeriac('lesson')
    expect(code).toBe(0)
    expect(stdout).toContain('Signatures & chaining')
  })

  test('completes commands, formats and chapters', async () => {
    expect((await celeriac('complete', '--', 'gr')).stdout).toContain('graph\t')
    expect((await celeriac('complete', '--', 'graph', 'x.ts', '--format', 'm')).stdout).toMatch(/^mermaid/m)
    expect((await celeriac('complete', '--', 'lesson', '5')).stdout).toContain('5\tSignatures & chaining')
    const offered = (await celeriac('complete', '--', 'lesson', '5', '--')).stdout
    for (const { name } of flags) expect(offered).toContain(`${name}\t`)
    write('mine.ts', chain)
    write('mine.txt', '')
    expect((await celeriac('complete', '--', 'run', 'mi')).stdout).toMatch(/^mine\.ts\s*\n:/)
    const above = `../${basename(folder)}/`
    expect((await celeriac('complete', '--', 'graph', above)).stdout).toContain(`${above}mine.ts`)
    for (const shell of ['bash', 'zsh', 'fish', 'powershell'])
      expect((await celeriac('complete', shell)).stdout).toContain(`${shell} completion for celeriac`)
  })

  test('completes in a bash, with what comes with it alone', () => {
    // The function that bash calls, as it calls it.
    const asked = `celeriac() { ${process.execPath} ${join(ROOT, 'command/celeriac.mjs')} "$@"; }
source <(celeriac complete bash)
try() {
  COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
  __celeriac_complete 2>/dev/null
  echo "\${COMPREPLY[*]}"
}
try celeriac gr
try celeriac graph x.ts --format m
try celeriac run x.ts --backend p`
    const printed = execFileSync('bash', ['--norc', '--noprofile', '-c', asked], {
      cwd: folder,
      encoding: 'utf8',
    })
    expect(printed.trim().split('\n')).toEqual(['graph', 'mermaid', 'polling'])
  })

  test('tells what the playground takes', async () => {
    const { code, stdout } = await celeriac('playground', '--help')
    expect(code).toBe(0)
    expect(stdout).toContain('--no-motion')
  })
})

describe('celeriac run', () => {
  test('prints what the program prints, and what happened; the same seed gives the same', async () => {
    write('chain.ts', chain)
    const first = await celeriac('run', 'chain.ts')
    expect(first).toMatchObject({ code: 0, stderr: '' })
    expect(first.stdout).toMatch(/^WhatsApp sent\n\n {3}time/)
    expect(first.stdout).toContain('publishes next step confirmSms')
    expect(await celeriac('run', 'chain.ts', '--seed', '7')).toEqual(first)
    expect((await celeriac('run', 'chain.ts', '--seed', '8')).stdout).not.toBe(first.stdout)
    expect((await celeriac('run', 'chain.ts', '--quiet')).stdout).toBe('WhatsApp sent\n')
  })

  test('gives the events as JSON, and reads the standard input', async () => {
    write('chain.ts', chain)
    const { stdout } = await celeriac('run', 'chain.ts', '--json')
    const types = stdout
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { type: string }).type)
    expect(types[0]).toBe('canvas-applied')
    expect(types).toContain('get-returned')
    expect((await celeriac('run', '-')).stdout).toBe('from the pipe\n')
  })

  test('ends with 1 and says where when the program does not run through', async () => {
    write('wrong.ts', "\nthrow new TypeError('no such account')\n")
    const { code, stderr } = await celeriac('run', 'wrong.ts')
    expect(code).toBe(1)
    expect(stderr).toMatch(/^wrong\.ts: 2:\d+ .*no such account/)
  })
})

describe('celeriac graph', () => {
  test('lets no terminal obey what a program throws', async () => {
    write('escape.ts', "\nthrow new TypeError('\\u001b[2Jgone')\n")
    for (const command of ['run', 'graph']) {
      const { stderr, code } = await celeriac(command, 'escape.ts')
      expect(stderr).toContain('\\u001b[2Jgone')
      expect(stderr).not.toContain('\u001b')
      expect(code).toBe(1)
    }
  })

  test('draws it as text, and writes it for other tools', async () => {
    write('chain.ts', chain)
    expect((await celeriac('graph', 'chain.ts')).stdout).toMatch(/^sendSms .*-> confirmSms/)
    expect((await celeriac('graph', 'chain.ts', '-f', 'mermaid')).stdout).toMatch(/^flowchart LR\n/)
    const { stdout } = await celeriac('graph', 'chain.ts', '-f', 'json')
    expect(JSON.parse(stdout)).toMatchObject({
      task: 'celery.chain',
      subtask_type: 'chain',
      kwargs: {
        tasks: [
          { task: 'bank.send_sms', args: [1234, 'paid'], options: {} },
          { task: 'bank.confirm_sms', options: {} },
        ],
      },
    })
    expect(await celeriac('graph', 'chain.ts', '-f', 'svg', '-o', 'chain.svg')).toMatchObject({
      code: 0,
      stdout: '',
    })
    expect(readFileSync(join(folder, 'chain.svg'), 'utf8')).toMatch(/^<svg /)
    expect(await celeriac('graph', 'chain.ts', '-o', 'no/such/folder/x')).toMatchObject({ code: 1 })
  })
})
