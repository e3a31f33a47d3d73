import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { describeWith } from '../needs.ts'
import { KEYS, openPseudoTerminal, type PseudoTerminal, ROOT, SHELL_MODES } from './pseudoTerminal.ts'

const shows = (text: string) => (rows: readonly string[]) => rows.some((row) => row.includes(text))
const folder = join(ROOT, 'lessons/05-signatures-chaining/02-group')
const solution = readFileSync(join(folder, 'solution.ts'), 'utf8')
const start = readFileSync(join(folder, 'start.ts'), 'utf8')
const patient = 60_000

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'celeriac-exercise-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const file = () => join(home, 'playground/work/05-02-group.ts')
const open = async (words: readonly string[], columns: number, rows: number, env = {}) => {
  const lesson = [process.execPath, join(ROOT, 'lessons/launch.mjs'), ...words]
  const terminal = await openPseudoTerminal(lesson, { columns, rows, cwd: home, env })
  await terminal.until(shows('keys'), patient)
  return terminal
}
/** An Esc with a character right behind it would be another key. */
const back = async (terminal: PseudoTerminal) => {
  terminal.type(KEYS.escape)
  await terminal.until(shows(' e edit'))
}
const quit = async (terminal: PseudoTerminal) => {
  terminal.type('q')
  expect(await terminal.ended).toMatchObject({ code: 0, signal: null, modesKept: true })
  expect(terminal.modes()).toEqual(SHELL_MODES)
}

describeWith('python', 'an exercise on a terminal', () => {
  beforeAll(() => {
    execFileSync(process.execPath, ['build.mjs', 'lesson', 'program'], { cwd: ROOT })
  })

  test.each([
    [80, 24],
    [120, 40],
  ])(
    'is begun, shown wrong, solved, kept and gone on with at %ix%i',
    { timeout: 200_000 },
    async (columns, rows) => {
      const terminal = await open(['5', '2'], columns, rows)
      await terminal.until(shows('it is published 3 times'), patient)
      await terminal.until(shows('to reach'))
      terminal.type(KEYS.enter)
      await terminal.until(shows('▸✗ sendSms is published once'))

      writeFileSync(file(), solution)
      await terminal.until(shows('solved. n: next'), patient)
      terminal.type('s')
      await terminal.until(shows('the solution alone'))
      await back(terminal)
      terminal.type('l')
      await terminal.until(shows('✓ solved'))
      await back(terminal)

      terminal.type('x')
      await terminal.until(shows('Put the start back?'))
      terminal.type('y')
      await terminal.until(shows('it is published 3 times'), patient)
      expect(readFileSync(file(), 'utf8')).toBe(start)
      terminal.type('z')
      await terminal.until(shows('solved. n: next'), patient)
      expect(readFileSync(file(), 'utf8')).toBe(solution)
      await quit(terminal)

      const kept = JSON.parse(readFileSync(join(home, '.celeriac/progress.json'), 'utf8'))
      expect(kept).toMatchObject({ current: '05-02', done: { '05-02': { hints: 0 } } })
      const again = await open(['5'], columns, rows)
      await again.until(shows('Your turn: a group, sent once'), patient)
      await quit(again)
    },
  )

  test('is edited in place, and in an editor', { timeout: 200_000 }, async () => {
    cpSync(join(folder, 'solution.ts'), join(home, 'mine.ts'))
    const terminal = await open(['5', '2'], 80, 24, { EDITOR: `cp ${join(home, 'mine.ts')}` })
    await terminal.until(shows('it is published 3 times'), patient)
    terminal.type('e')
    await terminal.until(shows('^S save'))
    terminal.type('const = 1\r')
    await terminal.until(shows('the text has changed since'))
    terminal.type('\u0013')
    await terminal.until(shows('line 1'), patient)
    expect(readFileSync(file(), 'utf8')).toBe(`const = 1\n${start}`)
    await back(terminal)
    terminal.type('E')
    await terminal.until(shows('solved. n: next'), patient)
    expect(readFileSync(file(), 'utf8')).toBe(solution)
    expect(terminal.modes().alternateScreen).toBe(true)
    await quit(terminal)
  })

  test('survives a loop without end, and a folder that it cannot write', { timeout: 200_000 }, async () => {
    writeFileSync(join(home, 'playground'), '')
    const terminal = await open(['5', '2'], 80, 24)
    await terminal.until(shows('cannot be used'), patient)
    await terminal.until(shows('it is published 3 times'), patient)
    terminal.type('e')
    await terminal.until(shows('^S save'))
    terminal.type('while (true) {}\r\u0013')
    await terminal.until(shows('still going round'), patient)
    await back(terminal)
    await quit(terminal)
    expect(existsSync(file())).toBe(false)
  })

  test('saves what was typed when it is ended in the middle', { timeout: 200_000 }, async () => {
    const terminal = await open(['5', '2'], 80, 24)
    await terminal.until(shows('it is published 3 times'), patient)
    terminal.type('e')
    await terminal.until(shows('^S save'))
    terminal.type('// mine')
    await terminal.until(shows('// mine'))
    terminal.type(KEYS.ctrlC)
    await terminal.ended
    expect(readFileSync(file(), 'utf8')).toBe(`// mine${start}`)
  })
})
