import { createInterface } from 'node:readline/promises'
import type { Servers } from '../src/runtime/playLive.ts'
import { plainStep } from '../src/ui/plain.ts'
import { wrapText } from '../src/ui/prose.ts'
import type { Mode } from '../src/ui/terminal/mode.ts'
import { loadWidths } from '../src/ui/width.ts'
import type { Chapter, Step } from './lesson.ts'
import type { RanStep } from './ranStep.ts'
import { runStep } from './runStep.ts'
import { titleOf } from './titleOf.ts'

/** Where the text goes, and where the next line is asked for. */
export interface Pipe {
  readonly stdin: NodeJS.ReadableStream
  readonly stdout: NodeJS.WritableStream
}

/** Prints a step, or all of them; an exercise with the learner's program of `home`. Gives the exit code: 1 when something does not hold that the course says. */
export const printLesson = async (
  chapter: Chapter,
  only: number | null,
  mode: Pick<Mode, 'type' | 'columns'> & {
    readonly json: boolean
    readonly home?: string
    readonly servers?: Servers | null
  },
  { stdin, stdout }: Pipe,
): Promise<number> => {
  await loadWidths()
  const steps = only === null ? [...chapter.steps.keys()] : [only]
  let holds = true
  const pages: string[] = []
  for (const step of steps) {
    const ran = await run(chapter, chapter.steps[step]!, mode)
    if ('says' in ran) {
      pages.push(mode.json ? notPlayed(ran.says, step) : saidOf(chapter, ran.says, step, mode.columns))
      continue
    }
    if (chapter.steps[step]!.type === 'question') holds &&= ran.scene.facts.every((fact) => fact.holds)
    pages.push(mode.json ? jsonLines(ran, step) : textOf(chapter, ran, step, mode.columns))
  }
  const text = mode.json ? pages.join('') : `${pages.join('\n\n\n')}\n`
  if (mode.type === 'reader' && !mode.json) await readAloud(text, { stdin, stdout })
  else stdout.write(text)
  return holds ? 0 : 1
}

/** On a real broker where one is named; a step that cannot be played there says why. */
const run = async (
  chapter: Chapter,
  step: Step,
  { home, servers }: { readonly home?: string; readonly servers?: Servers | null },
): Promise<RanStep | { readonly says: string }> => {
  if (!servers) return runAsItStands(chapter, step, home)
  const { NotPlayable, runLive } = await import('./runLive.ts')
  return runLive(chapter, step, servers).catch((error: unknown) => {
    if (error instanceof NotPlayable) return { says: error.message }
    throw error
  })
}

const notPlayed = (says: string, step: number) =>
  `${JSON.stringify({ step: step + 1, type: 'not-played', says })}\n`

const saidOf = (chapter: Chapter, says: string, step: number, columns: number) =>
  [
    `Lesson ${chapter.number}, step ${step + 1} of ${chapter.steps.length}: ${chapter.steps[step]!.title}`,
    says,
  ]
    .map((text) => wrapText(text, Math.max(40, columns)).join('\n'))
    .join('\n\n')

/** An exercise with the learner's program, where there is one. */
const runAsItStands = async (chapter: Chapter, step: Step, home: string | undefined): Promise<RanStep> => {
  if (step.type === 'question' || home === undefined) return runStep(chapter, step)
  const [{ Workbench }, { runExercise }] = await Promise.all([
    import('./workbench.ts'),
    import('./runExercise.ts'),
  ])
  const bench = new Workbench(home, chapter, step)
  const source = await bench.read().catch(() => null)
  return source === null ? runStep(chapter, step) : runExercise(chapter, step, { file: bench.file, source })
}

const textOf = (chapter: Chapter, { scene, runs }: RanStep, step: number, columns: number) =>
  plainStep({
    chapter: titleOf(chapter),
    step,
    scene,
    returned: runs.map((run) => run.returned),
    columns: Math.max(40, columns),
  })

const jsonLines = ({ runs }: RanStep, step: number) =>
  runs
    .flatMap(({ file, trace }) =>
      trace.map((event) => `${JSON.stringify({ step: step + 1, program: file, ...event })}\n`),
    )
    .join('')

/** A line at a time, and the next at Enter. */
const readAloud = async (text: string, { stdin, stdout }: Pipe) => {
  const lines = createInterface({ input: stdin })
  const enter = lines[Symbol.asyncIterator]()
  stdout.write('Enter reads the next line, Ctrl-C leaves. With --quiz you are asked the questions.\n')
  for (const line of text.split('\n').filter((one) => one.trim() !== '')) {
    stdout.write(`${line}\n`)
    if ((await enter.next()).done) break
  }
  lines.close()
}
