import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Chapter } from '../lesson.ts'
import { chapterPage } from './chapterPage.ts'
import type { Check } from './check.ts'
import { checkMade, type Made, writeMade } from './checkMade.ts'
import { checkStep } from './checkStep.ts'
import { type Fence, fencesIn, type Lie } from './fences.ts'
import { refusals } from './refusals.ts'
import { typeLies } from './typedFences.ts'

/** Looks at everything that the chosen chapters promise, and says of each thing whether it is so. */
export async function* checkCourse(
  root: string,
  course: readonly Chapter[],
  chosen: readonly Chapter[],
): AsyncGenerator<Check> {
  const refused = await refusals(root, chosen)
  const fences: Fence[] = []
  for (const chapter of chosen) {
    const folder = folderOf(chapter)
    yield await hasItsSteps(root, chapter)
    for (const step of chapter.steps) yield* await checkStep(root, chapter, step)
    yield* await checkMade(
      root,
      folder,
      new Map([...within(folder, refused), ...(await chapterPage(chapter, course))]),
    )
    const page = `${folder}/README.md`
    fences.push(...fencesIn(page, await readFile(join(root, page), 'utf8').catch(() => '')))
  }
  const lies = await typeLies(root, fences)
  for (const fence of fences) yield truthOf(fence, lies)
}

/** Makes the pages and the pictures of the chosen chapters again. */
export const writeCourse = async (
  root: string,
  course: readonly Chapter[],
  chosen: readonly Chapter[],
): Promise<void> => {
  const refused = await refusals(root, chosen)
  for (const chapter of chosen) {
    const folder = folderOf(chapter)
    // Pages and pictures show what the compiler says: that is written first.
    const says = within(folder, refused)
    await writeMade(root, says)
    await writeMade(root, new Map([...says, ...(await chapterPage(chapter, course))]))
  }
}

const folderOf = ({ slug }: Chapter) => `lessons/${slug}`

const within = (folder: string, made: Made): Made =>
  new Map([...made].filter(([file]) => file.startsWith(`${folder}/`)))

const hasItsSteps = async (root: string, chapter: Chapter): Promise<Check> => {
  const entries = await readdir(join(root, folderOf(chapter)), { withFileTypes: true })
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  const steps = chapter.steps.map(({ folder }) => folder)
  const problems = [
    ...folders.filter((name) => !steps.includes(name)).map((name) => `chapter.ts does not have ${name}`),
    ...steps.filter((name) => !folders.includes(name)).map((name) => `there is no folder ${name}`),
    ...(steps.join() === [...steps].sort().join() ? [] : ['number the folders in the order of the steps']),
  ]
  return { name: `${chapter.slug} has a folder for every step`, problems }
}

const truthOf = ({ page, line, code }: Fence, lies: readonly Lie[]): Check => {
  const last = line + code.split('\n').length
  return {
    name: `${page}:${line} is true`,
    problems: lies
      .filter((lie) => lie.page === page && lie.line >= line && lie.line < last)
      .map((lie) => `line ${lie.line}: ${lie.says}`),
  }
}
