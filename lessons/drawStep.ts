import { lessonFrame } from '../src/ui/lessonFrame.ts'
import { picture } from '../src/ui/picture.ts'
import { play } from '../src/ui/player.ts'
import { player } from '../src/ui/playerState.ts'
import { positionAfter } from '../src/ui/stage.ts'
import { colorTheme } from '../src/ui/theme.ts'
import { loadWidths } from '../src/ui/width.ts'
import type { Chapter } from './lesson.ts'
import { runStep } from './runStep.ts'
import { titleOf } from './titleOf.ts'

/** The last frame of a step as a picture (SVG): run to its end, its question answered. */
export const drawStep = async (chapter: Chapter, step: number): Promise<string> => {
  await loadWidths()
  const { scene } = await runStep(chapter, chapter.steps[step]!)
  const start = player({ chapter: titleOf(chapter), step, columns: 120, rows: 40, motion: false })
  const loaded = play(start, { type: 'loaded', step, scene })
  const ended = {
    ...loaded,
    answers: scene.predict ? { [step]: scene.predict.answer } : {},
    at: positionAfter(scene.stage, scene.stage.moments.length),
  }
  const title = `Celeriac, lesson ${chapter.number}, step ${step + 1}: ${scene.title}`
  return picture(lessonFrame(ended, { ascii: false }), colorTheme, title)
}
