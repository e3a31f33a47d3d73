import type { ChapterTitle } from '../src/ui/scene.ts'
import type { Chapter } from './lesson.ts'

/** What the screen shows of a chapter before its steps have run. */
export const titleOf = ({ number, title, steps }: Chapter): ChapterTitle => ({
  number,
  title,
  steps: steps.map((step) => step.title),
  right: steps.map((step) => (step.type === 'question' ? step.predict.answer : null)),
})
