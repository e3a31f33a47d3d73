import { beforeAll, describe, expect, test } from 'vitest'
import { playgroundFrame } from '../../playground/playgroundFrame.ts'
import type { ProgramRun } from '../../src/program/programRun.ts'
import { runProgram } from '../../src/program/runProgram.ts'
import { rowText } from '../../src/ui/span.ts'
import { open } from './opening.ts'

const text = `import { Celery, chain, chord } from 'celeriac'
const app = new Celery('mine')
const add = app.task('add', (x: number, y: number) => x + y)
const total = app.task('total', (all: readonly number[]) => all.length)
const note = app.task('note', (text: string) => text)
const say = app.task('say', (id: string) => id)
const fail = app.task('fail', (x: number): number => { throw new Error('no ' + x) })

const r = await chain(add.s(1, 2), add.s(10).link(note.si('linked'))).set({ priority: 3 }).delay()
await r.get()
const c = await chord([add.s(1, 1), add.s(2, 2)], total.s()).delay()
await c.get()
await chain(add.s(4, 4), fail.s().linkError(say.s())).delay()
`

/** A playground with this text and its run, standing at the end of it. */
const ran = async (run: ProgramRun, size = {}) => {
  const opened = open(text, size)
  opened.press('ctrl+r')
  await opened.ends(run)
  opened.press('escape')
  const shown = () => playgroundFrame(opened.state(), { ascii: false }).rows.map(rowText)
  /** Moves until the event is one that the detail names so. */
  const to = (what: string) => {
    opened.press('0')
    for (let step = 0; step < run.trace.length; step++) {
      opened.press('.')
      if (shown().some((row) => row.includes(what))) return
    }
    throw new Error(`nothing ${what}:\n${shown().join('\n')}`)
  }
  return { ...opened, shown, to }
}

describe('the views of a run', () => {
  let run: ProgramRun
  beforeAll(async () => {
    run = await runProgram({ source: text, file: 'canvas.ts' })
    expect(run.trouble).toBeNull()
  })

  test('show the message of a task as it goes over the wire', async () => {
    const { press, shown, to } = await ran(run, { rows: 100 })
    to('publishes next step add #2')
    press('m')
    const lines = shown().map((row) => row.slice(2, -2).trim())
    const json = lines.slice(lines.indexOf('{'), lines.lastIndexOf('}') + 1).join(' ')
    const { properties, headers, body, ...content } = JSON.parse(json)
    expect(content).toEqual({ 'content-type': 'application/json', 'content-encoding': 'utf-8' })
    expect(headers).toMatchObject({
      lang: 'py',
      task: 'add',
      retries: 0,
      timelimit: [null, null],
      argsrepr: '(3, 10)',
      kwargsrepr: '{}',
    })
    expect(headers.root_id).toBe(headers.parent_id)
    expect(properties).toMatchObject({ correlation_id: headers.id, delivery_mode: 2 })
    const [args, kwargs, embed] = body
    expect([args, kwargs]).toEqual([[3, 10], {}])
    expect(embed).toMatchObject({
      callbacks: [{ task: 'note', args: ['linked'], immutable: true }],
      errbacks: null,
      chain: null,
      chord: null,
    })
  })

  test('show the rest of a chain, last step first, in the message of its first', async () => {
    const { press, shown, to } = await ran(run, { rows: 100 })
    to('publishes add to')
    press('m')
    expect(shown().some((row) => row.includes('"chain": ['))).toBe(true)
    expect(shown().some((row) => row.includes('"priority": 3'))).toBe(true)
  })

  test('scroll a long message, and no further than it goes', async () => {
    const { press, shown, to, state } = await ran(run, { columns: 80, rows: 24 })
    to('publishes add to')
    press('m')
    const first = shown().join('\n')
    for (let page = 0; page < 30; page++) press('pagedown')
    expect(shown().join('\n')).not.toBe(first)
    expect(shown().some((row) => row.includes('}'))).toBe(true)
    const { scroll } = state()
    press('pagedown')
    expect(state().scroll).toBe(scroll)
    for (let page = 0; page < scroll / 10; page++) press('pageup')
    expect(shown().join('\n')).toBe(first)
  })

  test('say that no message belongs to an event of the client', async () => {
    const { press, shown, to } = await ran(run)
    to('waits in')
    press('m')
    expect(shown().some((row) => row.includes('No message belongs to this event'))).toBe(true)
  })

  test('show the value on every edge, and where it is not taken', async () => {
    const { press, shown } = await ran(run, { rows: 60 })
    press('v')
    const rows = shown().map((row) => row.replace(/^│[ ▸]+[\d.]+ /, '').replace(/ *│$/, ''))
    const expected = [
      'client ─▸ add  [1, 2]',
      'add ─▸ add #2  3',
      'add #2 ╌▸ note  13 (not taken: .si)',
      'client ─▸ add #3  [1, 1]',
      'chord ─▸ total  [2, 4]',
      'add #5 ─▸ fail  8',
    ]
    for (const one of expected) expect(rows).toContain(one)
    // Which of them is first is chance.
    const parts = rows.filter((row) => row.includes('─▸ chord'))
    expect(parts.map((row) => row.replace(/\d\/2/, 'n/2')).sort()).toEqual([
      'add #3 ─▸ chord n/2  2',
      'add #4 ─▸ chord n/2  4',
    ])
    expect(rows.some((row) => row.startsWith('fail ─✗▸ say  ["'))).toBe(true)
  })

  test('lead along the edges, with all of the value below', async () => {
    const { press, shown, to, state } = await ran(run, { rows: 40 })
    to('publishes chord body')
    press('v')
    expect(shown().map((row) => row.slice(1, -1).trim())).toEqual(
      expect.arrayContaining(['[', '2,', '4', ']']),
    )
    const { count } = state().runs.at
    press('up')
    expect(state().runs.at.count).toBeLessThan(count)
    press('down')
    expect(state().runs.at.count).toBe(count)
    press('v')
    expect(shown().some((row) => row.includes('chord ─▸ total  [2, 4] ─┘'))).toBe(true)
    expect(shown().some((row) => /chord ─▸ total {2}\[2, 4\] {2}t = /.test(row))).toBe(true)
  })

  test('of two runs side by side show the message and the edges of the one in which something happened', async () => {
    const other = await runProgram({ source: text.replaceAll('1, 2', '7, 8'), file: 'canvas.ts' })
    const { press, shown, ends, session } = await ran(run, { rows: 60 })
    press('c', 'ctrl+r')
    await ends(other)
    expect(session.state().runs.stage?.films).toHaveLength(2)
    press('v')
    const first = shown().join('\n')
    press('down', 'up', 'up')
    expect(`${first}${shown().join('\n')}`).toMatch(/\[7, 8\]|\[1, 2\]/)
    press('0', '.', '.', '.', '.', 'v')
    const seen = new Set<string>()
    for (let step = 0; step < 12; step++) {
      press('v')
      for (const row of shown()) if (/\[7, 8\]/.test(row)) seen.add('7, 8')
      for (const row of shown()) if (/\[1, 2\]/.test(row)) seen.add('1, 2')
      press('v', '.')
    }
    expect([...seen].sort()).toEqual(['1, 2', '7, 8'])
  })
})
