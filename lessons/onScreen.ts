import type { Look } from '../src/ui/legend.ts'
import { lessonFrame } from '../src/ui/lessonFrame.ts'
import { play } from '../src/ui/player.ts'
import { type Player, player } from '../src/ui/playerState.ts'
import type { Scene } from '../src/ui/scene.ts'
import type { Row } from '../src/ui/span.ts'
import { colored } from '../src/ui/terminal/colored.ts'
import type { Mode } from '../src/ui/terminal/mode.ts'
import { openScreen } from '../src/ui/terminal/screen.ts'
import { colorTheme, plainTheme } from '../src/ui/theme.ts'
import { hasGuessed, loadWidths } from '../src/ui/width.ts'
import type { Chapter } from './lesson.ts'
import { runStep } from './runStep.ts'
import { titleOf } from './titleOf.ts'

/**
 * Opens a chapter on the terminal, and comes back when the learner leaves it. The first frame is drawn before Ink is
 * there: loading that takes longer than everything else.
 */
export const showLesson = async (chapter: Chapter, step: number, mode: Mode): Promise<number> => {
  const load = loader(chapter)
  const scene = await load(step)
  const look = { ascii: mode.ascii }
  const theme = mode.color ? colorTheme : plainTheme
  const screen = openScreen()
  const { columns, rows } = screen
  const empty = player({ chapter: titleOf(chapter), step, columns, rows, motion: mode.motion })
  const start = play(empty, { type: 'loaded', step, scene })
  screen.stdout.write(colored(await firstFrame(start, look), theme))
  const [{ renderLesson }] = await Promise.all([import('./renderLesson.tsx'), loadWidths()])
  return new Promise((resolve) => {
    const app = renderLesson({
      start: play(start, { type: 'resize', columns: screen.columns, rows: screen.rows }),
      look,
      theme,
      screen,
      load,
      onDone: () => {
        screen.close()
        app.unmount()
        resolve(0)
      },
    })
  })
}

/** Drawn again when widths had to be guessed. */
const firstFrame = async (start: Player, look: Look): Promise<readonly Row[]> => {
  const rows = lessonFrame(start, look)
  if (!hasGuessed()) return rows
  await loadWidths()
  return lessonFrame(start, look)
}

/** Every step runs once, when it is first looked at. */
const loader = (chapter: Chapter) => {
  const scenes = new Map<number, Promise<Scene>>()
  return (step: number): Promise<Scene> => {
    const known = scenes.get(step) ?? runStep(chapter, chapter.steps[step]!).then((ran) => ran.scene)
    scenes.set(step, known)
    return known
  }
}
