import { render } from 'ink'
import { Lesson } from '../src/ui/Lesson.tsx'
import { play } from '../src/ui/player.ts'
import { player } from '../src/ui/playerState.ts'
import type { Scene } from '../src/ui/scene.ts'
import type { Mode } from '../src/ui/terminal/mode.ts'
import { openScreen } from '../src/ui/terminal/screen.ts'
import { colorTheme, plainTheme } from '../src/ui/theme.ts'
import type { Chapter } from './lesson.ts'
import { runStep } from './runStep.ts'
import { titleOf } from './titleOf.ts'

/** Opens a chapter on the terminal, and comes back when the learner leaves it. */
export const showLesson = async (chapter: Chapter, step: number, mode: Mode): Promise<number> => {
  const load = loader(chapter)
  const scene = await load(step)
  const screen = openScreen()
  const { columns, rows } = screen
  const start = player({ chapter: titleOf(chapter), step, columns, rows, motion: mode.motion })
  return new Promise((resolve) => {
    const leave = () => {
      screen.close()
      app.unmount()
      resolve(0)
    }
    const app = render(
      <Lesson
        start={play(start, { type: 'loaded', step, scene })}
        look={{ ascii: mode.ascii }}
        theme={mode.color ? colorTheme : plainTheme}
        screen={screen}
        load={load}
        onDone={leave}
      />,
      { stdout: screen.stdout, stdin: screen.stdin, debug: true, patchConsole: false, exitOnCtrlC: false },
    )
  })
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
