import { describe, expect, it } from 'vitest'
import { codeLines } from '../../src/ui/code.ts'
import { film } from '../../src/ui/film.ts'
import { frameText, lessonCursor, lessonFrame } from '../../src/ui/lessonFrame.ts'
import { type Happening, play } from '../../src/ui/player.ts'
import { type Player, player } from '../../src/ui/playerState.ts'
import type { Scene } from '../../src/ui/scene.ts'
import { rowWidth } from '../../src/ui/span.ts'
import { positionAfter, stage } from '../../src/ui/stage.ts'
import { chainRecording, chordRecording } from './recordings.ts'

const source = "import { chain } from 'celeriac'\n\nconst r = 1\n"
const run = stage([chainRecording()])

/** An exercise that was run: one fact does not hold, and the run shows where. */
const scene = (facts: Scene['facts'], ran = source): Scene => ({
  title: 'Your turn',
  prose: 'Mend it.',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/canvas.html',
  hints: ['one', 'two', 'three'],
  programs: [{ name: 'mine.ts', code: codeLines(ran), problems: [], error: null }],
  stage: run,
  predict: null,
  facts,
  exercise: {
    path: 'playground/work/mine.ts',
    source: ran,
    goal: film(chordRecording()),
    solution: [
      { type: 'mine', text: 'const r = 1' },
      { type: 'solution', text: 'const r = 2' },
    ],
    printed: [{ atMs: 0, count: 1, text: 'hello' }],
    note: null,
  },
})
const wrong = scene([
  { says: 'it compiles', holds: true },
  { says: 'r is 2', holds: false, instead: 'it is 1', at: positionAfter(run, 2) },
  { says: 's is 3', holds: false, at: positionAfter(run, 4) },
])
const right = scene([{ says: 'it compiles', holds: true }])

const begin = (columns = 80, rows = 24): Player => {
  const chapter = { number: 5, title: 'Signatures', steps: ['Your turn', 'Next'], right: [null, 1] }
  const empty = player({ chapter, step: 0, columns, rows, motion: true })
  const loaded = play(empty, { type: 'loaded', step: 0, scene: { ...wrong, facts: [] } })
  return play(loaded, { type: 'checking', step: 0, canRestore: false })
}
const check = (state: Player, checked: Scene, isSolved = false) =>
  play(state, { type: 'checked', step: 0, scene: checked, isSolved })

const press = (state: Player, ...names: readonly string[]): Player =>
  names.reduce((now, name) => {
    const ctrl = name.startsWith('ctrl+')
    const key = { name: name.replace('ctrl+', ''), ctrl, shift: false, meta: false }
    const happening: Happening = {
      type: 'key',
      key: key.name.length === 1 && !ctrl ? { ...key, text: key.name } : key,
    }
    return play(now, happening)
  }, state)
const shown = (state: Player) => frameText(lessonFrame(state, { ascii: false }))

