import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { Celery } from '../../src/index.ts'
import { describeWith } from '../needs.ts'
import { ROOT } from '../terminal/pseudoTerminal.ts'
import { until } from '../until.ts'

const folder = mkdtempSync(join(tmpdir(), 'celeriac-worker-'))
const ends: (() => Promise<unknown>)[] = []

const write = (name: string, text: string) => writeFileSync(join(folder, name), text)

// The library as an installed package has it, beside the programs of a learner.
beforeAll(() => {
  execFileSync(process.execPath, ['build.mjs', 'celeriac', 'program'], { cwd: ROOT })
  const modules = join(folder, 'node_modules')
  mkdirSync(join(modules, 'celeriac'), { recursive: true })
  for (const driver of ['ioredis', 'amqplib'])
    symlinkSync(join(ROOT, 'node_modules', driver), join(modules, driver))
  buildSync({
    entryPoints: [join(ROOT, 'src/index.ts')],
    outdir: join(modules, 'celeriac'),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    external: ['ioredis', 'amqplib'],
  })
  write('node_modules/celeriac/package.json', '{ "type": "module", "exports": "./index.js" }')
  write(
    'app.ts',
    `import { Celery } from 'celeriac'
import { greet } from './greet.js'
import { punctuation } from './greet'

export const app = new Celery('bank', {
  broker: process.env.BROKER!,
  backend: process.env.BACKEND!,
  taskDefaultQueue: process.env.QUEUE!,
})
app.task('bank.sms', (account: number) => greet(account) + punctuation)
app.task('bank.fails', () => {
  throw new RangeError('no such account')
})
app.task('bank.computes', () => {
  for (;;);
})
app.task('bank.slow', { bind: true }, async (self, seconds: number) => {
  await self.sleep(seconds)
  return seconds
})
`,
  )
  write(
    'greet.ts',
    `export const punctuation: string = '!'
export const greet = (to: number) => 'SMS to ' + to
`,
  )
})
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A worker in a process of its own, and what it has said so far. */
const start = (words: readonly string[], env: Readonly<Record<string, string>> = {}) => {
  const child: ChildProcess = spawn(
    process.execPath,
    [join(ROOT, 'command/celeriac.mjs'), 'worker', ...words],
    {
      cwd: folder,
      env: { ...process.env, ...env },
    },
  )
  const said = { text: '' }
  for (const stream of [child.stdout!, child.stderr!])
    stream.on('data', (bytes: Buffer) => {
      said.text += bytes.toString()
    })
  const ended = once(child, 'close').then(([code]) => code as number)
  ends.push(async () => {
    child.kill('SIGKILL')
    await ended
  })
  return { child, said, ended }
}

describe('celeriac worker', () => {
  test.each([
    ['nowhere.ts', null, /nowhere\.ts was not read: there is no such file\./],
    ['.', null, /it is a folder\. Name the file that exports your app\./],
    [
      'none.ts',
      'export const x: number = 1',
      /none\.ts exports no app\. It should say:\n\n.*\n {2}export const app/,
    ],
    ['broken.ts', 'const fine = 1\nconst x: = 1', /^broken\.ts:2:10: Unexpected token/],
    ['missing.ts', "import './gone.ts'", /missing\.ts could not be loaded: Cannot find module .*gone\.ts/],
    ['throws.ts', "throw new Error('mine')", /throws\.ts could not be loaded: Error: mine/],
    [
      'memory.ts',
      "import { Celery } from 'celeriac'\nexport default new Celery('m')",
      /memory\.ts: a worker needs a real broker, and m has memory:\/\//,
    ],
    [
      'two.ts',
      "import { Celery } from 'celeriac'\nexport const one = new Celery('1')\nexport const other = new Celery('2')",
      /two\.ts exports several apps, one and other: call the one that is meant app\./,
    ],
    [
      'nix.ts',
      "import { Celery } from 'celeriac'\nexport const app = new Celery('n', { broker: 'nix://me:geheim@x' as string })",
      /n has nix:\/\/me:\*\*@x as its broker: with this broker choose from redis:/,
    ],
  ])('says what is wrong with %s', async (name, text, says) => {
    if (text !== null) write(name, text)
    const { said, ended } = start([name])
    expect(await ended).toBe(1)
    expect(said.text).toMatch(says)
    expect(said.text).not.toContain('geheim')
  })

  test.each([
    ['-l', 'loud', /It is one of DEBUG, INFO/],
    ['-c', '0', /It is a whole number from 1/],
    ['-Q', 'sms,,mail', /It is a name, or several/],
    ['--time-limit', 'soon', /It is a number above 0/],
    ['-P', 'prefork', /Allowed choices are solo, threads/],
    ['--max-tasks-per-child', '5', /is for threads: give -P threads/],
  ])('refuses %s %s', async (option, value, says) => {
    const { said, ended } = start(['app.ts', option, value])
    expect(await ended).toBe(2)
    expect(said.text).toMatch(says)
  })

  test('tries a broker again that does not answer, and never shows its password', async () => {
    const env = {
      BROKER: 'redis://:geheim@127.0.0.1:1/0',
      BACKEND: 'redis://:geheim@127.0.0.1:1/1',
      QUEUE: 'q',
    }
    const { child, said, ended } = start(['app.ts'], env)
    const again =
      'redis://:**@127.0.0.1:1/0: connect ECONNREFUSED 127.0.0.1:1.\nTrying again in 2.00 seconds... (1/100)'
    await until(() => said.text.includes(again))
    child.kill('SIGINT')
    expect(await ended).toBe(0)
    expect(said.text).not.toContain('geheim')
  })
})

