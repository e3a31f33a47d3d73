import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { chapter } from '../../lessons/05-signatures-chaining/chapter.ts'
import { runStep } from '../../lessons/runStep.ts'
import { titleOf } from '../../lessons/titleOf.ts'
import { lessonFrame } from '../../src/ui/lessonFrame.ts'
import { picture } from '../../src/ui/picture.ts'
import { play } from '../../src/ui/player.ts'
import { player } from '../../src/ui/playerState.ts'
import { positionAt } from '../../src/ui/stage.ts'
import { colorTheme } from '../../src/ui/theme.ts'

const FILE = join(import.meta.dirname, '../../lessons/05-signatures-chaining/lesson.svg')

test('the picture of the README is a frame of the lesson as it runs', async () => {
  const index = chapter.steps.findIndex(({ folder }) => folder.endsWith('-link'))
  const step = chapter.steps[index]!
  const { scene } = await runStep(chapter, step)
  const start = player({ chapter: titleOf(chapter), step: index, columns: 120, rows: 40, motion: false })
  const loaded = play(start, { type: 'loaded', step: index, scene })
  const answered = { ...loaded, answers: { [index]: step.predict.answer }, at: positionAt(scene.stage, 1500) }
  const drawn = picture(
    lessonFrame(answered, { ascii: false }),
    colorTheme,
    `celeriac, lesson 5: ${step.title}`,
  )
  if (process.env.CELERIAC_UPDATE) writeFileSync(FILE, drawn)
  expect(
    readFileSync(FILE, 'utf8') === drawn,
    'The picture is stale: CELERIAC_UPDATE=1 npx vitest run test/lessons/picture.test.ts draws it again.',
  ).toBe(true)
})
