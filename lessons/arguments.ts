import { parseArgs } from 'node:util'
import type { Servers } from '../src/runtime/playLive.ts'
import { chapters } from './chapters.ts'
import { doneIn, type Progress } from './progress.ts'

/** What the command line asks for. */
export type Asked =
  | { readonly type: 'list' }
  | { readonly type: 'help' }
  | {
      readonly type: 'lesson'
      readonly chapter: number
      readonly step: number | null
      readonly json: boolean
      readonly svg: boolean
      readonly quiz: boolean
      /** Where it is played for real; null for the simulation. */
      readonly servers: Servers | null
    }
  /** The learner's programs: all of them, a chapter's, or one. */
  | { readonly type: 'check'; readonly chapter: number | null; readonly step: number | null }
  | { readonly type: 'mistake'; readonly says: string }

/** Reads the words after `npm run lesson`. */
export const readArguments = (words: readonly string[]): Asked => {
  const parsed = parse(words)
  if ('says' in parsed) return { type: 'mistake', says: parsed.says }
  const { values, positionals } = parsed
  if (values.help) return { type: 'help' }
  const [chapter, step, ...more] = positionals
  if (more.length > 0) return { type: 'mistake', says: `Too many words: ${more.map(quote).join(' ')}.` }
  const asked = step ?? values.step
  if (chapter === undefined && values.check && asked === undefined)
    return { type: 'check', chapter: null, step: null }
  if (chapter === undefined)
    return asked === undefined && !values.json && !values.svg && !values.quiz
      ? { type: 'list' }
      : { type: 'mistake', says: 'Say which chapter, too: npm run lesson 5.' }
  if (!/^\d{1,3}$/.test(chapter))
    return { type: 'mistake', says: `${quote(chapter)} is no chapter's number.` }
  if (asked !== undefined && !/^\d{1,3}$/.test(asked))
    return { type: 'mistake', says: `${quote(asked)} is no step's number.` }
  if (!chapters.some(({ number }) => number === Number(chapter)))
    return { type: 'mistake', says: `There is no chapter ${Number(chapter)}.` }
  const place = { chapter: Number(chapter), step: asked === undefined ? null : Number(asked) }
  const { json = false, svg = false, quiz = false, check = false } = values
  const { broker, backend } = values
  if (broker === undefined && backend !== undefined)
    return { type: 'mistake', says: 'Say which broker, too: --broker redis://localhost:6379/0.' }
  if (broker !== undefined && (svg || quiz || check))
    return {
      type: 'mistake',
      says: 'A broker is for a lesson that is played: without --svg, --quiz and --check.',
    }
  const chosen = Object.entries({ json, svg, quiz, check }).flatMap(([name, isOn]) =>
    isOn ? [`--${name}`] : [],
  )
  if (chosen.length > 1) return { type: 'mistake', says: `Choose one of ${chosen.join(' and ')}.` }
  const servers = broker === undefined ? null : { broker, backend: backend ?? backendOf(broker) }
  return check ? { type: 'check', ...place } : { type: 'lesson', ...place, json, svg, quiz, servers }
}

/** Results go where the messages go, unless it is said. */
const backendOf = (broker: string) => (/^redis/.test(broker) ? broker : 'rpc://')

const parse = (words: readonly string[]) => {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true, strict: true })
  } catch (error) {
    return { says: `${(error as Error).message.split('. ')[0]!.replace(/\.$/, '')}.` }
  }
}

/** What may be said after the chapter; `--plain`, `--ascii`, `--no-motion` and `--a11y` are the terminal's, and only have to be known here. */
const options = {
  plain: { type: 'boolean', says: 'print the lesson as text' },
  json: { type: 'boolean', says: 'print the events of its runs as JSON lines' },
  svg: { type: 'boolean', says: 'print a picture of the step: its last frame' },
  quiz: { type: 'boolean', says: 'ask the questions alone, and show the steps that are missed' },
  check: { type: 'boolean', says: 'check your programs, of all chapters or of one; exits 0 or 1' },
  step: { type: 'string', value: 'N', says: 'the Nth step' },
  broker: {
    type: 'string',
    value: 'URL',
    says: 'play it on a real broker: redis://localhost:6379/0, amqp://guest:guest@localhost//',
  },
  backend: {
    type: 'string',
    value: 'URL',
    says: 'where its results go: the same Redis, or rpc://, when left out',
  },
  ascii: { type: 'boolean', says: 'draw with ASCII characters' },
  'no-motion': { type: 'boolean', says: 'jump from event to event' },
  a11y: { type: 'boolean', says: 'text for a screen reader' },
  help: { type: 'boolean', short: 'h', says: 'this help' },
} as const

/** The flags of a lesson, and what each does. */
export const flags: readonly {
  readonly name: string
  readonly value: string | null
  readonly says: string
}[] = Object.entries(options)
  .filter(([name]) => name !== 'help')
  .map(([name, option]) => ({
    name: `--${name}`,
    value: 'value' in option ? option.value : null,
    says: option.says,
  }))

const quote = (word: string) => JSON.stringify(word.slice(0, 40))

/** The chapters, how far the learner is in each, and how to open one. */
export const chapterList = (progress: Progress | null = null): string =>
  [
    'Chapters:',
    '',
    ...chapters.flatMap(({ number, title, says, steps }) => [
      `  ${String(number).padStart(2)}  ${title.padEnd(34)}${doneText(progress, number, steps)}`.trimEnd(),
      `      ${says}`,
    ]),
    '',
    ...(progress?.current ? [`You were at ${placeOf(progress.current)}.`] : []),
    'npm run lesson 5       opens chapter 5, where you were in it',
    'npm run lesson 5 3     opens its third step',
  ].join('\n')

const doneText = (progress: Progress | null, chapter: number, steps: number): string => {
  const done = progress === null ? 0 : doneIn(progress, chapter, steps)
  return done === 0 ? '' : `${done} of ${steps} done`
}

/** `05-06` is chapter 5, step 6. */
const placeOf = (key: string): string => {
  const [chapter, step] = key.split('-').map(Number)
  return `${chapter} ${step}: npm run lesson ${chapter} goes on there`
}

/** How to start a lesson. */
export const usage = (): string =>
  [
    chapterList(),
    '',
    'Flags come after --, as in: npm run lesson 5 -- --plain',
    ...flags.map(({ name, value, says }) => `  ${`${name} ${value ?? ''}`.padEnd(13)} ${says}`),
  ].join('\n')
