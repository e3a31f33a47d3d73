import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { describeWith } from '../needs.ts'
import { ROOT } from './pseudoTerminal.ts'
import { openTmux, type Tmux } from './tmux.ts'

const wrong = `import { chain } from 'celeriac'
import { confirmSms, countSms, sendSms } from 'celeriac/bank'

const r = await chain(
  countSms.s(),
  confirmSms.s(1234),
)`
const right = `${wrong.replace('countSms.s()', "sendSms.s(1234, 'paid')")}.delay()`

const sizes = [
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
]

const rowWith = (rows: readonly string[], text: string): string =>
  rows.find((row) => row.includes(text)) ?? ''
/** A shell waits for a command, in the last row that is not blank. */
const isPrompt = (rows: readonly string[]) => /^[#$]$/.test(rows.findLast((row) => row !== '') ?? '')
const numberOf = (rows: readonly string[], text: string) => rows.findIndex((row) => row.includes(text))

describeWith('tmux', 'the playground in tmux', () => {
  let folder: string
  let tmux: Tmux | undefined
  beforeAll(() => {
    execFileSync(process.execPath, ['build.mjs', 'playground', 'program'], { cwd: ROOT })
  })
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'celeriac-session-'))
  })
  afterEach(async () => {
    await tmux?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  /** Starts the playground from a shell that has said something before. */
  const start = async (size: { columns: number; rows: number }, file = 'canvas.ts'): Promise<Tmux> => {
    const opened = await openTmux({ ...size, cwd: folder, env: { CELERIAC_STATE: join(folder, 'state') } })
    tmux = opened
    await opened.until(isPrompt)
    await opened.type('echo said before')
    await opened.press('Enter')
    await opened.until((rows) => rows.includes('said before'))
    await opened.type(`node ${join(ROOT, 'playground/launch.mjs')} ${file}`)
    await opened.press('Enter')
    await opened.shows('^R')
    return opened
  }

  /** Leaves it: the shell's screen is back, the code is that, and the terminal echoes what is typed. */
  const left = async (opened: Tmux, code: number) => {
    await opened.until((rows) => rows.includes('said before') && isPrompt(rows))
    await opened.type('echo "left with $?"; stty -a | grep -ow -e "-icanon" -e "-echo" || echo cooked')
    await opened.press('Enter')
    const rows = await opened.until((shown) => shown.includes('cooked') || shown.includes('-echo'))
    expect(rows.filter((row) => /^(left|cooked|-)/.test(row))).toEqual([`left with ${code}`, 'cooked'])
  }

  test.each(sizes)('a session at $columns by $rows', async (size) => {
    const isWide = size.columns > 100
    const opened = await start(size)
    await opened.shows('no problems')

    // A wrong canvas, and the sentence that says so: under the line, and unfolded.
    await opened.paste(wrong)
    await opened.shows('1 problem')
    await opened.press('Up', 'End')
    let rows = await opened.until((shown) => shown.some((row) => /countSms gives +number/.test(row)))
    const guilty = numberOf(rows, '6   confirmSms.s(1234),')
    expect(rows[guilty + 1]).toMatch(/^│ +~+/)
    expect(rows.join('\n')).toContain('confirmSms takes string, but countSms gives number')
    expect(rows.join('\n')).toContain('6:3 confirmSms takes string, but countSms gives number')
    if (isWide) expect(rows.join('\n')).toMatch(/try +a step between them that gives/)
    await opened.press('C-End')

    // A word completed.
    await opened.type('.de')
    rows = await opened.shows('delay')
    await opened.until((shown) => shown.some((row) => /▸delay/.test(row)))
    await opened.press('Tab')
    await opened.shows('7 ).delay')
    await opened.type('()')

    // Found, mended, taken back and done again.
    await opened.press('C-f')
    await opened.type('countSms.s()')
    await opened.shows('find: countSms.s()  1/1')
    await opened.press('Enter')
    await opened.hides('find:')
    await opened.type("sendSms.s(1234, 'paid')")
    await opened.shows('no problems')
    rows = await opened.shows("5   sendSms.s(1234, 'paid'),")
    expect(rows.filter((row) => row.includes('~~~~'))).toEqual([])

    // Run, and to the middle of it.
    await opened.press('C-r')
    rows = await opened.shows('run #1 ok')
    const last = Number(/(\d+)\/\1$/.exec(rowWith(rows, 'run #1 ok'))![1])
    expect(rows.join('\n')).toMatch(/│ worker 1.1 .*█ sendSms █+✓/)
    await opened.press('Escape')
    await opened.shows('scrub')
    await opened.press('0')
    await opened.shows(` 0/${last}`)
    const middle = last >> 1
    for (let event = 1; event <= middle; event++) await opened.press('.')
    rows = await opened.shows(` ${middle}/${last}`)
    // What has not happened is not there: the second task has not ended.
    expect(rowWith(rows, 'client')).toContain('┃')
    expect(rowWith(rows, 'line  ')).toMatch(/line +6\b/)
    if (isWide) expect(rows.join('\n')).toMatch(/given +"[^"]+", 1234[\s\S]*state +\w+/)

    // Kept beside another run, in another world.
    await opened.press('c')
    await opened.shows('Run #1 is kept')
    await opened.press('C-p')
    await opened.shows('workers')
    await opened.press('Right')
    rows = await opened.shows('run #2 ok')
    expect(rowWith(rows, 'workers')).toContain('3')
    await opened.press('Escape')
    rows = await opened.shows('esc run views')
    expect(rows[0]).toContain('3x2 workers')
    if (isWide) {
      expect(rowWith(rows, 'graph #1')).toContain('graph #2')
      expect(rows.filter((row) => /│ +#[12] /.test(row)).length).toBeGreaterThanOrEqual(2)
    } else {
      // Esc with a letter right behind it would be that key with Alt.
      await opened.press('Escape')
      await opened.shows('scrub')
      await opened.press('g')
      rows = await opened.shows('graph #1')
      expect(rowWith(rows, 'graph #1')).toContain('graph #2')
      await opened.press('g', 'i')
    }

    // Exported, saved, left.
    await opened.press('C-e')
    await opened.shows('a module that sends the same with Celery')
    await opened.press('Down', 'Enter')
    await opened.shows('canvas.py')
    await opened.press('Enter')
    await opened.shows('Written to')
    await opened.press('C-s')
    await opened.shows('Saved in')
    await opened.press('C-q')
    await left(opened, 0)
    expect(readFileSync(join(folder, 'canvas.ts'), 'utf8')).toBe(right)
    expect(readFileSync(join(folder, 'canvas.py'), 'utf8')).toContain(
      'r = chain(send_sms.s(1234, "paid"), confirm_sms.s(1234)).delay()',
    )
    expect(readdirSync(join(folder, 'state/drafts'))).toEqual([])
  })

  test('shows the message and the values of a run, and leads to the line', async () => {
    writeFileSync(join(folder, 'canvas.ts'), right)
    const opened = await start(sizes[1]!)
    await opened.press('C-r')
    await opened.shows('run #1 ok')
    await opened.shows('no traps')
    await opened.press('Escape')
    await opened.shows('scrub')
    await opened.press('v')
    await opened.shows('client ─▸ sendSms  [1234, "paid"]')
    await opened.shows('sendSms ─▸ confirmSms')
    await opened.press('Up', 'v', 'm')
    const rows = await opened.shows('"argsrepr": "(1234, \'paid\')"')
    expect(rowWith(rows, '"task"')).toContain('"task": "bank.send_sms"')
    await opened.press('m', 'Enter')
    await opened.shows('5:11')
    await opened.press('C-q')
    await left(opened, 0)
  })

  test('says the trap of a canvas, and what cures it has none', async () => {
    const text = `import { chain, group } from 'celeriac'
import { confirmSms, sendSms } from 'celeriac/bank'
await chain(sendSms.s(1, 'paid'), group([confirmSms.s(1), confirmSms.s(2)])).delay()
`
    writeFileSync(join(folder, 'canvas.ts'), text)
    const opened = await start(sizes[1]!)
    await opened.press('C-r')
    const rows = await opened.shows('1 trap')
    const said = rows
      .map((row) =>
        row
          .slice(62)
          .replace(/[│┌┐└┘]/g, '')
          .trim(),
      )
      .join(' ')
    expect(said).toContain('trap: when sendSms fails, the result can never become ready')
    expect(said).toMatch(/why +confirmSms was never sent, because sendSms before it failed/)
    await opened.press('C-n')
    await opened.shows(`3:${text.split('\n')[2]!.indexOf('delay') + 1} ─`)
    await opened.press('C-q')
    await left(opened, 0)
  })

  test('follows the size of its window', async () => {
    const opened = await start(sizes[1]!)
    await opened.paste(right)
    await opened.press('C-r')
    await opened.shows('run #1 ok')
    for (const [columns, rows] of [
      [80, 24],
      [60, 16],
      [30, 10],
      [132, 43],
      [120, 40],
    ] as const) {
      await opened.resize(columns, rows)
      const shown = await opened.until((all) =>
        columns < 40 ? all.join(' ').includes('please enlarge') : (all.at(-1)?.includes('^Q quit') ?? false),
      )
      expect(shown).toHaveLength(rows)
      expect(Math.max(...shown.map((row) => [...row].length))).toBeLessThanOrEqual(columns)
      if (columns >= 40) expect(shown.some((row) => row.startsWith('└'))).toBe(true)
    }
    await opened.press('C-q')
    await left(opened, 0)
    expect(existsSync(join(folder, 'canvas.ts'))).toBe(false)
  })
})
