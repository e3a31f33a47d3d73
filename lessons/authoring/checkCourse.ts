import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chapters } from '../chapters.ts'
import { checkTypesTogether, type TypeQuestion } from '../checkTypes.ts'
import type { Chapter, Step } from '../lesson.ts'
import { startOf } from '../runExercise.ts'
import { readStep } from '../stepFiles.ts'
import { chapterPage } from './chapterPage.ts'
import type { Check } from './check.ts'
import { checkLeftovers, checkMade, type Made, writeMade } from './checkMade.ts'
import { checkStep } from './checkStep.ts'
import { coursePage } from './coursePage.ts'
import { type Fence, fencesIn, type Lie } from './fences.ts'
import { refusals } from './refusals.ts'
import { typeLies } from './typedFences.ts'
import { valueLies } from './valueLies.ts'

/** Looks at everything that the chosen chapters promise, and says of each thing whether it is so. */
export async function* checkCourse(
  root: string,
  course: readonly Chapter[],
  chosen: readonly Chapter[],
): AsyncGenerator<Check> {
  checkTypesTogether(await typeQuestions(chosen))
  const refused = await refusals(root, chosen)
  const fences: Fence[] = []
  const look = async (chapter: Chapter | undefined) => {
    if (chapter === undefined) return []
    const made = new Map([...within(folderOf(chapter), refused), ...(await chapterPage(chapter, course))])
    const shown = await shownFences(root, chapter)
    fences.push(...shown.map(({ fence }) => fence))
    return checkChapter(root, chapter, made, shown)
  }
  // Programs run in processes of their own: the next chapter's go beside this one's.
  let next = look(chosen[0])
  for (const index of chosen.keys()) {
    const here = next
    next = look(chosen[index + 1])
    yield* await here
  }
  yield* await checkMade(root, coursePage(course))
  const lies = await typeLies(root, fences)
  for (const fence of fences) yield truthOf(fence, 'is typed as it says', lies)
}

/** What will be asked about the exercises. */
const typeQuestions = async (chosen: readonly Chapter[]): Promise<readonly TypeQuestion[]> => {
  const exercises = chosen.flatMap((chapter) =>
    chapter.steps.flatMap((step) => (step.type === 'exercise' ? [{ chapter, step }] : [])),
  )
  const asked = exercises.map(async ({ chapter, step }): Promise<readonly TypeQuestion[]> => {
    const types = step.types ?? {}
    const [start, solution] = await Promise.all([
      startOf(chapter, step),
      readStep(chapter, step, 'solution.ts'),
    ])
    return [
      { file: 'start.ts', source: start, types },
      { file: 'solution.ts', source: solution, types },
    ]
  })
  return (await Promise.all(asked)).flat()
}

const checkChapter = async (
  root: string,
  chapter: Chapter,
  made: Made,
  shown: readonly Shown[],
): Promise<readonly Check[]> => {
  const checks: Check[] = [await hasItsSteps(root, chapter)]
  for (const step of chapter.steps) checks.push(...(await checkStep(root, chapter, step)))
  checks.push(...(await checkMade(root, made)), await checkLeftovers(root, folderOf(chapter), made))
  for (const { fence, step } of shown)
    if (fence.code.includes('// =>'))
      checks.push(truthOf(fence, 'gives what it says', await valueLies(fence, step)))
  return checks
}

/** Makes the pages and the pictures of the chosen chapters again. */
export const writeCourse = async (
  root: string,
  course: readonly Chapter[],
  chosen: readonly Chapter[],
): Promise<void> => {
  await writeMade(root, coursePage(course))
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

/** A block of a page, and the step that it tells of. */
interface Shown {
  readonly fence: Fence
  readonly step: Step
}

/** The blocks of a chapter's page as it is kept, each with the step under whose heading it stands. */
const shownFences = async (root: string, chapter: Chapter): Promise<readonly Shown[]> => {
  const page = `${folderOf(chapter)}/README.md`
  const markdown = await readFile(join(root, page), 'utf8').catch(() => '')
  const lines = markdown.split('\n')
  return fencesIn(page, markdown).map((fence) => {
    const headings = lines.slice(0, fence.line).filter((line) => /^## \d+\. /.test(line))
    return { fence, step: chapter.steps[headings.length - 1] ?? chapter.steps[0]! }
  })
}

const hasItsSteps = async (root: string, chapter: Chapter): Promise<Check> => {
  const entries = await readdir(join(root, folderOf(chapter)), { withFileTypes: true })
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  const steps = chapter.steps.map(({ folder }) => folder)
  const listed = chapters.find(({ number }) => number === chapter.number)
  const problems = [
    ...folders.filter((name) => !steps.includes(name)).map((name) => `chapter.ts does not have ${name}`),
    ...steps.filter((name) => !folders.includes(name)).map((name) => `there is no folder ${name}`),
    ...(steps.join() === [...steps].sort().join() ? [] : ['number the folders in the order of the steps']),
    ...(steps.length >= 4 && steps.length <= 8
      ? []
      : [`it has ${steps.length} steps: make it four to eight`]),
    ...(listed?.steps === steps.length
      ? []
      : [`chapters.ts says it has ${listed?.steps} steps: it has ${steps.length}`]),
  ]
  return { name: `${chapter.slug} has a folder for every step`, problems }
}

const truthOf = ({ page, line, code }: Fence, what: string, lies: readonly Lie[]): Check => {
  const last = line + code.split('\n').length
  return {
    name: `${page}:${line} ${what}`,
    problems: lies
      .filter((lie) => lie.page === page && lie.line >= line && lie.line < last)
      .map((lie) => `line ${lie.line}: ${lie.says}`),
  }
}
