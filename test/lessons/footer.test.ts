import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chapters } from '../../lessons/chapters.ts'
import type { Chapter } from '../../lessons/lesson.ts'
import { runStep } from '../../lessons/runStep.ts'
import { titleOf } from '../../lessons/titleOf.ts'
import type { Binding } from '../../src/ui/binding.ts'
import { type Action, keyTable } from '../../src/ui/keys.ts'
import { lessonFrame } from '../../src/ui/lessonFrame.ts'
import { play } from '../../src/ui/player.ts'
import { type Player, player } from '../../src/ui/playerState.ts'

const press = (state: Player, name: string): Player => {
  const [last = '', ...held] = name.split('+').reverse()
  const key = { name: last, ctrl: held.includes('ctrl'), meta: false, shift: held.includes('shift') }
  return play(state, { type: 'key', key: last.length === 1 && !key.ctrl ? { ...key, text: last } : key })
}

/** What leaves the lesson ends the walk. */
const leaves = /^(q|ctrl\+c)$/
const names = [...new Set(keyTable.flatMap(({ keys }) => Object.keys(keys)))].filter(
  (key) => !leaves.test(key),
)

/** A step as it is when it has been opened; an exercise has been checked. */
const opened = async (chapter: Chapter, step: number, columns: number, rows: number): Promise<Player> => {
  const { scene } = await runStep(chapter, chapter.steps[step]!)
  const others = chapters
    .filter(({ number }) => number !== chapter.number)
    .map(({ number, title, says, steps }) => ({ number, title, says, steps, done: 0 }))
  const title = { ...titleOf(chapter), others }
  const empty = player({ chapter: title, step, columns, rows, motion: true })
  return scene.exercise === undefined
    ? play(empty, { type: 'loaded', step, scene })
    : play(empty, { type: 'checked', step, scene, isSolved: false })
}

const shown = (state: Player): string => JSON.stringify(lessonFrame(state, { ascii: false }))

/** What the footer says of a binding; the footer alone knows whether there is more to scroll. */
const isOffered = ({ does }: Binding<Player, Action>, state: Player): boolean =>
  does !== 'scroll' ||
  lessonFrame(state, { ascii: false })
    .at(-1)!
    .some(({ text }) => text.includes(' scroll'))

/** The bindings that are offered, and none of whose keys does anything: to the screen, to the file, or to the course. */
const idle = (state: Player): readonly string[] => {
  const before = shown(state)
  const does = (key: string) => {
    const after = press(state, key)
    return after.wish !== state.wish || after.done || shown(after) !== before
  }
  return keyTable
    .filter((binding) => binding.when(state) && isOffered(binding, state))
    .filter((binding) => !Object.keys(binding.keys).some(does))
    .map((binding) => binding.shown)
}

const sizes = fc.constantFrom([80, 24], [120, 40], [60, 15])

// One walk for each chapter and test run, from another seed each time: a hundred of them take minutes.
describe('whatever a footer offers', () => {
  for (const listed of chapters)
    it(`works in chapter ${listed.number}, wherever keys have led`, { timeout: 60_000 }, async () => {
      const chapter = await listed.load()
      await fc.assert(
        fc.asyncProperty(
          fc.nat(chapter.steps.length - 1),
          sizes,
          fc.array(fc.constantFrom(...names), { maxLength: 12 }),
          async (step, [columns = 0, rows = 0], keys) => {
            const state = keys.reduce(press, await opened(chapter, step, columns, rows))
            if (state.done) return
            expect(idle(state)).toEqual([])
          },
        ),
        { numRuns: 1 },
      )
    })
})
