import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { chapter } from '../../lessons/05-signatures-chaining/chapter.ts'
import { drawStep } from '../../lessons/drawStep.ts'

const FILE = 'lessons/05-signatures-chaining/lesson.svg'

test('the picture of the README is the last frame of the step as it runs', async () => {
  const step = chapter.steps.findIndex(({ folder }) => folder.endsWith('-link'))
  const shown = readFileSync(join(import.meta.dirname, '../..', FILE), 'utf8')
  const drawn = await drawStep(chapter, step)
  const cure = `${FILE} is stale: npm run -s lesson 5 ${step + 1} -- --svg > ${FILE} draws it again.`
  expect(shown === drawn, cure).toBe(true)
})
