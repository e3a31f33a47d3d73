import { describe, expect, it } from 'vitest'
import type { Recording } from '../../src/runtime/recording.ts'
import { keyTable } from '../../src/ui/keys.ts'
import { frameText, lessonFrame } from '../../src/ui/lessonFrame.ts'
import { play } from '../../src/ui/player.ts'
import { fills, horizonOf, type Player, panes } from '../../src/ui/playerState.ts'
import { rowText, rowWidth } from '../../src/ui/span.ts'
import { countIn, positionAfter, stage } from '../../src/ui/stage.ts'
import { hasGuessed } from '../../src/ui/width.ts'
import { manyRecording } from './recordings.ts'
import { answeredAt, chapter, playerAt, sceneFor, scenes } from './scenes.ts'

const sizes = [
  [80, 24],
  [120, 40],
  [100, 30],
  [79, 23],
  [60, 20],
  [60, 15],
  [40, 12],
  [200, 60],
  [30, 8],
] as const

/** Every kind of screen of a step, at one size. */
const screensOf = (step: number, columns: number, rows: number): readonly Player[] => {
  const asking = playerAt(step, columns, rows)
  const times = [0, 500, 1920, 2350, 3000, 99_999].map((atMs) => answeredAt(asking, atMs))
  const wrong = answeredAt(asking, 2000, 1)
  const large = [...panes].map((pane) => ({ ...wrong, pane }))
  const scrolled = [...panes].map((pane) => ({ ...asking, pane, scroll: 7 }))
  const others = [
    { ...asking, hints: { [step]: 2 } },
    { ...asking, screen: 'help' as const },
    {
      ...wrong,
      screen: 'list' as const,
      list: { query: 'chain', searching: true, selected: 0, filter: 'all' as const },
    },
    { ...asking, scenes: {} },
    { ...asking, scenes: { [step]: { failed: 'TypeError: no such task '.repeat(9) } } },
  ]
  return [asking, ...times, wrong, ...large, ...scrolled, ...others]
}

describe.each(sizes)('a frame at %i by %i', (columns, rows) => {
  it.each([false, true])('fills the screen and never runs over it (ASCII: %s)', (ascii) => {
    for (const step of scenes.keys())
      for (const state of screensOf(step, columns, rows)) {
        const drawn = lessonFrame(state, { ascii })
        expect(drawn.length).toBeLessThanOrEqual(rows)
        for (const row of drawn) expect(rowWidth(row), rowText(row)).toBeLessThanOrEqual(columns)
        expect(rowWidth(drawn.at(-1)!)).toBeLessThan(drawn.length === rows ? columns : columns + 1)
        if (ascii) expect(frameText(drawn)).toMatch(/^[\x20-\x7e\n]*$/)
      }
    // The tables of widths take longer to load than a first frame to draw.
    expect(hasGuessed()).toBe(false)
  })
})

/** The step with its recordings cut off where the question is open. */
const cut = (state: Player): Player => {
  const scene = scenes[state.step]!
  const horizon = horizonOf(state)
  const recordings = scene.stage.films.map(({ recording, trace, madeAt }, which): Recording => {
    const count = countIn(scene.stage, which, horizon)
    const made = Object.entries(recording.handles).filter(([, { id }]) => madeAt.get(id)! < count)
    return { ...recording, handles: Object.fromEntries(made), trace: trace.slice(0, count) }
  })
  const run = stage(recordings)
  const predict = {
    ...scene.predict!,
    opensAt: { ...positionAfter(run, run.moments.length), atMs: horizon.atMs },
  }
  const known = { ...scene, stage: run, predict }
  return { ...state, scenes: { [state.step]: known } }
}

describe('while a question is open', () => {
  it('a frame tells nothing that happens later', () => {
    for (const [step, scene] of scenes.entries())
      for (const count of [0, 1, 5, 9, 14])
        for (const [columns, rows] of [
          [80, 24],
          [120, 40],
        ] as const) {
          const opensAt = positionAfter(scene.stage, count)
          const asking = playerAt(step, columns, rows)
          const state = {
            ...asking,
            at: opensAt,
            scenes: { [step]: { ...scene, predict: { ...scene.predict!, opensAt } } },
          }
          for (const pane of [null, ...panes]) {
            const shown = frameText(lessonFrame({ ...state, pane }, { ascii: false }))
            expect(shown).toBe(frameText(lessonFrame(cut({ ...state, pane }), { ascii: false })))
          }
        }
  })
})

