import { parseArgs } from 'node:util'
import { chapters } from './chapters.ts'

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
    }
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
  if (chapter === undefined)
    return asked === undefined && !values.json && !values.svg
      ? { type: 'list' }
      : { type: 'mistake', says: 'Say which chapter, too: npm run lesson 5.' }
  if (!/^\d{1,3}$/.test(chapter))
    return { type: 'mistake', says: `${quote(chapter)} is no chapter's number.` }
  if (asked !== undefined && !/^\d{1,3}$/.test(asked))
    return { type: 'mistake', says: `${quote(asked)} is no step's number.` }
  if (!chapters.some(({ number }) => number === Number(chapter)))
    return { type: 'mistake', says: `There is no chapter ${Number(chapter)}.` }
  return {
    type: 'lesson',
    chapter: Number(chapter),
    step: asked === undefined ? null : Number(asked),
    json: values.json ?? false,
    svg: values.svg ?? false,
  }
}

const parse = (words: readonly string[]) => {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true, strict: true })
  } catch (error) {
    return { says: `${(error as Error).message.split('. ')[0]!.replace(/\.$/, '')}.` }
  }
}

/** `--plain`, `--ascii`, `--no-motion` and `--a11y` are the terminal's; here they only have to be known. */
const options = {
  plain: { type: 'boolean' },
  json: { type: 'boolean' },
  svg: { type: 'boolean' },
  ascii: { type: 'boolean' },
  'no-motion': { type: 'boolean' },
  a11y: { type: 'boolean' },
  step: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

const quote = (word: string) => JSON.stringify(word.slice(0, 40))

/** The chapters, and how to open one. */
export const chapterList = (): string =>
  [
    'Chapters:',
    '',
    ...chapters.flatMap(({ number, title, says }) => [
      `  ${String(number).padStart(2)}  ${title}`,
      `      ${says}`,
    ]),
    '',
    'npm run lesson 5       opens chapter 5',
    'npm run lesson 5 3     opens its third step',
  ].join('\n')

/** The flags. */
export const usage = (): string =>
  [
    chapterList(),
    '',
    'Flags come after --, as in: npm run lesson 5 -- --plain',
    '  --plain       print the lesson as text',
    '  --json        print the events of its runs as JSON lines',
    '  --svg         print a picture of the step: its last frame',
    '  --step N      the Nth step',
    '  --ascii       draw with ASCII characters',
    '  --no-motion   jump from event to event',
    '  --a11y        text for a screen reader',
  ].join('\n')
