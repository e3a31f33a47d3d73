import { execFile, execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { argumentsOf, CONTROL, INSPECT, listOf } from '../../command/control/remoteCommands.ts'
import { replyText } from '../../command/control/replyText.ts'
import { Celery } from '../../src/index.ts'
import { Processes } from '../conformance/processes.ts'
import { startPythonWorker } from '../live/pythonWorker.ts'
import { describeWith, PYTHON } from '../needs.ts'
import { ROOT } from '../terminal/pseudoTerminal.ts'
import { until } from '../until.ts'

const run = (program: string, words: readonly string[]) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile(program, [...words], (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    )
  })
const celeriac = (...words: readonly string[]) =>
  run(process.execPath, [join(ROOT, 'command/celeriac.mjs'), ...words])

beforeAll(() => {
  execFileSync(process.execPath, ['build.mjs', 'celeriac', 'program'], { cwd: ROOT })
})

// What Celery's own command line printed of the same answers.
test.each([
  [{ ok: 'pong' }, '->  w@h: OK\n        pong'],
  [{ error: 'unknown task' }, '->  w@h: ERROR\n        unknown task'],
  [[], '->  w@h: OK\n    - empty -'],
  [['add', 'mul'], '->  w@h: OK\n    * add\n    * mul'],
  [
    [{ id: 'a', args: [20], acknowledged: true, eta: null }],
    "->  w@h: OK\n    * {'id': 'a', 'args': [20], 'acknowledged': True, 'eta': None}",
  ],
  [{ pid: 7, clock: 1 }, '->  w@h: OK\n    {\n        "clock": 1,\n        "pid": 7\n    }'],
])('an answer is shown as Celery shows it: %j', (reply, text) => {
  expect(replyText('w@h', reply, true)).toBe(text)
  expect(replyText('w@h', reply, false)).toBe(text.split('\n')[0])
})

test('what a worker answers writes nothing but text on the terminal', () => {
  const text = replyText('w\u001b[2J@h', ['\u001b]0;title\u0007', { ok: '\u001b[31m' }], true)
  expect(text.replaceAll('\n', '')).toMatch(/^[\x20-\x7e]*$/)
})

test('the help of the commands fits a terminal', () => {
  const text = `${listOf(INSPECT)}\n${listOf(CONTROL)}`
  expect(text).toContain('revoke_by_stamped_headers <headers...>\n')
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
})

test('the command line becomes the arguments that Celery names so', () => {
  expect(argumentsOf('revoke', CONTROL.revoke!, ['a', 'b'])).toEqual({ task_id: ['a', 'b'] })
  expect(argumentsOf('terminate', CONTROL.terminate!, ['SIGTERM', 'a'])).toEqual({
    signal: 'SIGTERM',
    task_id: ['a'],
  })
  expect(argumentsOf('time_limit', CONTROL.time_limit!, ['add', '1.5'])).toEqual({
    task_name: 'add',
    soft: 1.5,
  })
  expect(argumentsOf('query_task', INSPECT.query_task!, ['a'])).toEqual({ ids: ['a'] })
  expect(argumentsOf('terminate', CONTROL.terminate!, ['SIGTERM', 'a', 'b'])).toEqual({
    signal: 'SIGTERM',
    task_id: ['a', 'b'],
  })
  expect(() => argumentsOf('terminate', CONTROL.terminate!, ['SIGTERM'])).toThrow(
    'terminate takes <signal> <task_id...>; got SIGTERM',
  )
  expect(argumentsOf('registered', INSPECT.registered!, [])).toEqual({ taskinfoitems: [] })
  expect(argumentsOf('registered', INSPECT.registered!, ['a', 'b'])).toEqual({ taskinfoitems: ['a', 'b'] })
  expect(argumentsOf('conf', INSPECT.conf!, ['true'])).toEqual({ with_defaults: true })
  expect(argumentsOf('conf', INSPECT.conf!, ['No'])).toEqual({ with_defaults: false })
  expect(() => argumentsOf('conf', INSPECT.conf!, ['perhaps'])).toThrow('expected true or false, got perhaps')
  expect(() => argumentsOf('revoke', CONTROL.revoke!, [])).toThrow('revoke takes <task_id...>; got none')
  expect(() => argumentsOf('ping', INSPECT.ping!, ['x'])).toThrow('ping takes no arguments; got x')
  expect(() => argumentsOf('pool_grow', CONTROL.pool_grow!, ['many'])).toThrow('expected a number, got many')
})

describe('celeriac inspect, control and status', () => {
  test.each([
    [['status', '-b', 'redis://:geheim@127.0.0.1:1'], 69, /redis:\/\/:\*\*@127\.0\.0\.1:1 cannot be reached/],
    [['inspect', 'ping'], 2, /required option '-b, --broker <url>' not specified/],
    [['inspect', 'dance', '-b', 'redis://x'], 2, /'dance' is invalid.*active, active_queues/],
    [['control', 'revoke', '-b', 'redis://x'], 2, /revoke takes <task_id\.\.\.>; got none/],
    [['inspect', 'ping', '-b', 'redis://x', '-t', 'soon'], 2, /It is a number above 0/],
  ] as const)('refuse %j', async (words, code, says) => {
    const ended = await celeriac(...words)
    expect(ended.code).toBe(code)
    expect(ended.stderr).toMatch(says)
    expect(ended.stderr).not.toContain('geheim')
  })

  test('complete their commands', async () => {
    expect((await celeriac('complete', '--', 'inspect', 'active_')).stdout).toContain('active_queues\t')
    expect((await celeriac('complete', '--', 'control', 'revo')).stdout).toContain('revoke\t')
  })
})

