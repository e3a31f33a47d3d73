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
      stdout.write(`${chapterList()}\n`)
      return 0
    case 'help':
      stdout.write(`${usage()}\n`)
      return 0
    case 'mistake':
      return refuse(asked.says)
    case 'lesson':
      return open(asked)
  }
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
  const chapter = await chapters.find(({ number }) => number === asked.chapter)!.load()
  if (asked.step !== null && (asked.step < 1 || asked.step > chapter.steps.length))
    return refuse(noStep(chapter, asked.step))
  const step = asked.step === null ? null : asked.step - 1
  if (asked.svg) {
    const { drawStep } = await import('./drawStep.ts')
    stdout.write(await drawStep(chapter, step ?? 0))
    return 0
  }
  if (program !== null)
    return (await program).showLesson(
      chapter,
      { step, quiz: false, home: process.cwd(), progress: new ProgressFile(process.cwd(), env) },
      mode,
    )
  const { printLesson } = await import('./printLesson.ts')
  return printLesson(chapter, step, { ...mode, json: asked.json }, { stdin, stdout })
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
