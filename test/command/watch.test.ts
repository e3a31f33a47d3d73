import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { watchFrame } from '../../command/watch/watchFrame.ts'
import { type Seen, type Watching, watch, watching } from '../../command/watch/watching.ts'
import { Celery, chain } from '../../src/index.ts'
import { decodeEvent } from '../../src/protocol/decodeEvent.ts'
import { EventLog } from '../../src/runtime/eventLog.ts'
import { film } from '../../src/ui/film.ts'
import { rowText, rowWidth } from '../../src/ui/span.ts'
import { stage } from '../../src/ui/stage.ts'
import { describeWith, PYTHON } from '../needs.ts'
import { KEYS, openPseudoTerminal, ROOT, SHELL_MODES } from '../terminal/pseudoTerminal.ts'
import { until } from '../until.ts'

const told = readFileSync(new URL('../runtime/pythonEvents.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => decodeEvent(JSON.parse(line))!)

/** What is seen of the Python worker after so many events. */
const seenAfter = (count: number): Seen => {
  const startMs = told[0]!.atMs
  const log = new EventLog(startMs)
  for (const event of told.slice(0, count)) log.add(event, event.atMs)
  const nowMs = (told[Math.max(0, count - 1)]?.atMs ?? startMs) - startMs
  return {
    stage: { ...stage([log.recording()]), endMs: nowMs },
    nowMs,
    workflows: log.workflows,
    workers: log.workers,
    filmOf: (rootId) => film(log.recording(rootId)),
  }
}

const start = (count: number, columns = 80, rows = 24): Watching => {
  const seen = seenAfter(count)
  return watch(watching({ broker: 'redis://localhost:6379/0', columns, rows, seen }), { type: 'seen', seen })
}

const look = { ascii: false }
const text = (state: Watching) =>
  watchFrame(state, look)
    .map((row) => rowText(row).trimEnd())
    .join('\n')
const press = (state: Watching, ...names: readonly string[]) =>
  names.reduce(
    (last, name) =>
      watch(last, {
        type: 'key',
        key: { name, ctrl: false, shift: false, meta: false, ...(name.length === 1 && { text: name }) },
      }),
    state,
  )

describe('the screen of celeriac watch', () => {
  test.each([
    [80, 24],
    [120, 40],
    [79, 23],
    [40, 12],
    [30, 8],
    [200, 60],
  ])('fills a terminal of %i by %i, in each of its views', (columns, rows) => {
    let state = start(told.length, columns, rows)
    for (let turn = 0; turn < 7; turn++) {
      for (const ascii of [false, true]) {
        const frame = watchFrame(state, { ascii })
        expect(frame.length).toBeLessThanOrEqual(rows)
        for (const row of frame) expect(rowWidth(row)).toBeLessThanOrEqual(columns)
        if (ascii) expect(frame.map(rowText).join('')).toMatch(/^[\x20-\x7e]*$/)
      }
      state = turn < 5 ? press(state, 'tab') : press(state, '?')
    }
  })

  test('shows the workflows, the results of the newest, and what each process ran', () => {
    const shown = text(start(told.length))
    expect(shown).toContain('watch · redis://localhost:6379/0')
    expect(shown).toMatch(/1 worker {2}12 tasks/)
    expect(shown).toMatch(/✗ fail +1\/1/)
    expect(shown).toMatch(/✓ add +2\/2/)
    expect(shown).toMatch(/│ r add +✓ SUCCESS 10/)
    expect(shown).toMatch(/│ py\.1 /)
    expect(shown).toMatch(/│ queue {3}0/)
    expect(shown).not.toMatch(/│ (client|backend) /)
    expect(shown).toContain('▶ following')
  })

  test('follows what happens until it is paused, scrubs back, and follows again', () => {
    const late = { type: 'seen', seen: seenAfter(told.length) } as const
    const early = start(20)
    expect(watch(early, late).at.count).toBeGreaterThan(early.at.count)
    const paused = watch(press(early, 'space'), late)
    expect(paused.at).toEqual(early.at)
    expect(text(paused)).toContain('‖ paused')
    const back = press(paused, ',', ',')
    expect(back.at.count).toBe(early.at.count - 2)
    expect(press(back, 'left').at.atMs).toBeLessThan(back.at.atMs)
    expect(press(back, 'end').at.count).toBe(late.seen.stage.moments.length)
    expect(press(back, 'space').following).toBe(true)
  })

  test('shows the workflow that is chosen', () => {
    const state = start(told.length)
    expect(text(press(state, 'down', 'g'))).toContain('graph')
    const fails = press(state, ...state.seen.workflows.map(() => 'down'))
    const chain = press(fails, 'g')
    expect(text(chain)).toMatch(/add ✓ SUCCESS +─+▸ add #2 ✓ SUCCESS/)
    expect(text(press(chain, 'escape', 'n'))).toMatch(/▸ ✓ add/)
  })

  test('says what to do when nobody tells of tasks', () => {
    expect(text(start(0))).toContain('Nothing has been heard yet, neither of tasks nor of workers.')
    const heard = text(start(1))
    expect(heard).toContain('No event of a task has come yet. One worker is there: py@host.')
    expect(heard).toContain('e asks the')
    expect(press(start(1), 'e').wish).toEqual({ type: 'enable-events' })
  })
})

const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

const run = (program: string, words: readonly string[], options: object = {}) => {
  const child: ChildProcess = spawn(program, [...words], options)
  const said = { out: '', err: '' }
  child.stdout!.on('data', (bytes: Buffer) => {
    said.out += bytes.toString()
  })
  child.stderr!.on('data', (bytes: Buffer) => {
    said.err += bytes.toString()
  })
  const ended = once(child, 'close').then(([code]) => code as number)
  ends.push(async () => {
    child.kill('SIGKILL')
    await ended
  })
  return { child, said, ended }
}

const COMMAND = join(ROOT, 'command/celeriac.mjs')
const started = (...words: readonly string[]) => run(process.execPath, [COMMAND, 'watch', ...words])

beforeAll(() => {
  execFileSync(process.execPath, ['build.mjs', 'celeriac', 'program'], { cwd: ROOT })
})

describe('celeriac watch', () => {
  test.each([
    [['--broker', 'redis://:geheim@127.0.0.1:1/0'], 1, /redis:\/\/:\*\*@127\.0\.0\.1:1\/0 cannot be reached/],
    [['--broker', 'nix://me:geheim@x'], 1, /nix:\/\/me:\*\*@x is no URL for this: expected a broker/],
    [[], 2, /required option '-b, --broker <url>' not specified/],
    [['--broker', 'redis://x', '--events', '7'], 2, /It is a whole number from 100/],
  ])('refuses %j', async (words, code, says) => {
    const { said, ended } = started(...words)
    expect(await ended).toBe(code)
    expect(said.err).toMatch(says)
    expect(said.err).not.toContain('geheim')
  })
})

for (const [kind, url] of [
  ['redis', () => `${process.env.CELERIAC_REDIS}/13`],
  // One virtual host for all tests: the events of others come, too.
  ['rabbitmq', () => process.env.CELERIAC_RABBITMQ!],
] as const)
  describeWith(['redis', 'celery', 'python', kind], `celeriac watch over ${kind}`, () => {
    /**
     * A Python worker, and one of ours. Python's runs its tasks itself: with threads it loses events, as a thread adds to
     * the list that the loop sends and then empties (celery/events/dispatcher.py, `flush`).
     */
    const open = async (events: boolean) => {
      const broker = url() as `redis:${string}`
      const backend = `${process.env.CELERIAC_REDIS}/14` as const
      const [queue, name] = [`watch-${randomUUID()}`, randomUUID().slice(0, 8)]
      const app = new Celery('watched', { broker, backend, taskDefaultQueue: queue })
      ends.push(() => app.close())
      const add = app.task('ours.add', (x: number, y: number) => x + y)
      const worker = app.worker({ hostname: `ours-${name}@here`, events, log: () => {} })
      await worker.start()
      ends.push(() => worker.stop({ force: true }))
      const code = `from celery import Celery
app = Celery('theirs', broker='${broker}', backend='${backend}')
app.conf.task_default_queue = '${queue}-py'
@app.task(name='theirs.double')
def double(x): return x * 2
app.worker_main(['worker', '-c', '1', '-P', 'solo', '-n', 'theirs-${name}@here', '-l', 'INFO'${events ? ", '-E'" : ''}])`
      const python = run(PYTHON, ['-c', code], { env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' } })
      await until(() => / ready\./.test(python.said.err + python.said.out))
      const double = app.signature<[number], number>('theirs.double', { queue: `${queue}-py` })
      const send = async () => {
        const result = await chain(add.s(2, 3), double).delay()
        expect(await result.get({ timeout: 40 })).toBe(10)
        return result.id
      }
      return { broker, name, send }
    }

    test('prints what a Python worker and one of ours tell, as text and as JSON', {
      timeout: 180_000,
    }, async () => {
      const { broker, name, send } = await open(true)
      const plain = started('--broker', broker, '--plain')
      const json = started('--broker', broker, '--json')
      await until(() => plain.said.out.includes(`theirs-${name}@here`) && json.said.out.includes('heartbeat'))
      const id = await send()
      const lines = [
        new RegExp(`ours-${name}@here {2}task-received {2}ours\\.add\\[\\S+ {2}args=\\(2, 3\\)`),
        new RegExp(`ours-${name}@here {2}task-succeeded {2}ours\\.add\\[\\S+ {2}5 {2}in [\\d.]+s`),
        new RegExp(
          `theirs-${name}@here {2}task-received {2}theirs\\.double\\[${id}\\] {2}args=[([]5,?[)\\]]`,
        ),
        new RegExp(`theirs-${name}@here {2}task-started {2}theirs\\.double\\[${id}\\]`),
        new RegExp(`theirs-${name}@here {2}task-succeeded {2}theirs\\.double\\[${id}\\] {2}10 {2}in`),
      ]
      await until(() => lines.every((line) => line.test(plain.said.out))).catch(() => {})
      for (const line of lines) expect(plain.said.out).toMatch(line)
      await until(() => json.said.out.includes(`"${id}"`))
      for (const { child, ended } of [plain, json]) {
        child.kill('SIGINT')
        expect(await ended).toBe(0)
      }
      const events = json.said.out
        .trim()
        .split('\n')
        .map((line) => decodeEvent(JSON.parse(line)))
      expect(events.filter((event) => event?.type === 'task-succeeded').length).toBeGreaterThanOrEqual(2)
    })

    test('asks workers to tell of their tasks that do not', { timeout: 180_000 }, async () => {
      const { broker, name, send } = await open(false)
      if (kind === 'redis') {
        const mute = started('--broker', broker, '--plain')
        await until(() => mute.said.err.includes('No event of a task has come yet.'))
        expect(mute.said.err).toContain('--enable-events asks them')
      }
      const asking = started('--broker', broker, '--plain', '--enable-events')
      await until(() => asking.said.out.includes(`theirs-${name}@here`))
      await until(async () => {
        await send()
        return asking.said.out.includes('ours.add') && asking.said.out.includes('theirs.double')
      })
    })

    test('follows them on a terminal, which it gives back', { timeout: 180_000 }, async () => {
      const { broker, name, send } = await open(true)
      const terminal = await openPseudoTerminal([process.execPath, COMMAND, 'watch', '--broker', broker])
      await terminal.until((rows) => rows.some((row) => row.includes(`theirs-${name}@here`)))
      await send()
      await terminal.until((rows) => rows.some((row) => /✓ add +2\/2/.test(row)))
      const rows = await terminal.until((all) =>
        all.some((row) => /children\[0\] double +✓ SUCCESS 10/.test(row)),
      )
      expect(rows.some((row) => /▶ following/.test(row))).toBe(true)
      terminal.type(` ${KEYS.left}`)
      await terminal.until((all) => all.some((row) => row.includes('‖ paused')))
      terminal.resize(120, 40)
      await terminal.until((all) => all.some((row) => row.includes('events')))
      terminal.type('q')
      expect(await terminal.ended).toMatchObject({ code: 0, modesKept: true })
      expect(terminal.modes()).toEqual(SHELL_MODES)
    })
  })
