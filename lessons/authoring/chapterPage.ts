import { picture } from '../../src/ui/picture.ts'
import { runFrame } from '../../src/ui/runFrame.ts'
import type { Problem } from '../../src/ui/scene.ts'
import { colorTheme } from '../../src/ui/theme.ts'
import { printValue } from '../../src/ui/value.ts'
import { chapters } from '../chapters.ts'
import { drawStep } from '../drawStep.ts'
import type { Chapter, Exercise, Question, Step } from '../lesson.ts'
import type { Run } from '../ranStep.ts'
import { runExercise } from '../runExercise.ts'
import { runStep } from '../runStep.ts'
import { readStep } from '../stepFiles.ts'
import type { Made } from './checkMade.ts'
import { pageCode } from './pageCode.ts'

/**
 * The tutorial of a chapter, for any forge: `README.md` with prose, code, questions and what the runs gave, and pictures
 * (SVG) of the runs and of the terminal. It is made of the files that the terminal shows, so the two cannot differ.
 */
export const chapterPage = async (chapter: Chapter, course: readonly Chapter[]): Promise<Made> => {
  const cover = chapter.cover ?? chapter.steps.at(-1)!
  const steps = await Promise.all(chapter.steps.map((step, index) => stepPage(chapter, step, index)))
  const page = [head(chapter, cover), ...steps.map(({ markdown }) => markdown), foot(chapter, course)]
  const files: readonly (readonly [file: string, text: string])[] = [
    ['README.md', `${page.join('\n\n')}\n`],
    ['lesson.svg', await drawStep(chapter, chapter.steps.indexOf(cover))],
    ...steps.flatMap(({ pictures }) => pictures),
  ]
  return new Map(files.map(([file, text]) => [`lessons/${chapter.slug}/${file}`, text]))
}

const head = ({ number, title, manual }: Chapter, cover: Step) => {
  const says = chapters.find((listed) => listed.number === number)!.says
  return [
    `# ${number}. ${title}`,
    `${says[0]!.toUpperCase()}${says.slice(1)}.`,
    `In the terminal: \`npm run lesson ${number}\`. In Celery's manual: [${sectionOf(manual)}](${manual}).`,
    `![Lesson ${number} in the terminal: ${cover.title}](lesson.svg)`,
  ].join('\n\n')
}

const foot = (chapter: Chapter, course: readonly Chapter[]) => {
  const at = course.indexOf(chapter)
  const links = [
    { word: 'Before', to: course[at - 1] },
    { word: 'Next', to: course[at + 1] },
  ].flatMap(({ word, to }) => (to ? [`${word}: [${to.number}. ${to.title}](../${to.slug}/README.md)`] : []))
  return ['---', links.join(' · ')].join('\n\n').trim()
}

/** `canvas.html#group-results` is called "canvas: group results". */
const sectionOf = (manual: string) => {
  const [, page = '', section] = /([\w-]+)\.html(?:#(.*))?$/.exec(manual) ?? []
  return section === undefined ? page : `${page}: ${section.replaceAll('-', ' ')}`
}

const stepPage = (chapter: Chapter, step: Step, index: number) =>
  step.type === 'question' ? questionPage(chapter, step, index) : exercisePage(chapter, step, index)

/** What to begin with, and the run to reach; how to reach it is for the terminal to show, to those who tried. */
const exercisePage = async (chapter: Chapter, step: Exercise, index: number) => {
  // With its `// @ts-expect-error` where it is refused: the page's code is compiled as it stands.
  const start = await readStep(chapter, step, 'start.ts')
  const solution = { file: 'solution.ts', source: await readStep(chapter, step, 'solution.ts') }
  const { scene, runs } = await runExercise(chapter, step, solution)
  const { file, svg, alt } = pageProgram(step, runs[0]!, [])
  const markdown = [
    `## ${index + 1}. ${step.title}`,
    scene.prose.trim(),
    fenced(pageCode({ file: `${step.folder}/start.ts`, source: start, problems: [], values: {} })),
    `Try it: \`npm run lesson ${chapter.number} ${index + 1}\`. It is done when`,
    scene.facts.map(({ says }) => `* ${says}`).join('\n'),
    '<details>\n<summary>The run to reach</summary>',
    `![${alt}](${file})`,
    '</details>',
  ]
  return { markdown: markdown.join('\n\n'), pictures: [[file, svg] as const] }
}

/** The answer is folded away: values, too, are only shown there. */
const questionPage = async (chapter: Chapter, step: Question, index: number) => {
  const { scene, runs } = await runStep(chapter, step)
  const programs = runs.map((run, which) => pageProgram(step, run, scene.programs[which]!.problems))
  const { ask, options, answer, because } = step.predict
  const markdown = [
    `## ${index + 1}. ${step.title}`,
    scene.prose.trim(),
    ...programs.flatMap(({ named, code }) => [...named, code]),
    `**${ask}**`,
    options.map((option, place) => `${place + 1}. ${option}`).join('\n'),
    '<details>\n<summary>What happens</summary>',
    `**${options[answer - 1]}**: ${because}`,
    ...programs.flatMap(({ named, told, file, alt }) => [...named, ...told, `![${alt}](${file})`]),
    scene.facts.map(({ says }) => `* ${says}`).join('\n'),
    '</details>',
  ]
  const pictures = programs.map(({ file, svg }) => [file, svg] as const)
  return { markdown: markdown.join('\n\n'), pictures }
}

/** What a page shows of one program: its code as it is written, the same with the values of its run, and the picture. */
const pageProgram = (step: Step, run: Run, problems: readonly Problem[]) => {
  const program = { file: `${step.folder}/${run.file}`, source: run.source, problems }
  const code = fenced(pageCode({ ...program, values: {} }))
  const told = fenced(pageCode({ ...program, values: valuesOf(run) }))
  const alt = `${step.title}: graph, timeline and results of ${run.file}`
  return {
    named: step.type === 'question' && Object.keys(step.programs).length > 1 ? [`\`${run.file}\``] : [],
    code,
    told: told === code ? [] : [told],
    alt,
    file: program.file.replace(/\.ts$/, '.svg'),
    svg: picture(runFrame(run, 90, { ascii: false }), colorTheme, alt),
  }
}

const fenced = (code: string) => `\`\`\`ts\n${code}\`\`\``

/** What is no result, as a `// =>` has it: in one line, and of a long one the start. */
const valuesOf = ({ returned, handles }: Run): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(returned)
      .filter(([name]) => !(name in handles))
      .map(([name, value]) => {
        const printed = printValue(value)
        return [name, printed.length > 80 ? `${printed.slice(0, 80)}...` : printed]
      }),
  )
