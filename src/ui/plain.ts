import type { Film } from './film.ts'
import { hang } from './hang.ts'
import { glyph, type Look, legend } from './legend.ts'
import { proseRows, wrapText } from './prose.ts'
import { runText } from './runText.ts'
import type { ChapterTitle, Fact, Program, Scene } from './scene.ts'
import { rowText } from './span.ts'
import { printValue } from './value.ts'
import { width } from './width.ts'

/** What a step prints where there is no terminal. */
export interface PlainView {
  readonly chapter: ChapterTitle
  /** From 0. */
  readonly step: number
  readonly scene: Scene
  /** What every program returned, by name. */
  readonly returned: readonly Readonly<Record<string, unknown>>[]
  readonly columns: number
}

/** A step as text: prose, code with its values, events, timeline, results, and the question with its answer. */
export const plainStep = ({ chapter, step, scene, returned, columns }: PlainView): string => {
  const programs = scene.programs.map((program, which) =>
    plainProgram(
      program,
      scene.stage.films[which]!,
      returned[which] ?? {},
      scene.programs.length > 1,
      columns,
    ),
  )
  return [
    wrapText(
      `Lesson ${chapter.number}, step ${step + 1} of ${chapter.steps.length}: ${scene.title}`,
      columns,
    ).join('\n'),
    proseRows(scene.prose, columns).map(rowText).join('\n'),
    ...programs,
    question(scene, columns),
    wrapText(`Celery's manual: ${scene.manual}`, columns).join('\n'),
    checks(scene.predict === null ? scene.facts : scene.facts.filter(({ holds }) => !holds), columns),
    `facts: ${scene.facts.filter((fact) => fact.holds).length} of ${scene.facts.length} hold`,
  ]
    .filter((part) => part !== '')
    .map((part) => part.replace(/[ \t]+$/gm, ''))
    .join('\n\n')
}

/** What an exercise asks for, and what is the case where it is not so. */
const checks = (facts: readonly Fact[], columns: number): string =>
  facts
    .flatMap(({ says, holds, isOpen, instead }) => {
      const sign = glyph(look, isOpen ? legend.pending : holds ? legend.success : legend.failure)
      const text = holds || isOpen || instead === undefined ? says : `${says}: ${instead}`
      return hang(text, `  ${sign} `, columns)
    })
    .join('\n')

const look: Look = { ascii: true }

const plainProgram = (
  program: Program,
  film: Film,
  returned: Readonly<Record<string, unknown>>,
  named: boolean,
  columns: number,
): string =>
  [
    named ? `${program.name}\n${'-'.repeat(width(program.name))}` : '',
    code(program, returned, columns),
    runText(film, columns),
  ]
    .filter((part) => part !== '')
    .join('\n\n')

const code = (program: Program, returned: Readonly<Record<string, unknown>>, columns: number): string => {
  const lines = program.code.flatMap(({ number, row }) => {
    const problems = program.problems.filter((problem) => problem.line === number)
    return [`  ${rowText(row)}`, ...problems.flatMap(({ says }) => note(says, 'error: ', columns))]
  })
  const values = Object.entries(returned).filter(([, value]) => isValue(value))
  const given = values.flatMap(([name, value]) => note(printValue(value), `${name} => `, columns))
  const thrown = program.error === null ? [] : note(program.error, 'raises ', columns)
  return [...lines, ...given, ...thrown].join('\n')
}

/** Results are printed as such; values are what else a program returned. */
const isValue = (value: unknown) => !(typeof value === 'object' && value !== null && 'asTuple' in value)

const question = ({ predict }: Scene, columns: number): string => {
  if (predict === null) return ''
  const options = predict.options.flatMap((option, index) => hang(option, `  [${index + 1}] `, columns))
  const answer = hang(predict.because, `answer: [${predict.answer}] `, columns)
  return [...hang(predict.ask, '? ', columns), ...options, ...answer].join('\n')
}

/** The same, as a comment in the code. */
const note = (text: string, head: string, columns: number): readonly string[] =>
  hang(text, head, columns - 5).map((line) => `  // ${line}`)
