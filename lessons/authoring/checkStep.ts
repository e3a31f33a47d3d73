import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { lessonFrame } from '../../src/ui/lessonFrame.ts'
import { play } from '../../src/ui/player.ts'
import { type Player, panes, player } from '../../src/ui/playerState.ts'
import type { Scene } from '../../src/ui/scene.ts'
import { rowWidth } from '../../src/ui/span.ts'
import type { Chapter, Exercise, Step } from '../lesson.ts'
import { runExercise } from '../runExercise.ts'
import { runStep } from '../runStep.ts'
import { readStep } from '../stepFiles.ts'
import { titleOf } from '../titleOf.ts'
import type { Check } from './check.ts'

/** What must be so for a step to be taught: each check says what to do where it is not. */
export const checkStep = async (root: string, chapter: Chapter, step: Step): Promise<readonly Check[]> => {
  const folder = join(root, 'lessons', chapter.slug, step.folder)
  const read = (file: string) => readFile(join(folder, file), 'utf8').catch(() => '')
  const [prose, hints, { scene }] = await Promise.all([
    read('lesson.md'),
    read('hints.md'),
    runStep(chapter, step),
  ])
  const check = (what: string, ...problems: readonly (string | false)[]): Check => ({
    name: `${chapter.slug}/${step.folder} ${what}`,
    problems: problems.filter((problem) => problem !== false),
  })
  const words = prose.split(/\s+/).filter(Boolean).length
  const given = hints.split(/^---$/m).filter((hint) => hint.trim() !== '').length
  return [
    check('has a short title', step.title.length > 32 && `shorten "${step.title}" to 32 characters`),
    check(
      'has prose of at most 120 words',
      words === 0 && 'write lesson.md',
      words > 120 && `lesson.md has ${words}`,
    ),
    check('has three hints', given !== 3 && `hints.md has ${given}: separate three of them by lines of ---`),
    check("links a section of Celery's manual", ...wrongManual(step.manual ?? chapter.manual)),
    check('shows code that fits its pane', ...wideCode(scene)),
    ...(step.type === 'question'
      ? [
          check('holds what it says, with five seeds', ...(await brokenFacts(chapter, step))),
          check('asks a question whose wrong answers the run refutes', ...unrefuted(scene)),
        ]
      : [
          check('begins unsolved', ...solvedAtOnce(scene)),
          check('is solved by its solution, with five seeds', ...(await unsolved(chapter, step))),
        ]),
    check('fits 80x24 and 120x40, in Unicode and in ASCII', ...overflows(chapter, step, scene)),
  ]
}

const wrongManual = (manual: string): readonly string[] => [
  ...(manual.length > 76 ? [`${manual} does not fit a line of 80: link a shorter one`] : []),
  ...(/^https:\/\/docs\.celeryq\.dev\/en\/stable\/[\w/.-]+\.html(#[\w-]+)?$/.test(manual)
    ? []
    : [`${manual} is no page of Celery's manual`]),
]

const wideCode = ({ programs }: Scene): readonly string[] => {
  const room = programs.length > 1 ? 37 : 42
  return programs.flatMap(({ name, code }) =>
    code
      .filter(({ row }) => rowWidth(row) > room)
      .map(({ number, row }) => `${name}:${number} is ${rowWidth(row)} wide: break it at ${room}`),
  )
}

/** Five: the step's own, and others. */
const seedsOf = ({ seed = 1 }: Step): readonly number[] => [...new Set([seed, 1, 2, 3, 4, 5])].slice(0, 5)

const brokenFacts = async (chapter: Chapter, step: Step): Promise<readonly string[]> => {
  const broken: string[] = []
  for (const seed of seedsOf(step)) {
    const { facts } = (await runStep(chapter, step, seed)).scene
    if (facts.length === 0) return ['check.ts says no facts']
    for (const { says, holds } of facts) if (!holds) broken.push(`seed ${seed}: it is not so that ${says}`)
  }
  return broken
}

const solvedAtOnce = ({ facts }: Scene): readonly string[] =>
  facts.every(({ holds }) => holds)
    ? ['start.ts holds every fact: leave something to do']
    : facts
        .filter(({ holds, instead }) => !holds && instead === undefined)
        .map(({ says }) => `it is not so that ${says}, and nobody says what is: give the fact an instead`)

const unsolved = async (chapter: Chapter, step: Exercise): Promise<readonly string[]> => {
  const solution = { file: 'solution.ts', source: await readStep(chapter, step, 'solution.ts') }
  const all = seedsOf(step)
  const runs = await Promise.all(all.map((seed) => runExercise(chapter, step, solution, seed)))
  return runs.flatMap(({ scene }, which) =>
    scene.facts
      .filter(({ holds }) => !holds)
      .map(
        ({ says, instead }) =>
          `seed ${all[which]}: it is not so that ${says}${instead ? `: ${instead}` : ''}`,
      ),
  )
}

const unrefuted = ({ predict, stage }: Scene): readonly string[] => {
  if (predict === null) return []
  const { options, answer, opensAt, refutedAt } = predict
  const problems: string[] = []
  if (options.length < 2 || options[answer - 1] === undefined)
    problems.push(`option ${answer} of ${options.length} is no answer`)
  // A program that sends nothing is refuted by its error.
  if (stage.moments.length === 0) return problems
  for (const [index, option] of options.entries()) {
    const { count } = refutedAt(index + 1)
    if (index + 1 === answer) continue
    if (count <= opensAt.count)
      problems.push(`"${option}" is refuted by event ${count}, which is seen before the answer`)
    if (count > stage.moments.length) problems.push(`"${option}" is refuted by no event: say refutedBy`)
  }
  return problems
}

const overflows = (chapter: Chapter, step: Step, scene: Scene): readonly string[] => {
  const index = chapter.steps.indexOf(step)
  const found = new Set<string>()
  for (const [columns, rows] of [
    [80, 24],
    [120, 40],
  ] as const) {
    const title = titleOf(chapter)
    const empty = player({ chapter: title, step: index, columns, rows, motion: true })
    const asking = play(empty, { type: 'loaded', step: index, scene })
    for (const state of statesOf(asking))
      for (const ascii of [false, true])
        for (const problem of overflow(state, ascii))
          found.add(`at ${columns}x${rows}${ascii ? ', in ASCII,' : ''} ${problem}`)
  }
  return [...found]
}

/** Asking, answered right and wrong, and played to the end; then, when most is shown, every pane large. */
const statesOf = (asking: Player): readonly Player[] => {
  const answered = [1, 2].map((option) =>
    play(asking, { type: 'key', key: { name: `${option}`, ctrl: false, shift: false, meta: false } }),
  )
  const played = answered.map((state) => play(state, { type: 'tick', elapsedMs: 60_000 }))
  return [asking, ...answered, ...played, ...panes.map((pane) => ({ ...played[0]!, pane }))]
}

const overflow = (state: Player, ascii: boolean): readonly string[] => {
  const drawn = lessonFrame(state, { ascii })
  const wide = drawn.filter((row) => rowWidth(row) > state.columns)
  const foreign = drawn.filter((row) => ascii && row.some(({ text }) => /[^\x20-\x7e]/.test(text)))
  return [
    ...(drawn.length === state.rows ? [] : [`the frame has ${drawn.length} rows`]),
    ...wide.map((row) => `this row is ${rowWidth(row)} wide: ${textOf(row)}`),
    ...foreign.map((row) => `this row is not ASCII: ${textOf(row)}`),
  ]
}

const textOf = (row: readonly { readonly text: string }[]) => row.map(({ text }) => text).join('')
