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

describe('an exercise of which much does not hold', () => {
  const facts = Array.from({ length: 12 }, (_, place) => ({
    says: `fact ${place} is about something that takes a while to say`,
    holds: false,
    instead: 'it is something else, which takes a while to say, too, and fills a second line',
    at: positionAfter(run, 2),
  }))
  const checked = check(begin(), scene(facts))

  it('leaves room for what is asked for, and says how much more there is', () => {
    expect(shown(checked)).toContain('Mend it.')
    expect(shown(checked)).toContain('0 of 12 hold')
    expect(shown(checked)).toMatch(/\d+ more do not hold: t/)
  })

  it('shows the hint that was asked for, and the fact that is looked at', () => {
    expect(shown(press(checked, 'h'))).toContain('hint one')
    expect(shown(press(checked, 'h', 'h', 'h'))).toContain('hint three')
    expect(shown(press(checked, ...Array.from({ length: 9 }, () => 'enter')))).toContain('▸✗ fact 8')
    expect(shown(press(checked, 'h', 't'))).toContain('fact 3')
  })

  it('shows the line that is wrong, though the imports and more stand before it', () => {
    const long = Array.from({ length: 30 }, (_, line) => `const a${line + 1} = 1`).join('\n')
    const wrongAt = scene(facts, long)
    const problems = [{ line: 25, says: 'this is wrong' }]
    const broken = { ...wrongAt, programs: [{ ...wrongAt.programs[0]!, problems }] }
    expect(shown(check(begin(), broken))).toContain('this is wrong')
  })
})

it('shows the first line when that is wrong', () => {
  const long = `const a = 1\nimport { b } from 'b'\n${'const c = 1\n'.repeat(30)}`
  const broken = scene([], long)
  const problems = [{ line: 1, says: 'this is wrong' }]
  expect(shown(check(begin(), { ...broken, programs: [{ ...broken.programs[0]!, problems }] }))).toContain(
    'this is wrong',
  )
})

it('forgets what was said of the run before', () => {
  const loud = { ...wrong, exercise: { ...wrong.exercise!, note: 'Too much was printed.' } }
  const told = check(begin(), loud)
  expect(shown(told)).toContain('Too much was printed.')
  expect(shown(check(told, right, true))).not.toContain('Too much was printed.')
})

it('shows a file that another system wrote', () => {
  const text = shown(check(begin(), scene([], '\ufeffconst a = 1\r\nconst b = 2\r\n')))
  expect(text).toContain('│ const a = 1 ')
  expect(text).not.toMatch(/\\u/)
})

it('says a long note in more than one row', () => {
  const long =
    'playground/work/05-08-send-and-count.ts cannot be used: a file stands where its folder should be.'
  const noted = shown(play(check(begin(), right, true), { type: 'note', says: long }))
  expect(noted).toContain('should be.')
  expect(noted.split('\n')).toHaveLength(24)
})

describe('the end of a chapter', () => {
  const others = [{ number: 6, title: 'State', steps: 7, done: 2 }]
  const last = (more: Partial<Player['chapter']>): Player => {
    const solved = check(begin(), right, true)
    return { ...solved, chapter: { ...solved.chapter, steps: ['Your turn'], right: [null], ...more } }
  }

  it('goes on to the next chapter, when the learner says so', () => {
    expect(shown(last({ others }))).toContain('solved. It was the last step. n: next chapter')
    expect(press(last({ others }), 'n')).toMatchObject({ done: true, leavesFor: 6 })
  })

  it('offers no n where there is nothing next', () => {
    expect(shown(last({}))).toContain('solved. It was the last step.')
    expect(shown(last({}))).not.toContain('n: ')
    expect(press(last({}), 'n')).toMatchObject({ done: false, step: 0 })
  })

  it('lists the other chapters, finds them, and opens them', () => {
    const list = press(last({ others }), 'l')
    expect(shown(list)).toMatch(/chapter {2}6 {2}State +2 of 7 done/)
    expect(press(list, '/', 's', 't', 'a', 't', 'e', 'enter', 'enter')).toMatchObject({
      done: true,
      leavesFor: 6,
    })
    // The one step is done; the chapter is not.
    expect(shown(press(list, 'f'))).toContain('State')
    expect(shown(press(list, 'f', 'f'))).not.toContain('State')
  })
})
