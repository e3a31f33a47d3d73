import { describe, expect, test } from 'vitest'
import { allKeys, keyTable } from '../../playground/keys.ts'
import { play } from '../../playground/play.ts'
import { isStale, isUnsaved, type Playground, panes } from '../../playground/playground.ts'
import { playgroundFrame } from '../../playground/playgroundFrame.ts'
import { worldFields } from '../../playground/run/worldFields.ts'
import { textOf } from '../../src/ui/editor/editor.ts'
import { frameText } from '../../src/ui/lessonFrame.ts'
import { rowText, rowWidth } from '../../src/ui/span.ts'
import { loadWidths } from '../../src/ui/width.ts'
import { keyNamed } from '../ui/editor/typing.ts'
import { chordRecording, linkRecording, manyRecording } from '../ui/recordings.ts'
import { flush, open, ranOf } from './opening.ts'

await loadWidths()

const shown = (state: Playground, ascii = false) => frameText(playgroundFrame(state, { ascii }).rows)

describe('a run', () => {
  test('is asked for with the text and the world as they are, and shown whole', async () => {
    const { press, type, state, asked, ends } = open('x')
    type('y')
    press('ctrl+r')
    expect(asked[0]![0]).toMatchObject({ number: 1, text: 'yx', world: { seed: 7, workers: 2 } })
    expect(shown(state())).toContain('run #1 is under way')
    await ends()
    expect(shown(state())).toContain('run #1 ok in 3.62s')
    expect(state().runs.at.count).toBe(state().runs.stage!.moments.length)
  })

  test.each([
    ['import', 'run #1 import failed in'],
    ['never', 'run #1 stuck in'],
    ['loop', 'run #1 endless loop in'],
    ['memory', 'run #1 out of memory in'],
  ] as const)('that ends by %s still says so when its reason has gone', async (type, words) => {
    const { press, state, ends } = open('x')
    press('ctrl+r')
    await ends(ranOf(linkRecording(), { trouble: { type, says: 'it', line: null, column: null } }))
    press('escape')
    expect(shown(state())).toContain(words)
  })

  test('is dimmed and said to be of an earlier text once the text is another', async () => {
    const { press, type, state, ends } = open('x')
    press('ctrl+r')
    await ends()
    expect(isStale(state())).toBe(false)
    type('z')
    expect(isStale(state())).toBe(true)
    expect(shown(state())).toContain('of an earlier text')
    const lanes = playgroundFrame(state(), { ascii: false }).rows.filter((row) =>
      rowText(row).includes('sendWhatsapp ██'),
    )
    expect(lanes.flat().filter(({ role }) => role.startsWith('task.'))).toEqual([])
    press('ctrl+u')
  })

  test('that is overtaken by another is stopped, and never shown', async () => {
    const { press, state, asked, ends } = open('x')
    press('ctrl+r', 'ctrl+r')
    expect(asked[0]![1].aborted).toBe(true)
    await ends()
    expect(state().runs.shown?.number).toBe(2)
  })

  test('says what went wrong and where, and shows how far it came', async () => {
    const { press, state, ends } = open('x')
    press('ctrl+r')
    const trouble = { type: 'threw', says: 'TypeError: no such account', line: 4, column: 3 } as const
    await ends(ranOf(linkRecording(), { trouble }))
    expect(state().note).toEqual({ says: '4:3 TypeError: no such account', isBad: true })
    expect(shown(state())).toContain('sendSms')
  })

  test('is scrubbed, stepped, played and zoomed with the keys of its views', async () => {
    const { press, state, ends, session } = open('x')
    press('ctrl+r')
    await ends()
    press('escape', '0')
    expect(state().runs.at).toEqual({ atMs: 0, count: 0 })
    press('.', '.', '.')
    expect(state().runs.at.count).toBe(3)
    press('$', 'left')
    expect(state().runs.at.atMs).toBeCloseTo(3620 - 3620 / 200)
    press('0', 'space')
    session.happen({ type: 'tick', elapsedMs: 1000 })
    expect(state().runs.at.atMs).toBe(1000)
    press('space', '+', '+')
    expect(shown(state())).toContain('zoom 4x')
    press('escape')
    expect(state().focus).toBe('editor')
  })

  test('is compared with the next, side by side on one clock', async () => {
    const { press, state, ends } = open('x')
    press('ctrl+r')
    await ends()
    press('escape', 'c', 'ctrl+r')
    await ends(ranOf(linkRecording()))
    expect(state().runs.stage?.films).toHaveLength(2)
    expect(shown(state())).toMatch(/graph #1.*graph #2/)
    press('c')
    expect(state().runs.stage?.films).toHaveLength(1)
  })

  test('leads from an event to the line that made it', async () => {
    const text =
      "import { sendSms } from 'celeriac/bank'\n\nconst a = sendSms.s(1)\nconst r = sendWhatsapp.s(2)\n"
    const { press, state, ends } = open(text)
    press('ctrl+r')
    const recording = chordRecording()
    const madeAt = new Int32Array(recording.trace.length).fill(-1)
    madeAt[1] = 1
    await ends(
      ranOf(recording, {
        places: [
          { line: 1, column: 1 },
          { line: 3, column: 19, from: 4 },
        ],
        madeAt,
      }),
    )
    press('escape', '0', '.', 'enter')
    expect(shown(state())).toContain('No line of the text made this.')
    press('.')
    expect(shown(state())).toContain('3, called from 4')
    press('enter')
    expect(state().editor.caret).toEqual({ line: 2, offset: 18 })
    expect(state().focus).toBe('editor')
  })

  test('of a hundred thousand events is drawn as fast as a short one', async () => {
    const drawMs = async (tasks: number) => {
      const { press, state, ends } = open('x')
      press('ctrl+r')
      await ends(ranOf(manyRecording(tasks)))
      press('escape')
      const before = process.cpuUsage().user
      for (let turn = 0; turn < 20; turn++) {
        press('shift+left', '+')
        shown(state())
      }
      return (process.cpuUsage().user - before) / 20_000
    }
    await drawMs(50)
    const short = await drawMs(50)
    expect(await drawMs(20_000)).toBeLessThan(Math.max(30, short * 6))
  })
})

describe('the world', () => {
  test('runs the text again with every change', async () => {
    const { press, state, asked, ends } = open('x')
    press('ctrl+p', 'right')
    expect(asked.map(([{ world }]) => world.workers)).toEqual([3])
    await ends()
    press('down', 'down', 'down', 'shift+right')
    expect(asked.at(-1)![0].world.seed).toBe(17)
    press('backspace')
    expect(asked.at(-1)![0].world.seed).toBe(7)
    press('escape')
    expect(state().focus).toBe('editor')
  })

  test('every field goes both ways, stays within its bounds, and back to where it was', () => {
    const { state } = open('x')
    const { world } = state()
    for (const field of worldFields) {
      const more = field.change(world, 1, false)
      expect(field.show(more), field.name).not.toBe(field.show(world))
      expect(field.show(field.reset(more)), field.name).toBe(field.show(world))
      let least = world
      for (let step = 0; step < 300; step++) least = field.change(least, -1, true)
      expect(field.show(least), field.name).not.toMatch(/-\d|NaN/)
    }
  })
})

describe('keeping', () => {
  test('every change is kept beside the file, until the file has it', async () => {
    const { press, type, kept, files, state } = open('')
    type('a')
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(kept.get('canvas.ts')).toBe('a')
    press('ctrl+s')
    expect(shown(state())).toContain('save in: canvas.ts')
    press('enter')
    await flush()
    expect([...files.values()]).toEqual(['a'])
    expect([...kept.keys()]).toEqual([])
    expect(isUnsaved(state())).toBe(false)
    expect(state().note?.says).toMatch(/^Saved in .*canvas\.ts\.$/)
  })

  test('a disk that is full loses nothing and is told', async () => {
    const { press, type, state } = open('')
    type('a')
    press('meta+s', 'ctrl+u')
    type('/full/x.ts')
    press('enter')
    await flush()
    expect(state().note).toEqual({
      says: 'Not saved, no space left on device: it is safe here, alt S saves elsewhere. (/full/x.ts)',
      isBad: true,
    })
    expect(textOf(state().editor)).toBe('a')
    expect(isUnsaved(state())).toBe(true)
  })

  test('a program of a lesson is opened with its world, and run', async () => {
    const { press, type, state, asked } = open('')
    press('ctrl+l')
    await flush()
    type('link')
    expect(shown(state())).toContain('5.7 Link is not chain')
    press('enter')
    await flush()
    expect(textOf(state().editor)).toBe('link()\n')
    expect(asked[0]![0]).toMatchObject({ text: 'link()\n', world: { workers: 1, concurrency: 2 } })
  })

  test('an export is written where it is told', async () => {
    const { press, files, ends, state } = open('')
    press('ctrl+e')
    expect(state().cover).toBe('none')
    press('ctrl+r')
    await ends()
    press('ctrl+e', 'down', 'enter')
    expect(shown(state())).toContain('write to: canvas.py')
    press('enter')
    await flush()
    expect([...files].map(([path, format]) => [path.split('/').at(-1), format])).toEqual([
      ['canvas.py', 'python'],
    ])
    expect(state().note?.says).toMatch(/^Written to /)
  })
})

describe('types', () => {
  const items = ['delay', 'describe', 'applyAsync'].map((label) => ({
    label,
    kind: 'method',
    sort: label,
    raw: null,
  }))

  test('words are offered after a dot, filtered while one types, and taken', () => {
    const { press, type, state, tell } = open('')
    tell({ type: 'typesStatus', status: 'ready', says: null })
    type('r.')
    const { completion } = state().types
    tell({ type: 'completions', from: completion!.from, items })
    expect(shown(state())).toMatch(/▸applyAsync/)
    type('de')
    expect(shown(state())).not.toContain('applyAsync')
    press('down', 'tab')
    expect(textOf(state().editor)).toBe('r.describe')
    expect(state().types.completion).toBeNull()
  })

  test('words that come late, for another place, are not shown', () => {
    const { press, type, state, tell } = open('')
    tell({ type: 'typesStatus', status: 'ready', says: null })
    type('r.')
    const late = state().types.completion!.from
    press('escape')
    type(' s.')
    tell({ type: 'completions', from: late, items })
    expect(state().types.completion?.items).toBeNull()
  })

  test('traps of the run stand beside the problems, and ^N goes to them, until the text is another', async () => {
    const { press, type, state, ends, traps, tell } = open('a\nr.delay()\nc')
    tell({ type: 'typesStatus', status: 'ready', says: null })
    press('ctrl+r')
    await ends()
    expect(shown(state())).toContain('looking for traps ...')
    traps([
      {
        says: "when bank.send_sms fails, the result can never become ready: bank.count_sms was never sent. Celery's get() would wait here for ever.",
        place: { line: 2, column: 3 },
      },
    ])
    expect(shown(state())).toMatch(/2:3 trap: when sendSms fails/)
    expect(shown(state())).toMatch(/why +countSms was never sent/)
    expect(shown(state())).toMatch(/~~~~~/)
    expect(shown(state())).toContain('1 trap')
    press('ctrl+n')
    expect(state().editor.caret).toEqual({ line: 1, offset: 2 })
    type('x')
    expect(shown(state())).not.toMatch(/~~~~~|1 trap /)
    expect(shown(state())).toContain('text that was run')
  })

  test('that there are no traps is said, and that they were not looked for', async () => {
    const { press, state, ends, traps } = open('a')
    press('ctrl+r')
    await ends()
    traps([])
    expect(shown(state())).toContain('no traps')
    press('ctrl+r')
    await ends()
    traps(null)
    expect(shown(state())).toContain('traps: not looked for')
  })

  test('every key is explained in full, beside what is pressed', () => {
    const { press, state } = open('a')
    press('ctrl+g')
    let all = ''
    for (let row = 0; row < 200; row++) {
      all += playgroundFrame(state(), { ascii: false }).rows.map(rowText).join('\n')
      press('down')
    }
    expect(all).toMatch(/ g w r o {4}graph, workers, results/)
    for (const { says } of allKeys) expect(all).toContain(says.split(' ').at(-1))
  })

  test('problems stand under their lines, and ^N goes from one to the next', () => {
    const { press, state, tell } = open('a\nb\nc')
    const at = (line: number) => ({
      from: { line, offset: 0 },
      to: { line, offset: 1 },
      isError: true,
      says: `wrong ${line}`,
      rows: [{ label: 'try', text: 'another' }],
    })
    tell({ type: 'typesStatus', status: 'ready', says: null })
    tell({ type: 'typesChecked', version: 1, tookMs: 6, problems: [at(1), at(2)] })
    expect(shown(state())).toMatch(/~ wrong 1/)
    expect(shown(state())).toContain('2 problems')
    press('ctrl+n')
    expect(state().editor.caret.line).toBe(1)
    press('ctrl+n', 'ctrl+n')
    expect(state().editor.caret.line).toBe(1)
  })

  test('a server that is gone is told once, and the editor goes on', () => {
    const { press, type, state, tell } = open('')
    tell({ type: 'typesStatus', status: 'none', says: 'No types: there is no TypeScript 7 here.' })
    expect(shown(state())).toContain('No types: there is no TypeScript 7 here.')
    type('a')
    expect(state().note).toBeNull()
    expect(shown(state())).toContain('no types')
    press('tab')
    expect(textOf(state().editor)).toBe('a ')
  })
})

/** Every kind of screen. */
const screens = async (columns: number, rows: number): Promise<readonly Playground[]> => {
  const { press, type, state, ends } = open("const r = await chain(\n  '漢字\u001b[2J',\n)\n".repeat(9), {
    columns,
    rows,
  })
  const all = [state()]
  const add = () => all.push(state())
  press('ctrl+r')
  add()
  await ends(
    ranOf(linkRecording(), {
      printed: [{ atMs: 5, count: 2, stream: 'stdout', taskId: null, text: '\u001b[31m漢' }],
    }),
  )
  add()
  press('escape')
  for (const pane of panes) all.push({ ...state(), pane })
  press('c', 'ctrl+r')
  await ends()
  add()
  for (const pane of panes) all.push({ ...state(), pane })
  press('+', '+', ',')
  add()
  press('ctrl+p')
  add()
  press('escape', 'ctrl+f')
  type('chain')
  add()
  press('enter', 'ctrl+s')
  add()
  press('escape', 'ctrl+l')
  await flush()
  add()
  press('escape', 'ctrl+e')
  add()
  press('escape', 'ctrl+g')
  add()
  return all
}

describe.each([
  [80, 24],
  [120, 40],
  [100, 30],
  [60, 20],
  [40, 12],
  [200, 60],
  [110, 14],
  [30, 8],
])('a frame at %i by %i', (columns, rows) => {
  test.each([false, true])('fills the screen and never runs over it (ASCII: %s)', async (ascii) => {
    for (const state of await screens(columns, rows)) {
      const { rows: drawn, cursor } = playgroundFrame(state, { ascii })
      expect(drawn.length).toBeLessThanOrEqual(rows)
      for (const row of drawn) expect(rowWidth(row), rowText(row)).toBeLessThanOrEqual(columns)
      if (drawn.length === rows) expect(rowWidth(drawn.at(-1)!)).toBeLessThan(columns)
      if (ascii) expect(frameText(drawn)).toMatch(/^[\x20-\x7e\n]*$/)
      if (cursor !== null) {
        expect(cursor.row).toBeLessThan(drawn.length)
        expect(cursor.column).toBeLessThan(columns)
      }
    }
  })
})

test('the footer offers only keys that do something', async () => {
  for (const state of await screens(120, 40))
    for (const binding of keyTable.filter((one) => one.when(state))) {
      const changed = Object.keys(binding.keys).some(
        (name) => play(state, { type: 'key', key: keyNamed(name) }) !== state,
      )
      expect(changed, `${binding.shown} ${binding.says}`).toBe(true)
    }
})
