import { execFileSync } from 'node:child_process'
import { constants } from 'node:os'
import { beforeAll, expect, test } from 'vitest'
import { describeWith } from '../needs.ts'
import { KEYS, openPseudoTerminal, type PseudoTerminal, ROOT, SHELL_MODES } from './pseudoTerminal.ts'
import { settled, summary, watch, watchFrames } from './watching.ts'

const DEMO = [process.execPath, 'dist/demo.js']
const shows = (text: string) => (rows: readonly string[]) => rows.some((row) => row.includes(text))

describeWith('python', 'a program on the screen', () => {
  beforeAll(() => {
    execFileSync(process.execPath, ['build.mjs', 'demo'], { cwd: ROOT })
  })
  const open = async (options: Parameters<typeof openPseudoTerminal>[1] = {}, ...words: string[]) => {
    const terminal = await openPseudoTerminal([...DEMO, ...words], options)
    await terminal.until(shows('q quit'))
    return terminal
  }

  const endings: [string, (terminal: PseudoTerminal) => void, number, string?][] = [
    ['q', (terminal) => terminal.type('q'), 0],
    ['Ctrl-C', (terminal) => terminal.type(KEYS.ctrlC), 130],
    ['SIGINT', (terminal) => terminal.kill('SIGINT'), 130],
    ['SIGTERM', (terminal) => terminal.kill('SIGTERM'), 143],
    ['SIGHUP', (terminal) => terminal.kill('SIGHUP'), 129],
    ['SIGQUIT', (terminal) => terminal.kill('SIGQUIT'), 131],
    ['an exception', (terminal) => terminal.type('x'), 1, 'Error: broken by a key'],
    ['a rejection', (terminal) => terminal.type('r'), 1, 'Error: broken by a promise'],
    ['an exception in a component', (terminal) => terminal.type('b'), 1, 'Error: broken by a component'],
  ]
  test.each(endings)('leaves the terminal as it was: %s', async (_title, end, code, said) => {
    const terminal = await open()
    expect(terminal.modes()).toEqual({
      alternateScreen: true,
      cursorHidden: true,
      wrap: false,
      bracketedPaste: true,
    })
    end(terminal)
    expect(await terminal.ended).toMatchObject({ code, signal: null, modesKept: true })
    expect(terminal.modes()).toEqual(SHELL_MODES)
    expect(terminal.rows()[0]).toBe(said ?? '')
  })

  test('ends when its terminal is closed', async () => {
    const terminal = await open({}, '--play')
    terminal.hangUp()
    expect(await terminal.ended).toMatchObject({ code: null, signal: constants.signals.SIGHUP })
  })

  test('is suspended by Ctrl-Z and comes back', async () => {
    const terminal = await openPseudoTerminal(['bash', '--norc', '-i'])
    terminal.type("PS1='prompt> '\r")
    await terminal.until((rows) => rows.some((row) => row.startsWith('prompt>')))
    terminal.type(`${DEMO.join(' ')}\r`)
    await terminal.until(shows('q quit'))
    terminal.type(KEYS.ctrlZ)
    await terminal.until(shows('Stopped'))
    expect(terminal.modes()).toMatchObject({ alternateScreen: false, cursorHidden: false, wrap: true })
    terminal.type('fg\r')
    await terminal.until(shows('q quit'))
    expect(terminal.modes()).toMatchObject({ alternateScreen: true, cursorHidden: true, wrap: false })
    terminal.type(KEYS.left)
    await terminal.until(shows('"left"'))
    terminal.type('q')
    await terminal.until(
      (rows) => rows.filter((row) => row.startsWith('prompt>')).length >= 2 && !shows('q quit')(rows),
    )
    terminal.type('exit\r')
    expect(await terminal.ended).toMatchObject({ modesKept: true })
    expect(terminal.modes()).toMatchObject({ alternateScreen: false, cursorHidden: false, wrap: true })
  })

  test('hears the keys that Ink does not', async () => {
    const terminal = await open()
    for (const [typed, heard] of [
      [KEYS.f1, '"f1","ctrl":false,"shift":false'],
      [KEYS.shiftLeft, '"left","ctrl":false,"shift":true'],
      [KEYS.home, '"home"'],
      [KEYS.end, '"end"'],
      [KEYS.escape, '"escape"'],
      ['\u001b[200~two words\u001b[201~', '"text":"two words"'],
    ] as const) {
      terminal.type(typed)
      await terminal.until(shows(heard))
    }
    terminal.type('q')
    expect(await terminal.ended).toMatchObject({ code: 0 })
  })

  test('draws anew after a storm of sizes, and clears nothing', async () => {
    const terminal = await open({ columns: 120, rows: 40 }, '--play')
    for (let step = 0; step < 20; step++) terminal.resize(119 - step * 2, 39 - step)
    terminal.resize(100, 30)
    const rows = await terminal.until(shows('demo 100x30'))
    expect(rows.find((row) => row.startsWith('┌'))).toBe(`┌${'─'.repeat(98)}┐`)
    expect(rows[29]).toContain('q quit')
    const { clears } = summary(terminal.outputs, 1000)
    expect(clears).toBe(0)
    terminal.type('q')
    expect(await terminal.ended).toMatchObject({ code: 0 })
  })

  test('plays without a clear or a torn frame, within 35 KB a second', async () => {
    const terminal = await open({ columns: 120, rows: 40 }, '--play')
    const { bytesPerSecond, clears, outside } = await watchFrames(terminal, 12)
    expect({ clears, outside }).toEqual({ clears: 0, outside: '' })
    expect(bytesPerSecond).toBeLessThan(35_000)
    terminal.type('q')
    expect(await terminal.ended).toMatchObject({ code: 0 })
  })

  test('writes nothing while it is paused', async () => {
    const terminal = await open({}, '--play')
    terminal.type(' ')
    await terminal.until(shows('paused'))
    await settled(terminal)
    expect(await watch(terminal, 500)).toMatchObject({ bytesPerSecond: 0 })
    terminal.type('q')
    expect(await terminal.ended).toMatchObject({ code: 0 })
  })

  test('prints what the program said when the screen is left', async () => {
    const terminal = await open()
    terminal.type('l')
    await terminal.until(shows('"l"'))
    expect(terminal.rows().some((row) => row.includes('said by the program'))).toBe(false)
    terminal.type('q')
    await terminal.ended
    expect(terminal.rows()[0]).toBe('said by the program')
  })
})
