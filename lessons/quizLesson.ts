import { createInterface } from 'node:readline/promises'
import { plainStep } from '../src/ui/plain.ts'
import { wrapText } from '../src/ui/prose.ts'
import { rowText } from '../src/ui/span.ts'
import { loadWidths } from '../src/ui/width.ts'
import type { Chapter } from './lesson.ts'
import type { Pipe } from './printLesson.ts'
import { runStep } from './runStep.ts'
import { titleOf } from './titleOf.ts'

/**
 * Asks a chapter's questions as text, one line for an answer, and prints the step of each that is missed. Tells after each
 * answer what was answered so far, by step; where the input ends, the quiz does.
 */
export const quizLesson = async (
  chapter: Chapter,
  columns: number,
  { stdin, stdout }: Pipe,
  onAnswer: (answers: Readonly<Record<number, number>>) => void,
): Promise<void> => {
  await loadWidths()
  const lines = createInterface({ input: stdin })
  const next = lines[Symbol.asyncIterator]()
  const answers: Record<number, number> = {}
  const print = (text: string) => stdout.write(`${text}\n`)
  const say = (text: string) => print(wrapText(text, columns).join('\n'))
  const missed: number[] = []
  for (const [step, question] of chapter.steps.entries()) {
    if (question.type !== 'question') continue
    const { ask, options, answer, because } = question.predict
    const { scene, runs } = await runStep(chapter, question)
    print('')
    say(`${chapter.number} ${step + 1}  ${question.title}`)
    for (const { name, code } of scene.programs) {
      print('')
      if (scene.programs.length > 1) print(name)
      for (const { row } of code) print(`  ${rowText(row)}`)
    }
    print('')
    say(ask)
    for (const [place, option] of options.entries()) say(`  [${place + 1}] ${option}`)
    if (Object.keys(answers).length === 0) say('Answer with a number, then Enter.')
    const given = await answerIn(next, options.length, () =>
      say(`Type a number from 1 to ${options.length}.`),
    )
    if (given === null) break
    answers[step] = given
    onAnswer({ ...answers })
    if (given === answer) say(`Right: ${because}`)
    else {
      missed.push(step)
      say(`Not ${options[given - 1]}, but ${options[answer - 1]}: ${because}`)
      print('')
      const view = { chapter: titleOf(chapter), step, scene, returned: runs.map((run) => run.returned) }
      print(plainStep({ ...view, columns }))
    }
  }
  lines.close()
  const count = Object.keys(answers).length
  print('')
  say(count === 0 ? 'No question was answered.' : `${count - missed.length} of ${count} right.`)
  if (missed.length > 0)
    say(
      `To look at again: ${missed.map((step) => `npm run lesson ${chapter.number} ${step + 1}`).join(', ')}`,
    )
}

/** The next line that is a number of an option; null when there are no more lines. */
const answerIn = async (
  lines: AsyncIterator<string>,
  most: number,
  refuse: () => void,
): Promise<number | null> => {
  for (;;) {
    const { done, value } = await lines.next()
    if (done) return null
    const given = Number(value.trim())
    if (Number.isInteger(given) && given >= 1 && given <= most) return given
    refuse()
  }
}