for (const [broker, url] of [
  ['redis', () => `${process.env.CELERIAC_REDIS}/11`],
  ['rabbitmq', () => process.env.CELERIAC_RABBITMQ!],
] as const)
  describeWith(['redis', broker], `celeriac worker over ${broker}`, () => {
    const open = () => {
      const settings = {
        broker: url() as `redis:${string}`,
        backend: `${process.env.CELERIAC_REDIS}/12` as const,
        taskDefaultQueue: `command-${randomUUID()}`,
      }
      const app = new Celery('bank', settings)
      ends.push(() => app.close())
      const env = { BROKER: settings.broker, BACKEND: settings.backend, QUEUE: settings.taskDefaultQueue }
      return { app, env, queue: settings.taskDefaultQueue }
    }

    test('says who it is, what it takes and what it does, and ends when it is told to', async () => {
      const { app, env, queue } = open()
      const { child, said, ended } = start(['app.ts', '-c', '2', '-l', 'info', '-n', 'w1', '-E'], env)
      const sms = await app.signature<[number], string>('bank.sms').delay(1234)
      expect(await sms.get({ timeout: 40 })).toBe('SMS to 1234!')
      const fails = await app.signature('bank.fails').delay()
      await expect(fails.get({ timeout: 40 })).rejects.toThrow('no such account')
      const slow = await app.signature<[number], number>('bank.slow').delay(0.5)
      await until(() => said.text.includes(`Task bank.slow[${slow.id}] received`))
      child.kill('SIGTERM')
      expect(await ended).toBe(0)
      expect(await slow.get({ timeout: 40 })).toBe(0.5)
      const lines = [
        /-------------- w1@\S+ v\d/,
        /\.> concurrency: 2 \(event loop\)/,
        /\.> task events: ON/,
        new RegExp(`\\.> ${queue} exchange=${queue}\\(direct\\) key=${queue}`),
        /\[tasks\]\n {2}\. bank\.computes\n {2}\. bank\.fails\n {2}\. bank\.slow\n {2}\. bank\.sms\n/,
        /: INFO\/MainProcess\] w1@\S+ ready\./,
        new RegExp(`: INFO/MainProcess\\] Task bank\\.sms\\[${sms.id}\\] received`),
        new RegExp(`Task bank\\.sms\\[${sms.id}\\] succeeded in [\\d.]+s: 'SMS to 1234!'`),
        new RegExp(`: ERROR/MainProcess\\] Task bank\\.fails\\[${fails.id}\\] raised unexpected: RangeError`),
        /worker: Warm shutdown/,
        new RegExp(`Task bank\\.slow\\[${slow.id}\\] succeeded in [\\d.]+s: 0\\.5`),
      ]
      for (const line of lines) expect(said.text).toMatch(line)
    })

    test('ends a task that computes in a thread, and goes on', async () => {
      const { app, env } = open()
      const words = ['-P', 'threads', '-c', '1', '--time-limit', '0.5', '--max-tasks-per-child', '10']
      const { said } = start(['app.ts', ...words], env)
      const computes = await app.signature('bank.computes').delay()
      const sms = await app.signature<[number], string>('bank.sms').delay(1234)
      await expect(computes.get({ timeout: 40 })).rejects.toMatchObject({ name: 'TimeLimitExceeded' })
      expect(await sms.get({ timeout: 40 })).toBe('SMS to 1234!')
      expect(said.text).toContain('.> concurrency: 1 (threads)')
      await until(() =>
        said.text.includes(`Hard time limit (0.5s) exceeded for bank.computes[${computes.id}]`),
      )
    })

    test('does not wait for its tasks when it is told twice', async () => {
      const { app, env } = open()
      const { child, said, ended } = start(['app.ts', '-l', 'info'], env)
      const slow = await app.signature<[number], number>('bank.slow').delay(600)
      await until(() => said.text.includes(`Task bank.slow[${slow.id}] received`))
      child.kill('SIGINT')
      await until(() => said.text.includes('Hitting Ctrl+C again will terminate all running tasks!'))
      child.kill('SIGINT')
      expect(await ended).toBe(1)
      expect(said.text).toContain('worker: Cold shutdown')
    })

    test('ends tasks at the limits it was given', async () => {
      const { app, env } = open()
      const { said } = start(['app.ts', '--soft-time-limit', '0.2', '--time-limit', '60'], env)
      const slow = await app.signature<[number], number>('bank.slow').delay(600)
      await expect(slow.get({ timeout: 40 })).rejects.toThrow('SoftTimeLimitExceeded')
      await until(() => said.text.includes(`Soft time limit (0.2s) exceeded for bank.slow[${slow.id}]`))
      expect(said.text).not.toContain(`Task bank.slow[${slow.id}] received`)
    })
  })
