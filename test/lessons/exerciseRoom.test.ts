import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { chapters } from '../../lessons/chapters.ts'
import { ExerciseRoom } from '../../lessons/exerciseRoom.ts'
import type { Exercise } from '../../lessons/lesson.ts'
import { startOf } from '../../lessons/runExercise.ts'
import { readStep } from '../../lessons/stepFiles.ts'
import { Workbench } from '../../lessons/workbench.ts'
import type { Happening } from '../../src/ui/player.ts'

const chapter = await chapters.find(({ number }) => number === 5)!.load()
const step = chapter.steps.findIndex(({ folder }) => folder === '08-send-and-count')
const exercise = chapter.steps[step] as Exercise
const solution = await readStep(chapter, exercise, 'solution.ts')
const start = await startOf(chapter, exercise)

let home: string
let room: ExerciseRoom
let told: Happening[]
const lent: string[] = []

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'celeriac-room-'))
  told = []
})
afterEach(() => {
  room.close()
  rmSync(home, { recursive: true, force: true })
})

const enter = (env: Readonly<Record<string, string>> = {}) => {
  room = new ExerciseRoom(chapter, {
    home,
    env,
    tell: (happening) => told.push(happening),
    lend: async (work) => {
      lent.push('lent')
      await work()
    },
  })
  return room.open(step, exercise)
}
const file = () => join(home, 'playground/work/05-08-send-and-count.ts')
const mine = () => readFileSync(file(), 'utf8')
const write = (text: string | Uint8Array) => writeFileSync(file(), text)
const notes = () => told.flatMap((one) => (one.type === 'note' ? [one.says] : []))

/** Waits for a check of this text. */
const checked = (source: string) =>
  vi.waitFor(
    () => {
      const found = told.findLast((one) => one.type === 'checked')
      if (found?.type !== 'checked' || found.scene.exercise?.source !== source) throw new Error('not checked')
      return found
    },
    { timeout: 25_000, interval: 50 },
  )
const facts = ({ scene }: { scene: { facts: readonly { says: string; holds: boolean }[] } }) =>
  scene.facts.filter(({ holds }) => !holds).map(({ says }) => says)

it('makes the learner a file, shows it at once, and checks it', async () => {
  const scene = await enter()
  expect(scene.programs[0]!.code.length).toBeGreaterThan(5)
  expect(mine()).toBe(start)
  expect(notes()[0]).toContain('playground/work/05-08-send-and-count.ts')
  const first = await checked(start)
  expect(first.isSolved).toBe(false)
  expect(facts(first)).toContain('counts is [1, 1]')
  expect(first.scene.exercise!.goal!.applied).toHaveLength(1)
  expect(first.scene.exercise!.solution.some(({ type }) => type === 'solution')).toBe(true)
})

it('never writes over what the learner has, and sees what is saved elsewhere', async () => {
  await enter()
  room.close()
  write(solution)
  await enter()
  expect(mine()).toBe(solution)
  expect((await checked(solution)).isSolved).toBe(true)
  const other = solution.replace("'+$5000'", "'-$5000'")
  write(other)
  await checked(other)
  expect(told.some((one) => one.type === 'written' && one.source === other)).toBe(true)
})

it('keeps what a reset replaces, and brings it back, as often as one likes', async () => {
  await enter()
  write(solution)
  await room.grant({ type: 'reset', step })
  expect(mine()).toBe(start)
  await checked(start)
  await room.grant({ type: 'restore', step })
  expect(mine()).toBe(solution)
  await room.grant({ type: 'restore', step })
  expect(mine()).toBe(start)
})

