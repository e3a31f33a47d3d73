import { colored } from '../src/ui/terminal/colored.ts'
import type { Mode } from '../src/ui/terminal/mode.ts'
import { openScreen } from '../src/ui/terminal/screen.ts'
import { colorTheme, plainTheme } from '../src/ui/theme.ts'
import { loadWidths } from '../src/ui/width.ts'
import { formats } from './export/formats.ts'
import type { Drafts } from './keep/drafts.ts'
import { openFile } from './keep/openFile.ts'
import { writeWhole } from './keep/writeWhole.ts'
import { type Opened, playground } from './playground.ts'
import { playgroundFrame } from './playgroundFrame.ts'
import { runHere } from './run/runHere.ts'
import { openSession, type Ports } from './session.ts'

/** Opens the playground on the terminal, and comes back when it is left. Its rows are drawn as they are: there is nothing to lay out. */
export const showPlayground = async (
  opened: Pick<Opened, 'name' | 'path' | 'text' | 'draft'>,
  drafts: Drafts,
  mode: Mode,
  openTypes: Ports['openTypes'],
): Promise<number> => {
  const look = { ascii: mode.ascii }
  const theme = mode.color ? colorTheme : plainTheme
  const screen = openScreen()
  const { columns, rows } = screen
  const session = openSession(playground({ ...opened, columns, rows, motion: mode.motion }), {
    openTypes,
    run: runHere,
    save: (path, text) => writeWhole(path, text),
    open: (path) => openFile(path, drafts),
    export: async ({ format, path, ...exported }) => {
      const found = formats.find(({ name }) => name === format)
      if (found !== undefined) await writeWhole(path, await found.write(exported))
    },
    examples: async () => (await import('./keep/examples.ts')).loadExamples(),
    drafts,
  })
  const draw = () => {
    const { rows, cursor } = playgroundFrame(session.state(), look)
    screen.placeCursor(cursor)
    screen.stdout.write(colored(rows, theme))
  }
  draw()
  // What is typed in one go is drawn in one go, and so is what the language server tells together.
  let isDue = false
  session.onChange(() => {
    if (isDue) return
    isDue = true
    setImmediate(() => {
      isDue = false
      if (!session.state().done) draw()
    })
  })
  screen.onResize(({ columns, rows }) => session.happen({ type: 'resize', columns, rows }))
  return new Promise((resolve) => {
    screen.onKey((key) => {
      session.happen({ type: 'key', key })
      if (!session.state().done) return
      screen.close()
      drafts.settled().then(() => resolve(0))
    })
    void loadWidths().then(draw)
  })
}
