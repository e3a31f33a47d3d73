import { EventEmitter, once } from 'node:events'
import xterm from '@xterm/headless'
import fc from 'fast-check'
import stringWidth from 'string-width'
import { beforeAll, describe, expect, test } from 'vitest'
import { fitRow } from '../../src/ui/terminal/fitRow.ts'
import { type Cursor, paint } from '../../src/ui/terminal/paint.ts'
import type { Size } from '../../src/ui/terminal/screen.ts'
import { type Output, openSink } from '../../src/ui/terminal/sink.ts'
import { hasGuessed, loadWidths } from '../../src/ui/width.ts'

const SIZE: Size = { columns: 20, rows: 5 }
const ESC = '\u001b'
/** Clears the screen or a part of it, or may scroll it. */
const CLEARS = new RegExp(`${ESC}\\[[0123]?J|\\n`)

/** A terminal that remembers what was written, and is busy when told so. */
const fakeOutput = () => {
  const writes: string[] = []
  const output = Object.assign(new EventEmitter(), {
    writableNeedDrain: false,
    write: (text: string) => {
      writes.push(text)
      return true
    },
  })
  return { output: output as Output & EventEmitter & { writableNeedDrain: boolean }, writes }
}

/** The public face of the emulator does not tell. */
const hiddenIn = (terminal: xterm.Terminal) =>
  (terminal as unknown as { _core: { coreService: { isCursorHidden: boolean } } })._core.coreService
    .isCursorHidden

const emulate = async (size: Size, ...writes: readonly string[]) => {
  const terminal = new xterm.Terminal({ cols: size.columns, rows: size.rows, allowProposedApi: true })
  const write = (text: string) => new Promise<void>((done) => terminal.write(text, done))
  await write(`${ESC}[?1049h${ESC}[?7l`)
  for (const text of writes) await write(text)
  return { terminal, write, rows: () => rowsOf(terminal) }
}

const rowsOf = ({ buffer: { active }, cols, rows }: xterm.Terminal) =>
  Array.from({ length: rows }, (_, row) =>
    (active.getLine(row)?.translateToString(true, 0, cols) ?? '').trimEnd(),
  )

describe('what is written', () => {
  test('what changed, alone, as one write', () => {
    const { output, writes } = fakeOutput()
    const sink = openSink(output, SIZE)
    sink.stream.write('one\ntwo\nthree')
    sink.stream.write('one\n2\nthree')
    expect(writes.slice(1)).toEqual([`${ESC}[?2026h${ESC}[2;1H2${ESC}[K${ESC}[?2026l`])
  })

  test('of a bar that grows, its head', () => {
    const bar = (length: number) => `worker ${ESC}[36m${'█'.repeat(length)}${ESC}[39m`
    expect(paint([bar(6)], [bar(5)], SIZE)).toBe(`${ESC}[?2026h${ESC}[1;13H${ESC}[36m█${ESC}[0m${ESC}[?2026l`)
    expect(paint([bar(5)], [bar(6)], SIZE)).toBe(`${ESC}[?2026h${ESC}[1;13H${ESC}[K${ESC}[?2026l`)
  })

  test('of a row whose columns are not sure, all of it', () => {
    expect(paint(['界ab'], ['界aa'], SIZE)).toBe(`${ESC}[?2026h${ESC}[1;1H界ab${ESC}[K${ESC}[?2026l`)
  })

  test('colours are ended where their row ends', () => {
    expect(paint([`${ESC}[31mred`], undefined, SIZE)).toContain(`${ESC}[1;1H${ESC}[31mred${ESC}[0m${ESC}[K`)
  })

  test('nothing when nothing changed', () => {
    const { output, writes } = fakeOutput()
    const sink = openSink(output, SIZE)
    sink.stream.write('one')
    sink.stream.write('one')
    sink.stream.write('one\n\n')
    sink.stream.write('')
    expect(writes).toHaveLength(1)
  })

  test('a row that is full is not erased behind its end', () => {
    const full = 'x'.repeat(SIZE.columns)
    expect(paint([full], [''], SIZE)).toBe(`${ESC}[?2026h${ESC}[1;1H${full}${ESC}[?2026l`)
  })

  test('while the terminal is busy nothing, afterwards the newest frame', () => {
    const { output, writes } = fakeOutput()
    const sink = openSink(output, SIZE)
    sink.stream.write('first')
    output.writableNeedDrain = true
    for (const frame of ['second', 'third', 'newest']) sink.stream.write(frame)
    expect(writes).toHaveLength(1)
    expect(output.listenerCount('drain')).toBe(1)
    output.writableNeedDrain = false
    output.emit('drain')
    expect(writes).toHaveLength(2)
    expect(writes[1]).toContain('newest')
  })

  test('while it is held nothing, then all of the newest frame', () => {
    const { output, writes } = fakeOutput()
    const sink = openSink(output, SIZE)
    sink.stream.write('one\ntwo')
    sink.hold()
    sink.stream.write('one\n2')
    expect(writes).toHaveLength(1)
    sink.repaint()
    expect(writes[1]).toBe(paint(['one', '2'], undefined, SIZE))
  })

  test('nothing once it is closed, and Ink may still write', async () => {
    const { output, writes } = fakeOutput()
    const sink = openSink(output, SIZE)
    sink.close()
    expect(sink.stream.writable).toBe(false)
    sink.stream.write('late', () => undefined)
    await new Promise((resolve) => setImmediate(resolve))
    expect(writes).toEqual([])
  })

  test('Ink is told the size, and when it changes', async () => {
    const sink = openSink(fakeOutput().output, SIZE)
    const told = once(sink.stream, 'resize')
    sink.resize({ columns: 44, rows: 11 })
    await told
    expect([sink.stream.columns, sink.stream.rows]).toEqual([44, 11])
  })
})