describe('the footer', () => {
  it('offers only keys that do something', () => {
    for (const step of scenes.keys())
      for (const state of screensOf(step, 120, 40))
        for (const binding of keyTable.filter((one) => one.when(state))) {
          // Only who draws knows whether there is more than fits.
          const last = rowText(lessonFrame(state, { ascii: false }).at(-1)!)
          if (binding.does === 'scroll' && !last.includes(' scroll')) continue
          const names = Object.keys(binding.keys)
          const changed = names.some((name) => {
            const shift = name.startsWith('shift+')
            const key = { name: name.replace('shift+', ''), ctrl: false, meta: false, shift }
            return play(state, { type: 'key', key }) !== state
          })
          expect(changed, `${binding.shown} ${binding.says}`).toBe(true)
        }
  })

  it.each(sizes)('offers to scroll what goes on, row by row to its end, at %i by %i', (columns, rows) => {
    if (rows < 12) return
    const key = (name: string) =>
      ({ type: 'key', key: { name, ctrl: false, meta: false, shift: false } }) as const
    const shown = (state: Player) => frameText(lessonFrame(state, { ascii: false }).slice(0, -1))
    for (const step of scenes.keys())
      for (const state of screensOf(step, columns, rows).filter(
        (one) => one.screen !== 'list' && fills(one) !== null,
      )) {
        const top = { ...state, scroll: 0 }
        const offered = rowText(lessonFrame(top, { ascii: false }).at(-1)!).includes(' scroll')
        const next = play(top, key('down'))
        if (offered || columns >= 80) expect(next !== top, `${step} ${top.pane}`).toBe(offered)
        for (let [now, after] = [top, next]; after !== now; [now, after] = [after, play(after, key('down'))])
          expect(shown(after), `${step} ${top.pane} ${after.scroll}`).not.toBe(shown(now))
      }
  })

  it.each([
    [79, 23],
    [60, 20],
    [60, 15],
    [60, 13],
    [40, 12],
  ])('stands below what is asked, and what became of the answer, at %i by %i', (columns, rows) => {
    for (const [step, { predict }] of scenes.entries()) {
      const asking = playerAt(step, columns, rows)
      const shown = (state: Player) => frameText(lessonFrame(state, { ascii: false }))
      expect(shown(asking)).toContain(`? ${predict!.ask.slice(0, 20)}`)
      expect(shown(asking)).toContain('[1]')
      expect(shown(answeredAt(asking, 0, 1))).toMatch(/[✓✗] (Right|Not)/)
    }
  })

  it('always names help and quit', () => {
    for (const [columns, rows] of sizes.filter(([, high]) => high >= 12)) {
      const last = rowText(lessonFrame(playerAt(0, columns, rows), { ascii: false }).at(-1)!)
      expect(last).toContain('? keys')
      expect(last).toContain('q quit')
    }
  })

  it.each([
    [80, 24],
    [120, 40],
  ])("has the address in Celery's manual, at %i by %i", (columns, rows) => {
    const help = frameText(lessonFrame({ ...playerAt(0, columns, rows), screen: 'help' }, { ascii: false }))
    expect(help).toContain("Celery's manual")
    expect(help).toContain(` ${scenes[0]!.manual} `)
  })
})

describe('a long run', () => {
  it('is drawn as fast as a short one', () => {
    const long = sceneFor('Long', [manyRecording(20_000)])
    const short = sceneFor('Short', [manyRecording(50)])
    expect(long.stage.moments.length).toBeGreaterThan(100_000)
    const timeOf = (scene: typeof long) => {
      const state = { ...playerAt(0, 120, 40), chapter, scenes: { 0: scene }, answers: { 0: 3 } }
      const at = (share: number) => ({
        ...state,
        at: positionAfter(scene.stage, Math.floor(scene.stage.moments.length * share)),
      })
      for (let turn = 0; turn < 5; turn++) lessonFrame(at(0.1 * turn), { ascii: false })
      const begunMs = performance.now()
      for (let turn = 0; turn < 20; turn++) lessonFrame(at(turn / 20), { ascii: false })
      return (performance.now() - begunMs) / 20
    }
    const shortMs = timeOf(short)
    const longMs = timeOf(long)
    expect(longMs).toBeLessThan(Math.max(20, shortMs * 6))
  })
})
