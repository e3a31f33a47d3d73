import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { chapterList, readArguments } from '../../lessons/arguments.ts'
import { chapters } from '../../lessons/chapters.ts'
import { printLesson } from '../../lessons/printLesson.ts'
import { quizLesson } from '../../lessons/quizLesson.ts'

describe('the words after `npm run lesson`', () => {
  const said = (...words: readonly string[]) => {
    const asked = readArguments(words)
    return asked.type === 'mistake' ? asked.says : asked
  }

  it('list the chapters, open one, or open a step of it', () => {
    expect(said()).toEqual({ type: 'list' })
    expect(said('5')).toEqual({
      type: 'lesson',
      chapter: 5,
      step: null,
      json: false,
      svg: false,
      quiz: false,
      servers: null,
    })
    expect(said('5', '3')).toMatchObject({ type: 'lesson', chapter: 5, step: 3, json: false, svg: false })
    expect(said('5', '--step', '3', '--plain', '--json')).toEqual({
      type: 'lesson',
      chapter: 5,
      step: 3,
      json: true,
      svg: false,
      quiz: false,
      servers: null,
    })
    expect(said('--check')).toEqual({ type: 'check', chapter: null, step: null })
    expect(said('5', '11', '--check')).toEqual({ type: 'check', chapter: 5, step: 11 })
    expect(said('5', '--quiz')).toMatchObject({ chapter: 5, quiz: true })
    expect(said('5', '7', '--svg')).toMatchObject({ step: 7, svg: true })
    expect(said('--plain', '--ascii', '--no-motion', '--a11y', '05')).toMatchObject({ chapter: 5 })
  })

  it.each([
    [['99'], 'There is no chapter 99.'],
    [['five'], '"five" is no chapter\'s number.'],
    [['5', 'two'], '"two" is no step\'s number.'],
    [['5', '1', '2'], 'Too many words: "2".'],
    [['5', '--step', '-1'], "Option '--step' argument is ambiguous."],
    [['--step', '2'], 'Say which chapter, too: npm run lesson 5.'],
    [['5', '--quiz', '--check'], 'Choose one of --quiz and --check.'],
    [['--quiz'], 'Say which chapter, too'],
    [['5', '--fast'], "Unknown option '--fast'."],
    [['-5'], "Unknown option '-5'."],
    [['5e3'], '"5e3" is no chapter\'s number.'],
    [[''], '"" is no chapter\'s number.'],
  ])('%j is a mistake, and says which', (words, says) => {
    expect(said(...words)).toContain(says)
  })

  it('the list names every chapter', () => {
    for (const { number, title } of chapters) expect(chapterList()).toContain(`${number}  ${title}`)
  })
})

it('the list tells how far the learner is, and where', () => {
  const done = { at: '2026-01-01T00:00:00Z', hints: 0 }
  const list = chapterList({ v: 1, current: '05-06', done: { '05-01': done, '05-02': done, '10-01': done } })
  expect(list).toMatch(/5 {2}Signatures & chaining +2 of 8 done\n/)
  expect(list).toMatch(/10 {2}When a task fails +1 of 8 done\n/)
  expect(list).toContain('You were at 5 6')
})

describe('a quiz as text', () => {
  const quiz = async (answers: string) => {
    const chapter = await chapters.find(({ number }) => number === 5)!.load()
    const [stdin, stdout] = [new PassThrough(), new PassThrough()]
    stdin.end(answers)
    const given: Readonly<Record<number, number>>[] = []
    await quizLesson(chapter, 80, { stdin, stdout }, (answers) => given.push(answers))
    stdout.end()
    return { given, printed: await text(stdout), chapter }
  }

  it('asks for numbers only, shows the steps that are missed, and ends with the input', async () => {
    const { chapter, printed: unanswered } = await quiz('')
    expect(unanswered).toContain('Answer with a number, then Enter.')
    expect(unanswered).toMatch(/\nNo question was answered.\n$/)
    const [first, second] = chapter.steps.filter((step) => step.type === 'question')
    const wrong = second!.predict.answer === 1 ? 2 : 1
    const { given, printed } = await quiz(`what\n99\n${first!.predict.answer}\n${wrong}\n`)
    // Each answer is told at once: who leaves in the middle keeps what was answered.
    expect(given).toEqual([{ 0: first!.predict.answer }, { 0: first!.predict.answer, 2: wrong }])
    expect(printed.match(/Type a number/g)).toHaveLength(2)
    expect(printed).toContain('Right: ')
    expect(printed).toContain('1 of 2 right.')
    expect(printed).toContain('npm run lesson 5 3')
    expect(printed.match(/^Lesson 5, step/gm)).toEqual(['Lesson 5, step'])
  })
})

describe.each(chapters)('chapter $number as text', ({ number }) => {
  it('is this, and the same when it is printed again', async () => {
    const { code, printed } = await print({ number })
    expect(code).toBe(0)
    expect((await print({ number })).printed).toBe(printed)
    await expect(printed).toMatchFileSnapshot(`chapter-${number}.txt`)
  })

  it.each([80, 60, 120])('is at most %i columns wide, and has no escapes', async (columns) => {
    const { printed } = await print({ number, columns })
    expect(printed).toMatch(/^[\x20-\x7e\n]*$/)
    for (const line of printed.split('\n')) expect(line.length, line).toBeLessThanOrEqual(columns)
  })
})

describe('a chapter as text', () => {
  it('prints one step when one is asked for', async () => {
    const { printed } = await print({}, 5)
    expect(printed).toMatch(/^Lesson 5, step 6 of \d+: Link is not chain\n/)
    expect(printed.match(/^Lesson /gm)).toHaveLength(1)
  })

  it('gives its events as JSON lines', async () => {
    const { printed } = await print({ json: true }, 3)
    const events = printed
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(events[0]).toMatchObject({ step: 4, program: 'canvas.ts', atMs: 0, type: 'canvas-applied' })
    expect(events.findLast(({ type }) => type === 'get-returned')).toMatchObject({
      value: ['SMS sent', 'WhatsApp sent'],
    })
  })

  it('is read a line at a time to a screen reader', async () => {
    const chapter = await chapters[0]!.load()
    const stdin = new PassThrough()
    const stdout = new PassThrough()
    stdin.end('\n\n')
    const mode = { type: 'reader', columns: 80, json: false } as const
    await printLesson(chapter, 0, mode, { stdin, stdout })
    stdout.end()
    const [keys, ...lines] = (await text(stdout)).trim().split('\n')
    expect(keys).toContain('Enter reads the next line')
    expect(lines).toHaveLength(3)
  })
})

/** What `npm run lesson` prints where there is no terminal. */
const print = async (
  mode: { readonly number?: number; readonly json?: boolean; readonly columns?: number } = {},
  step: number | null = null,
) => {
  const chapter = await chapters.find(({ number }) => number === (mode.number ?? 5))!.load()
  const stdout = new PassThrough()
  const [code, printed] = await Promise.all([
    printLesson(
      chapter,
      step,
      { type: 'plain', columns: mode.columns ?? 80, json: mode.json ?? false },
      { stdin: new PassThrough(), stdout },
    ).finally(() => stdout.end()),
    text(stdout),
  ])
  return { code, printed }
}