const trouble: readonly (readonly [title: string, text: string | Uint8Array, says: RegExp])[] = [
  ['a syntax error', 'const = 5\n', /Unexpected/],
  ['a throw at import', "throw new Error('at once')\n", /at once/],
  ['a program that waits for ever', 'await new Promise(() => {})\n', /never come/],
  ['a binary file', new Uint8Array([127, 69, 76, 70, 0, 1, 255, 254]), /not text/],
]
it.each(trouble)('stays alive with %s, and says where', async (_, text, says) => {
  await enter()
  await checked(start)
  write(text)
  const { scene, isSolved } = await checked(mine())
  expect(isSolved).toBe(false)
  expect(scene.programs[0]!.problems.at(-1)).toMatchObject({ line: 1, says: expect.stringMatching(says) })
  write(solution)
  expect((await checked(solution)).isSolved).toBe(true)
})

it('has the text when the file is gone, and writes it again', async () => {
  await enter()
  write(solution)
  await checked(solution)
  rmSync(file())
  await vi.waitFor(() => expect(notes().at(-1)).toMatch(/is gone/), { timeout: 10_000 })
  await room.grant({ type: 'check', step })
  expect(mine()).toBe(solution)
})

it('says when a folder is where the file was', async () => {
  await enter()
  await checked(start)
  rmSync(file())
  mkdirSync(file())
  await room.grant({ type: 'check', step })
  expect(notes()).toContainEqual(expect.stringContaining('05-08-send-and-count.ts is a folder: move it away'))
  rmSync(file(), { recursive: true })
  await room.grant({ type: 'check', step })
  expect(mine()).toBe(start)
})

it('goes on where nothing can be written', async () => {
  writeFileSync(join(home, 'playground'), 'a file where the folder should be')
  await enter()
  expect(notes()[0]).toMatch(/cannot be used/)
  await checked(start)
  await room.grant({ type: 'save', step, source: solution })
  expect(notes().at(-1)).toMatch(/kept here while the lesson is open/)
  expect((await checked(solution)).isSolved).toBe(true)
  await room.grant({ type: 'reset', step })
  expect(notes().at(-1)).toMatch(/cannot be used/)
})

it('opens the editor that the learner has', async () => {
  writeFileSync(join(home, 'solution.ts'), solution)
  await enter({ EDITOR: `cp ${join(home, 'solution.ts')}` })
  await room.grant({ type: 'editor', step })
  expect(lent.length).toBeGreaterThan(0)
  expect(mine()).toBe(solution)
  expect((await checked(solution)).isSolved).toBe(true)
})

it('opens the editor on what was just saved here, and writes nothing after it', async () => {
  const seen = join(home, 'seen.ts')
  await enter({ EDITOR: `sh -c 'cp "$1" ${seen}; echo "// theirs" >> "$1"' edit` })
  await checked(start)
  const typed = `// mine\n${start}`
  void room.grant({ type: 'save', step, source: typed })
  await room.grant({ type: 'editor', step })
  expect(readFileSync(seen, 'utf8')).toBe(typed)
  expect(mine()).toBe(`${typed}// theirs\n`)
})

it('writes and reads the file one after the other', async () => {
  await enter()
  const bench = new Workbench(home, chapter, exercise)
  void bench.save('const = 1')
  expect(await bench.read()).toBe('const = 1')
  void bench.reset()
  void bench.restore()
  expect(await bench.read()).toBe('const = 1')
})

it('leaves what another editor saved, when nothing was typed here', async () => {
  await enter()
  await checked(start)
  write(solution)
  await room.grant({ type: 'save', step, source: start })
  expect(mine()).toBe(solution)
  expect((await checked(solution)).isSolved).toBe(true)
})

it('says when there is no editor, or not on this machine', async () => {
  await enter()
  await room.grant({ type: 'editor', step })
  expect(notes().at(-1)).toMatch(/no \$VISUAL and no \$EDITOR/)
  room.close()
  await enter({ VISUAL: 'no-such-editor-anywhere' })
  await room.grant({ type: 'editor', step })
  expect(notes().at(-1)).toMatch(/no-such-editor-anywhere is not on this machine/)
  expect(existsSync(file())).toBe(true)
})
