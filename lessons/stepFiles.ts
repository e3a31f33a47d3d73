import { readFile } from 'node:fs/promises'
import type { Scene } from '../src/ui/scene.ts'
import type { Chapter, Step } from './lesson.ts'

/** Beside `dist`, where the bundle is, and beside itself, where this file is. */
const lessonsFolder = new URL('../lessons/', import.meta.url)

/** A file of a step. */
export const readStep = (chapter: Chapter, step: Step, file: string): Promise<string> =>
  readFile(new URL(`${chapter.slug}/${step.folder}/${file}`, lessonsFolder), 'utf8')

/** What is said beside the programs of a step. */
export const pageOf = async (
  chapter: Chapter,
  step: Step,
): Promise<Pick<Scene, 'title' | 'prose' | 'manual' | 'hints'>> => {
  const [prose, hints] = await Promise.all([
    readStep(chapter, step, 'lesson.md'),
    readStep(chapter, step, 'hints.md').catch(() => ''),
  ])
  return {
    title: step.title,
    prose,
    manual: step.manual ?? chapter.manual,
    hints: hints
      .split(/^---$/m)
      .map((hint) => hint.trim())
      .filter((hint) => hint !== ''),
  }
}
