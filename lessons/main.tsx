import { decideMode, tellChalk } from '../src/ui/terminal/mode.ts'
import { type Asked, chapterList, readArguments, usage } from './arguments.ts'
import { chapters } from './chapters.ts'
import type { Chapter } from './lesson.ts'
import { ProgressFile } from './progress.ts'

const { stdin, stdout, stderr, env, argv, platform } = process
const words = argv.slice(2)

const main = async (): Promise<number> => {
  const asked = readArguments(words)
  switch (asked.type) {
    case 'list':
      return list()
    case 'help':
      stdout.write(`${usage()}\n`)
      return 0
    case 'mistake':
      return refuse(asked.says)
    case 'lesson':
      return open(asked)
    case 'check':
      return check(asked)
  }
}

const home = process.cwd()
const progress = new ProgressFile(home, env)

const list = (): number => {
  const kept = progress.read()
  if (kept.note !== null) stderr.write(`${kept.note}\n`)
  stdout.write(`${chapterList(kept.progress)}\n`)
  return 0
}

const check = async ({ chapter, step }: Asked & { type: 'check' }): Promise<number> => {
  const chosen = chapters.filter(({ number }) => chapter === null || number === chapter)
  const loaded = await Promise.all(chosen.map((listed) => listed.load()))
  const [first] = loaded
  if (step !== null && first?.steps[step - 1]?.type !== 'exercise')
    return refuse(
      first?.steps[step - 1] ? `Chapter ${first.number}, step ${step} is no exercise.` : noStep(first!, step),
    )
  const { checkWork } = await import('./checkWork.ts')
  const { ascii } = decideMode({ env, argv: words, stdin, stdout, platform })
  const works = loaded.map((one) => ({ chapter: one, only: step === null ? null : step - 1 }))
  return checkWork(works, home, { ascii }, stdout)
}

const refuse = (says: string): number => {
  stderr.write(`${says}\n\n${chapterList()}\n`)
  return 2
}

const open = async (asked: Asked & { type: 'lesson' }): Promise<number> => {
  const mode = decideMode({ env, argv: words, stdin, stdout, platform })
  const isFull = mode.type === 'full' && !asked.json && !asked.svg
  if (isFull) tellChalk(mode, env)
  const program = isFull ? import('./onScreen.ts') : null
  const chapter = await chapterOf(asked.chapter)
  if (asked.step !== null && (asked.step < 1 || asked.step > chapter.steps.length))
    return refuse(noStep(chapter, asked.step))
  const step = asked.step === null ? null : asked.step - 1
  if (asked.svg) {
    const { drawStep } = await import('./drawStep.ts')
    stdout.write(await drawStep(chapter, step ?? 0))
    return 0
  }
  const { servers } = asked
  if (servers !== null) {
    const { whyUnreachable } = await import('./runLive.ts')
    const says = await whyUnreachable(servers)
    if (says !== null) {
      stderr.write(`${says}\n`)
      return 1
    }
  }
  if (program !== null) {
    const { showLesson } = await program
    let next = await showLesson(chapter, { step, quiz: asked.quiz, home, progress, servers }, mode)
    while (next !== null) {
      const other = await chapterOf(next)
      next = await showLesson(other, { step: null, quiz: asked.quiz, home, progress, servers }, mode)
    }
    return 0
  }
  if (asked.quiz) return quiz(chapter, mode.columns)
  const { printLesson } = await import('./printLesson.ts')
  return printLesson(chapter, step, { ...mode, json: asked.json, home, servers }, { stdin, stdout })
}

const chapterOf = (wanted: number): Promise<Chapter> =>
  chapters.find(({ number }) => number === wanted)!.load()

/** The quiz as text; what is answered in it counts. */
const quiz = async (chapter: Chapter, columns: number): Promise<number> => {
  const [{ quizLesson }, { rememberedOf, rememberWith }] = await Promise.all([
    import('./quizLesson.ts'),
    import('./remembering.ts'),
  ])
  const kept = progress.read()
  const before = rememberedOf(chapter, kept.progress)
  const remember = rememberWith(progress, chapter, before, () => 0)
  const problems = new Set(kept.note === null ? [] : [kept.note])
  await quizLesson(chapter, Math.max(40, columns), { stdin, stdout }, (answers) => {
    const problem = remember({ ...before, answers: { ...before.answers, ...answers } })
    if (problem !== null) problems.add(problem)
  })
  for (const problem of problems) stderr.write(`${problem}\n`)
  return 0
}

const noStep = (chapter: Chapter, step: number) =>
  `Chapter ${chapter.number} has no step ${step}: it has ${chapter.steps.length}.\n\n${chapter.steps
    .map(({ title }, index) => `  ${chapter.number} ${index + 1}  ${title}`)
    .join('\n')}`

/** Whoever reads may go away before the end: `npm run lesson 5 -- --plain | head`. */
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

process.exitCode = await main()
