import { render } from 'ink'
import { expect, test, vi } from 'vitest'
import { Frame } from '../../src/ui/Frame.tsx'
import { type Row, span } from '../../src/ui/span.ts'
import { colored } from '../../src/ui/terminal/colored.ts'
import { openSink } from '../../src/ui/terminal/sink.ts'
import { colorTheme, plainTheme, type Role, type Theme } from '../../src/ui/theme.ts'

// Chalk, inside Ink, asks while it is imported.
vi.hoisted(() => {
  process.env.FORCE_COLOR = '1'
})

const ROWS: readonly Row[] = (Object.keys(colorTheme) as Role[]).map((role) => [
  span('│ '),
  span(`a ${role} b`, role),
  span('   ', role),
  span(' │'),
])

test.each<[string, Theme]>([
  ['in colour', colorTheme],
  ['without', plainTheme],
])('Ink finds its first frame drawn already, %s', (_title, theme) => {
  const writes: string[] = []
  const output = {
    write: (text: string) => writes.push(text) > 0,
    writableNeedDrain: false,
    once: () => undefined,
  }
  const sink = openSink(output, { columns: 60, rows: ROWS.length + 1 })
  sink.stream.write(colored(ROWS, theme))
  const ink = render(<Frame rows={ROWS} theme={theme} />, {
    stdout: sink.stream,
    debug: true,
    patchConsole: false,
  })
  sink.close()
  ink.unmount()
  expect(writes).toHaveLength(1)
})
