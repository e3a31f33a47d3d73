import { basename } from 'node:path'
import type { PlayWorld } from '../run/world.ts'
import { exampleText } from './exampleText.ts'

/** A program of a lesson, ready to be played with. */
export interface Example {
  /** `5.7 Link is not chain`. */
  readonly title: string
  readonly name: string
  readonly text: string
  readonly world: Partial<PlayWorld>
}

/** The programs of all lessons, in the order they are learnt. */
export const loadExamples = async (): Promise<readonly Example[]> => {
  const [{ chapters }, { readStep }] = await Promise.all([
    import('../../lessons/chapters.ts'),
    import('../../lessons/stepFiles.ts'),
  ])
  const loaded = await Promise.all(chapters.map((chapter) => chapter.load()))
  const found = await Promise.all(
    loaded.flatMap((chapter) =>
      chapter.steps.flatMap((step, index) => {
        const files = step.type === 'question' ? Object.keys(step.programs) : ['start.ts', 'solution.ts']
        const { seed, workers, concurrency, prefetchMultiplier, latency, faults } = step
        const world = { seed, workers, concurrency, prefetchMultiplier, latency, faults }
        return files.map(async (file): Promise<Example> => {
          const source = await readStep(chapter, step, file)
          return {
            title: `${chapter.number}.${index + 1} ${step.title}${files.length > 1 ? ` · ${basename(file, '.ts')}` : ''}`,
            name: `${String(chapter.number).padStart(2, '0')}-${step.folder}-${file}`,
            text: exampleText(source),
            world: Object.fromEntries(Object.entries(world).filter(([, value]) => value !== undefined)),
          }
        })
      }),
    ),
  )
  return found
}
