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
import { openSession } from './session.ts'
import { stateFolder } from './stateFolder.ts'
import { typesIn } from './types/typesIn.ts'

/** Opens the playground on the terminal, and comes back when it is left. The first frame is drawn before Ink is there. */
export const showPlayground = async (
  opened: Pick<Opened, 'name' | 'path' | 'text' | 'draft'>,
  drafts: Drafts,
  mode: Mode,
): Promise<number> => {
  const look = { ascii: mode.ascii }
  const theme = mode.color ? colorTheme : plainTheme
  const screen = openScreen()
  const { columns, rows } = screen
  const session = openSession(playground({ ...opened, columns, rows, motion: mode.motion }), {
    openTypes: typesIn(stateFolder()),
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
  const first = playgroundFrame(session.state(), look)
  screen.placeCursor(first.cursor)
  screen.stdout.write(colored(first.rows, theme))
  const [{ renderPlayground }] = await Promise.all([import('./renderPlayground.tsx'), loadWidths()])
  session.happen({ type: 'resize', columns: screen.columns, rows: screen.rows })
  return new Promise((resolve) => {
    const app = renderPlayground({
      session,
      look,
      theme,
      screen,
      onDone: () => {
        screen.close()
        app.unmount()
        drafts.settled().then(() => resolve(0))
      },
    })
  })
}
