import { execFileSync } from 'node:child_process'
import { constants } from 'node:os'
import { beforeAll, expect, test } from 'vitest'
import { describeWith } from '../needs.ts'
import { KEYS, openPseudoTerminal, type PseudoTerminal, ROOT, SHELL_MODES } from './pseudoTerminal.ts'
import { settled, summary, watch, watchFrames } from './watching.ts'

const shows = (text: string) => (rows: readonly string[]) => rows.some((row) => row.includes(text))

const FRAME_END = '\u001b[?2026l'

/** The third step, which keeps most lanes busy. */
const open = async (columns: number, rows: number) => {
  const lesson = [process.execPath, 'lessons/launch.mjs', '5', '3']
  const terminal = await openPseudoTerminal(lesson, { columns, rows })
  await terminal.until(shows('keys'))
  return terminal
}

/** Answers the prediction, goes to the start and plays. */
const playFromStart = async (terminal: PseudoTerminal) => {
  terminal.type('1')
  terminal.type('0')
  await terminal.until(shows('paused'))
  await settled(terminal)
  terminal.type(' ')
  await terminal.until(shows('playing'))
}

describeWith('python', 'the lesson on a terminal', () => {
  beforeAll(() => {
    execFileSync(process.execPath, ['build.mjs', 'lesson'], { cwd: ROOT })
  })

  test.each([
    [80, 24],
    [120, 40],
  ])('plays at %ix%i without a clear or a torn frame, and pauses silently', async (columns, rows) => {
    const terminal = await open(columns, rows)
    await playFromStart(terminal)
    const played = await watchFrames(terminal, 12)
    expect(played).toMatchObject({ clears: 0, outside: '' })
    expect(played.bytesPerSecond).toBeLessThan(35_000)
    terminal.type('0')
    await terminal.until(shows('paused'))
    await settled(terminal)
    expect(await watch(terminal, 500)).toMatchObject({ bytesPerSecond: 0 })
    terminal.type('q')
    expect(await terminal.ended).toMatchObject({ code: 0, signal: null, modesKept: true })
    expect(terminal.modes()).toEqual(SHELL_MODES)
  })

  test('draws the first frame of a chapter whole and once, before Ink is there', async () => {
    for (const number of [1, 5, 16]) {
      const terminal = await openPseudoTerminal([process.execPath, 'lessons/launch.mjs', String(number)])
      await terminal.until((rows) => shows('keys')(rows.slice(-1)))
      const shown = terminal.rows()
      expect(shown.filter((row) => row !== '').length, `chapter ${number}`).toBeGreaterThan(16)
      // This is drawn by Ink: whatever it draws before that would be a flicker.
      terminal.type('?')
      await terminal.until(shows('keys and signs'))
      const written = Buffer.concat(terminal.outputs.map(({ bytes }) => bytes)).toString()
      const frames = written.split(FRAME_END).slice(0, -1)
      expect(frames.length, `chapter ${number}`).toBe(2)
      terminal.type('q')
      expect(await terminal.ended).toMatchObject({ code: 0, modesKept: true })
    }
  }, 120_000)

  test('obeys a key that was typed before the first frame', async () => {
    const terminal = await openPseudoTerminal([process.execPath, 'lessons/launch.mjs', '5'])
    terminal.type('?')
    await terminal.until(shows('keys and signs'))
    terminal.type('q')
    expect(await terminal.ended).toMatchObject({ code: 0, modesKept: true })
  })

  const endings: [string, (terminal: PseudoTerminal) => void, number][] = [
    ['q', (terminal) => terminal.type('q'), 0],
    ['Ctrl-C', (terminal) => terminal.type(KEYS.ctrlC), 128 + constants.signals.SIGINT],
    ['SIGTERM', (terminal) => terminal.kill('SIGTERM'), 128 + constants.signals.SIGTERM],
    ['SIGHUP', (terminal) => terminal.kill('SIGHUP'), 128 + constants.signals.SIGHUP],
  ]
  test.each(endings)('leaves the terminal as it was: %s', async (_title, end, code) => {
    const terminal = await open(80, 24)
    end(terminal)
    expect(await terminal.ended).toMatchObject({ code, signal: null, modesKept: true })
    expect(terminal.modes()).toEqual(SHELL_MODES)
    expect(terminal.rows().every((row) => row === '')).toBe(true)
  })

  test('follows the size of its terminal', async () => {
    const terminal = await open(120, 40)
    for (const [columns, rows] of [
      [80, 24],
      [100, 30],
      [120, 40],
    ] as const) {
      terminal.resize(columns, rows)
      await terminal.until((shown) => shown.length === rows && shows('keys')(shown.slice(-1)))
      expect(Math.max(...terminal.rows().map((row) => [...row].length))).toBeLessThanOrEqual(columns)
    }
    expect(summary(terminal.outputs, 1000).clears).toBe(0)
    terminal.type('q')
    expect(await terminal.ended).toMatchObject({ code: 0 })
  })
})
