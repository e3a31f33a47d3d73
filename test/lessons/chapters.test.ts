import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { chapters } from '../../lessons/chapters.ts'
import type { Step } from '../../lessons/lesson.ts'
import { runStep } from '../../lessons/runStep.ts'
import { titleOf } from '../../lessons/titleOf.ts'
import { frameText, lessonFrame } from '../../src/ui/lessonFrame.ts'
import { play } from '../../src/ui/player.ts'
import { panes, player } from '../../src/ui/playerState.ts'
import { rowWidth } from '../../src/ui/span.ts'
import { compilerSays } from './compilerSays.ts'

const lessons = fileURLToPath(new URL('../../lessons/', import.meta.url))

const all = await Promise.all(chapters.map((listed) => listed.load()))

describe.each(all)('chapter $number', (chapter) => {
  const folder = join(lessons, chapter.slug)
  const cases = chapter.steps.map((step) => [step.folder, step] as const)

  it('has a folder for every step, in this order', () => {
    const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    expect(chapter.steps.map((step) => step.folder)).toEqual(folders.map((entry) => entry.name).sort())
  })

  describe.each(cases)('step %s', (_, step: Step) => {
    const here = join(folder, step.folder)

    it('has a short title, prose of at most 120 words, and hints', () => {
      expect(step.title.length).toBeLessThanOrEqual(32)
      const words = readFileSync(join(here, 'lesson.md'), 'utf8').split(/\s+/).filter(Boolean)
      expect(words.length).toBeLessThanOrEqual(120)
      expect(readFileSync(join(here, 'hints.md'), 'utf8').split(/^---$/m).length).toBeGreaterThanOrEqual(2)
    })

    it("links a section of Celery's manual that fits a line", () => {
      const address = step.manual ?? chapter.manual
      expect(address.length).toBeLessThanOrEqual(76)
      expect(address).toMatch(/^https:\/\/docs\.celeryq\.dev\/en\/stable\/[\w/.-]+\.html(#[\w-]+)?$/)
    })

    it('shows code that fits its pane', async () => {
      const { scene } = await runStep(chapter, step)
      for (const program of scene.programs)
        for (const { row } of program.code)
          expect(rowWidth(row)).toBeLessThanOrEqual(scene.programs.length > 1 ? 37 : 42)
    })

    it.each([1, 2, 3, 4, 5, step.seed])('holds what it says, with seed %i', async (seed) => {
      const { scene } = await runStep(chapter, step, seed)
      expect(scene.facts.filter((fact) => !fact.holds)).toEqual([])
      expect(scene.facts.length).toBeGreaterThan(0)
    })

    it('asks a question whose wrong answers the run refutes', async () => {
      const { scene } = await runStep(chapter, step)
      const predict = scene.predict!
      const wrong = [...predict.options.keys()]
        .map((index) => index + 1)
        .filter((option) => option !== predict.answer)
      expect(predict.options.length).toBeGreaterThan(1)
      expect(predict.options[predict.answer - 1]).toBeDefined()
      if (scene.stage.moments.length === 0) return
      for (const option of wrong) {
        const refuted = predict.refutedAt(option)
        expect(refuted.count, predict.options[option - 1]).toBeGreaterThan(predict.opensAt.count)
        expect(refuted.count).toBeLessThanOrEqual(scene.stage.moments.length)
      }
    })

    it('shows what the compiler says of its programs', async () => {
      for (const file of Object.keys(step.programs)) {
        const path = join(here, file)
        const kept = path.replace(/\.ts$/, '.errors.txt')
        const isRefused = readFileSync(path, 'utf8').includes('@ts-expect-error')
        expect(existsSync(kept) && !isRefused, `${kept} is of no use: the compiler says nothing`).toBe(false)
        if (isRefused) await expect(compilerSays(path)).toMatchFileSnapshot(kept)
      }
    })

    it.each([
      [80, 24],
      [120, 40],
    ])('fits %i by %i, in Unicode and in ASCII', async (columns, rows) => {
      const { scene } = await runStep(chapter, step)
      const index = chapter.steps.indexOf(step)
      const asking = play(player({ chapter: titleOf(chapter), step: index, columns, rows, motion: true }), {
        type: 'loaded',
        step: index,
        scene,
      })
      const answered = [1, 2].map((option) =>
        play(asking, { type: 'key', key: { name: `${option}`, ctrl: false, shift: false, meta: false } }),
      )
      const played = answered.map((state) => play(state, { type: 'tick', elapsedMs: 60_000 }))
      for (const state of [asking, ...answered, ...played])
        for (const pane of [null, ...panes])
          for (const ascii of [false, true]) {
            const drawn = lessonFrame({ ...state, pane }, { ascii })
            expect(drawn.length).toBe(rows)
            for (const row of drawn) expect(rowWidth(row)).toBeLessThanOrEqual(columns)
            if (ascii) expect(frameText(drawn)).toMatch(/^[\x20-\x7e\n]*$/)
          }
    })
  })
})