describe('what the terminal shows', () => {
  const anyPiece = fc.oneof(
    fc.constantFrom('█', '░', '─', '│', '✓', '◆', ' ', '界', 'e\u0301'),
    fc.stringMatching(/^[ -~]{1,8}$/),
    fc.stringMatching(/^[a-z]{1,8}$/).map((text) => `${ESC}[32m${text}${ESC}[39m`),
  )
  const anyRow = fc.array(anyPiece, { maxLength: 8 }).map((pieces) => pieces.join(''))
  const anyFrame = fc.array(anyRow, { minLength: 1, maxLength: 8 }).filter((rows) => rows.join('\n') !== '')
  const anySize = fc.record({
    columns: fc.integer({ min: 2, max: 30 }),
    rows: fc.integer({ min: 1, max: 7 }),
  })
  const anyStep = fc.oneof({ weight: 5, arbitrary: anyFrame }, anySize)

  /** The frame as a screen of this size has to show it. */
  const meant = (frame: readonly string[], { columns, rows }: Size) =>
    Array.from({ length: rows }, (_, row) => {
      const { text } = fitRow(frame[row] ?? '', row === rows - 1 ? columns - 1 : columns)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: the colours are not shown
      return text.replace(/\u001b\[\d+m/g, '').trimEnd()
    })

  const isAsMeant = () =>
    fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 1, maxLength: 12 }), async (steps) => {
        const { output, writes } = fakeOutput()
        const sink = openSink(output, SIZE)
        const { terminal, write, rows } = await emulate(SIZE)
        let size = SIZE
        let frame: readonly string[] = []
        for (const step of steps) {
          if ('columns' in step) {
            size = step
            terminal.resize(size.columns, size.rows)
            sink.hold()
            sink.resize(size)
            sink.repaint()
          } else {
            frame = step
            sink.stream.write(frame.join('\n'))
          }
          for (const text of writes.splice(0)) await write(text)
          if (frame.length > 0) expect(rows()).toEqual(meant(frame, size))
        }
      }),
      { numRuns: 150 },
    )

  test('is the frame that was meant, while widths are guessed', async () => {
    await isAsMeant()
    expect(hasGuessed()).toBe(true)
  })

  test('is the frame that was meant, after any frames and changes of size', async () => {
    await loadWidths()
    await isAsMeant()
  })

  test('has its cursor where it was put, and none when there is no place for it', async () => {
    const { output, writes } = fakeOutput()
    const sink = openSink(output, SIZE)
    const { terminal, write } = await emulate(SIZE)
    const draw = async (frame: string, cursor: Cursor | null) => {
      sink.placeCursor(cursor)
      sink.stream.write(frame)
      for (const text of writes.splice(0)) await write(text)
      return {
        x: terminal.buffer.active.cursorX,
        y: terminal.buffer.active.cursorY,
        hidden: hiddenIn(terminal),
      }
    }
    expect(await draw('one', { row: 2, column: 3 })).toEqual({ x: 3, y: 2, hidden: false })
    expect(await draw('other', { row: 2, column: 3 })).toEqual({ x: 3, y: 2, hidden: false })
    expect(await draw('other', { row: 1, column: 0 })).toEqual({ x: 0, y: 1, hidden: false })
    expect(await draw('other', null)).toMatchObject({ hidden: true })
    sink.placeCursor({ row: 0, column: 1 })
    sink.repaint()
    expect(writes.splice(0).join('').endsWith(`1;2H${ESC}[?25h${ESC}[?2026l`)).toBe(true)
  })

  test('leaves the bottom right cell empty', async () => {
    const full = Array.from({ length: SIZE.rows }, () => 'x'.repeat(SIZE.columns))
    const { rows } = await emulate(SIZE, paint(full, undefined, SIZE))
    expect(rows().map((row) => row.length)).toEqual([20, 20, 20, 20, 19])
  })

  test('is drawn without clearing and without a line feed', () => {
    fc.assert(
      fc.property(anyFrame, anyFrame, (before, after) => {
        expect(paint(after, before, SIZE)).not.toMatch(CLEARS)
      }),
    )
  })
})

describe('a row', () => {
  beforeAll(loadWidths)

  test('is cut to the screen, colours counting nothing', () => {
    expect(fitRow(`${ESC}[31m${'x'.repeat(30)}${ESC}[39m`, 20)).toEqual({
      text: `${ESC}[31m${'x'.repeat(20)}${ESC}[39m`,
      width: 20,
    })
  })
  test('never ends in half of a wide character', () => {
    expect(fitRow('界'.repeat(12), 21).width).toBe(20)
  })
  test('loses what is neither text nor colour', () => {
    expect(fitRow(`a${ESC}[2Jb${ESC}]0;title\u0007c\td\u009b2J`, 80).text).toBe('a[2Jb]0;titlecd2J')
  })
  test('is as wide as a terminal draws it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-composite', maxLength: 30 }), (text) => {
        const fitted = fitRow(text, 1000)
        expect(fitted.width).toBe(stringWidth(fitted.text))
      }),
    )
  })
})