for (const [kind, url] of [
  ['redis', () => `${process.env.CELERIAC_REDIS}/13`],
  ['rabbitmq', () => process.env.CELERIAC_RABBITMQ!],
] as const)
  describeWith(['redis', 'celery', kind], `workers that are asked over ${kind}`, () => {
    const ends: (() => Promise<unknown>)[] = []
    afterEach(async () => {
      for (const end of ends.splice(0).reverse()) await end()
    })

    test('answer whoever they are, and obey', { timeout: 240_000 }, async () => {
      const processes = new Processes()
      ends.push(() => processes.stop())
      const id = randomUUID().slice(0, 8)
      const backend = `${process.env.CELERIAC_REDIS}/14`
      const [ours, theirs] = [`ours@${id}`, `theirs@${id}`]
      const app = new Celery('asked', { broker: url(), backend, taskDefaultQueue: `ours-${id}` } as {})
      ends.push(() => app.close())
      const slow = app.task('ours.slow', { bind: true }, async (self) => {
        await self.sleep(600)
        return null
      })
      const worker = app.worker({ hostname: ours, concurrency: 1, log: () => {} })
      await worker.start()
      ends.push(() => worker.stop({ force: true }))
      const queues = [[`theirs-${id}`, null]] as const
      await startPythonWorker(processes, { broker: url(), backend, name: theirs, queues })
      const both = ['-b', url(), '-t', '30', '-d', `${ours},${theirs}`]
      const json = async (...words: readonly string[]) => {
        const { code, stdout, stderr } = await celeriac(...words, ...both, '--json')
        expect([code, stderr]).toEqual([0, ''])
        return JSON.parse(stdout) as Record<string, never>
      }
      const running = await slow.delay()
      const waiting = await slow.delay()
      const parked = await slow.applyAsync({ countdown: 600 })
      const sleeps = await app.signature('theirs.sleep', { queue: `theirs-${id}`, args: [600] }).delay()
      await until(() => worker.counts.received === 3)

      const { code, stdout } = await celeriac('status', ...both)
      expect(code).toBe(0)
      expect(stdout.split('\n').toSorted()).toEqual(
        ['', '', `->  ${ours}: OK`, `->  ${theirs}: OK`, '2 nodes online.'].toSorted(),
      )
      await until(async () => JSON.stringify(await json('inspect', 'active')).includes(sleeps.id))
      expect(await json('inspect', 'active')).toMatchObject({
        [ours]: [{ id: running.id, name: 'ours.slow' }],
        [theirs]: [{ id: sleeps.id, name: 'theirs.sleep' }],
      })
      expect(await json('inspect', 'reserved')).toMatchObject({ [ours]: [{ id: waiting.id }] })
      expect(await json('inspect', 'scheduled')).toMatchObject({ [ours]: [{ request: { id: parked.id } }] })
      expect(await json('inspect', 'query_task', running.id, waiting.id, sleeps.id)).toMatchObject({
        [ours]: { [running.id]: ['active', {}], [waiting.id]: ['reserved', {}] },
        [theirs]: { [sleeps.id]: ['active', {}] },
      })
      expect(await json('inspect', 'registered')).toEqual({
        [ours]: ['ours.slow'],
        [theirs]: ['note', 'theirs.double', 'theirs.sleep', 'theirs.where'],
      })
      expect(await json('inspect', 'active_queues')).toMatchObject({
        [ours]: [{ name: `ours-${id}`, exchange: { type: 'direct' } }],
        [theirs]: [{ name: `theirs-${id}`, exchange: { type: 'direct' } }],
      })
      expect(await json('inspect', 'stats')).toMatchObject({
        [ours]: { pid: process.pid },
        [theirs]: { pool: {} },
      })

      await json('control', 'revoke', parked.id)
      expect(await json('inspect', 'revoked')).toMatchObject({ [ours]: [parked.id], [theirs]: [parked.id] })
      // One answers that it does not know this, and that is an answer.
      const sampled = await celeriac('inspect', 'memdump', ...both)
      expect(sampled.stdout).toContain(`->  ${theirs}: OK\n`)
      expect(sampled.stdout).toMatch(
        new RegExp(`->  ${ours}: ERROR\\n {8}there is no control command memdump`),
      )
      expect(sampled.code).toBe(0)

      // Celery's own command line is told the same.
      const [broker, wanted] = [both.slice(0, 2), both.slice(2)]
      const asked = await run(PYTHON, ['-m', 'celery', ...broker, 'inspect', 'ping', ...wanted, '--json'])
      expect(JSON.parse(asked.stdout)).toEqual(await json('inspect', 'ping'))

      const nobody = await celeriac('inspect', 'ping', '-b', url(), '-t', '0.5', '-d', `nobody@${id}`)
      expect(nobody).toEqual({
        code: 69,
        stdout: '',
        stderr: 'Error: No nodes replied within time constraint\n',
      })
    })
  })