describe('an exercise on screen', () => {
  it('says that it runs, what does not hold, and what is the case instead', () => {
    expect(shown(begin())).toContain('running it')
    const checked = check(begin(), wrong)
    expect(shown(checked)).toContain('1 of 3 hold')
    expect(shown(checked)).toContain('✗ r is 2: it is 1')
    expect(shown(checked)).toContain('to reach')
  })

  it('goes from one fact that does not hold to the next, where the run shows it', () => {
    const checked = check(begin(), wrong)
    expect(checked.at.count).toBe(run.moments.length)
    expect(press(checked, 'enter').at.count).toBe(2)
    expect(press(checked, 'enter', 'enter').at.count).toBe(4)
    expect(press(checked, 'enter', 'enter', 'enter').at.count).toBe(2)
  })

  it('keeps the last run when the text changes, and says so', () => {
    const changed = play(check(begin(), wrong), { type: 'written', step: 0, source: 'const r = 3\n' })
    expect(shown(changed)).toContain('mine.ts · changed')
    expect(shown(changed)).toContain('the text has changed since')
    expect(shown(changed)).toContain('const r = 3')
    expect(shown(changed)).toContain('✗ r is 2: it is 1')
    const back = play(changed, { type: 'written', step: 0, source })
    expect(shown(back)).not.toContain('changed')
  })

  it('never goes on by itself, and marks what was solved', () => {
    const solved = check(begin(), right, true)
    expect(solved.step).toBe(0)
    expect(shown(solved)).toContain('solved. n: next')
    expect(solved.solved).toEqual({ 0: true })
    expect(check(solved, wrong).solved).toEqual({ 0: true })
  })

  it('shows the solution after success or the third hint, not before', () => {
    const checked = check(begin(), wrong)
    expect(press(checked, 's').screen).toBe('lesson')
    expect(press(checked, 'h', 'h', 's').screen).toBe('lesson')
    const after = press(checked, 'h', 'h', 'h', 's')
    expect(shown(after)).toContain('- const r = 1')
    expect(shown(after)).toContain('+ const r = 2')
    expect(press(check(checked, right, true), 's').screen).toBe('solution')
  })

  it('asks before it resets, and brings back only what a reset replaced', () => {
    const checked = check(begin(), wrong)
    expect(press(checked, 'x').wish).toBeNull()
    expect(shown(press(checked, 'x'))).toContain('Put the start back?')
    expect(press(checked, 'x', 'escape').wish).toBeNull()
    expect(press(checked, 'x', 'y').wish).toEqual({ type: 'reset', step: 0 })
    expect(press(checked, 'z').wish).toBeNull()
    const reset = play(checked, { type: 'checking', step: 0, canRestore: true })
    expect(press(reset, 'z').wish).toEqual({ type: 'restore', step: 0 })
  })

  it('edits in place: keys write, and what was written is saved on the way out', () => {
    const editing = press(check(begin(), wrong), 'e')
    expect(lessonCursor(editing, { ascii: false })).toEqual({ row: 2, column: 5 })
    const typed = press(editing, 'q', 'x')
    expect(typed).toMatchObject({ screen: 'edit', done: false })
    expect(typed.benches[0]!.status).toBe('changed')
    expect(press(typed, 'ctrl+s').wish).toEqual({ type: 'save', step: 0, source: `qx${source}` })
    const left = press(typed, 'escape')
    expect(left).toMatchObject({ screen: 'lesson', editor: null, wish: { source: `qx${source}` } })
  })

  it('does not lose what is typed when the file changes elsewhere', () => {
    const editing = press(check(begin(), wrong), 'e')
    const other = { type: 'written', step: 0, source: 'const r = 9\n' } as const
    expect(press(play(editing, other), 'ctrl+s').wish).toMatchObject({ source: 'const r = 9\n' })
    const typed = play(press(editing, 'q'), other)
    expect(shown(typed)).toContain('changed elsewhere')
    expect(press(typed, 'ctrl+s').wish).toMatchObject({ source: `q${source}` })
  })

  it('lists what is open and what is done', () => {
    const list = press(check(begin(), right, true), 'l')
    expect(shown(list)).toContain('✓ solved')
    expect(shown(press(list, 'f'))).not.toContain('1  Your turn')
    expect(shown(press(list, 'f', 'f'))).not.toContain('2  Next')
  })

  it.each([
    [40, 12],
    [80, 24],
    [100, 30],
    [120, 40],
  ])('fits %ix%i on every screen, in Unicode and in ASCII', (columns, rows) => {
    const checked = check(begin(columns, rows), wrong)
    const states = [begin(columns, rows), checked, check(checked, right, true)]
    for (const state of states)
      for (const keys of [
        [],
        ['e'],
        ['e', 'k', 'ctrl+s'],
        ['x'],
        ['h', 'h', 'h', 's'],
        ['l', 'f'],
        ['tab'],
        ['?'],
      ])
        for (const ascii of [false, true]) {
          const drawn = lessonFrame(press(state, ...keys), { ascii })
          expect(drawn.length).toBe(rows)
          for (const row of drawn) expect(rowWidth(row)).toBeLessThanOrEqual(columns)
          if (ascii) expect(frameText(drawn)).toMatch(/^[\x20-\x7e\n]*$/)
        }
  })
})
