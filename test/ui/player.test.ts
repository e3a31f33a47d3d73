import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyTable } from '../../src/ui/keys.ts'
import { lessonFrame } from '../../src/ui/lessonFrame.ts'
import { type Happening, play } from '../../src/ui/player.ts'
import { horizonOf, isAsking, type Player, sceneOf } from '../../src/ui/playerState.ts'
import { playerAt } from './scenes.ts'

const keyOf = (name: string): Happening => {
  const [last = '', ...held] = name.split('+').reverse()
  const key = {
    name: last,
    ctrl: held.includes('ctrl'),
    meta: held.includes('meta'),
    shift: held.includes('shift'),
  }
  return { type: 'key', key: last.length === 1 ? { ...key, text: last } : key }
}

const press = (state: Player, ...names: readonly string[]): Player =>
  names.reduce((now, name) => play(now, keyOf(name)), state)

const tick = (state: Player, elapsedMs: number): Player => play(state, { type: 'tick', elapsedMs })

const names = [...new Set(keyTable.flatMap((binding) => Object.keys(binding.keys)))]

const happenings: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...names, 'backspace', 'x', 'ü', 'escape', 'paste').map(keyOf) },
  {
    weight: 3,
    arbitrary: fc
      .double({ min: 0, max: 5000, noNaN: true })
      .map((elapsedMs) => ({ type: 'tick', elapsedMs }) as const),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('resize' as const),
      columns: fc.integer({ min: 1, max: 200 }),
      rows: fc.integer({ min: 1, max: 60 }),
    }),
  },
)

describe('any sequence of keys, ticks and resizes', () => {
  it('keeps the clock in the run, and before what is hidden', () => {
    fc.assert(
      fc.property(
        fc.nat(3),
        fc.boolean(),
        fc.array(happenings, { maxLength: 60 }),
        (step, motion, happened) => {
          let state = playerAt(step, 80, 24, motion)
          for (const one of happened) {
            state = play(state, one)
            const horizon = horizonOf(state)
            expect(state.at.atMs).toBeGreaterThanOrEqual(0)
            expect(state.at.atMs).toBeLessThanOrEqual(horizon.atMs)
            expect(state.at.count).toBeLessThanOrEqual(horizon.count)
            if (isAsking(state)) expect(horizon).toEqual(sceneOf(state)?.predict?.opensAt)
          }
          expect(lessonFrame(state, { ascii: false }).length).toBeLessThanOrEqual(state.rows)
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('playing', () => {
  const answered = press(playerAt(0, 80, 24), '3')

  it('goes on with the clock at the chosen speed, and stops at the end', () => {
    const playing = press(answered, 'space')
    expect(tick(playing, 1000).at).toEqual({ atMs: 1000, count: 5 })
    expect(tick(press(playing, ']'), 1000).at.atMs).toBe(2000)
    expect(tick(press(playing, '[', '['), 1000).at.atMs).toBe(250)
    const over = tick(playing, 60_000)
    expect(over.at).toEqual(horizonOf(over))
    expect(over.playing).toBeNull()
  })

  it('starts over at the end', () => {
    const over = press(answered, 'end')
    expect(press(over, 'space')).toMatchObject({ at: { atMs: 0, count: 0 }, playing: { rate: 1 } })
  })

  it('stops when the clock is moved by hand', () => {
    const playing = press(answered, 'space')
    for (const key of ['left', 'right', ',', '.', 'home', 'end', 'n', 'l', '?'])
      expect(press(playing, key).playing).toBeNull()
  })

  it('steps event by event, and scrubs', () => {
    const start = press(answered, 'home')
    expect(press(start, '.', '.').at.count).toBe(2)
    expect(press(start, '.', '.', ',').at.count).toBe(1)
    expect(press(start, 'right').at.atMs).toBe(50)
    expect(press(start, 'shift+right', 'left').at.atMs).toBe(450)
    expect(press(start, 'left').at).toEqual({ atMs: 0, count: 3 })
  })

  it('jumps from event to event without motion', () => {
    const still = press(playerAt(0, 80, 24, false), '3', 'space')
    const one = lessonFrame(tick(still, 1000), { ascii: false })
    expect(lessonFrame(tick(still, 1500), { ascii: false })).toEqual(one)
  })
})

describe('a question', () => {
  const asking = playerAt(0, 80, 24)

  it('holds the clock where it opens', () => {
    expect(press(asking, 'end', '.', 'shift+right', 'space').at.count).toBeLessThanOrEqual(1)
  })

  it('takes no answer it does not offer, and no second one', () => {
    expect(press(asking, '4', '9', '0').answers).toEqual({})
    expect(press(asking, '3', '1').answers).toEqual({ 0: 3 })
  })

  it('is shown wrong by gliding to the event that refutes it', () => {
    const wrong = press(asking, '1')
    expect(wrong.playing).not.toBeNull()
    const there = tick(tick(wrong, 600), 700)
    expect(there.at).toEqual(sceneOf(asking)!.predict!.refutedAt(1))
    expect(there.playing).toBeNull()
    expect(press(playerAt(0, 80, 24, false), '1').at).toEqual(there.at)
  })
})

describe('the list', () => {
  const list = press(playerAt(0, 80, 24), 'l')

  it('searches by words and opens what is chosen', () => {
    const found = press(list, '/', 'l', 'i', 'n', 'k', 'enter')
    expect(found.list).toEqual({ filter: 'all', query: 'link', searching: false, selected: 2 })
    expect(press(found, 'enter')).toMatchObject({ screen: 'lesson', step: 2 })
  })

  it('takes letters while it is searched, and commands after', () => {
    expect(press(list, '/', 'q').done).toBe(false)
    expect(press(list, '/', 'q', 'escape', 'q').done).toBe(true)
  })

  it('goes up, down and back', () => {
    expect(press(list, 'down', 'j', 'k', 'enter').step).toBe(1)
    expect(press(list, 'down', 'escape')).toMatchObject({ screen: 'lesson', step: 0 })
  })
})

describe('panes', () => {
  it('turn with Tab through all, and come back', () => {
    const turned = press(playerAt(0, 80, 24), ...Array.from({ length: 7 }, () => 'tab'))
    expect(turned.pane).toBeNull()
    expect(press(turned, 'shift+tab').pane).toBe('text')
    expect(press(playerAt(0, 60, 20), 'tab').pane).toBe('graph')
  })

  it('open large and close with the same key', () => {
    expect(press(playerAt(0, 80, 24), 'g').pane).toBe('graph')
    expect(press(playerAt(0, 80, 24), 'g', 'g').pane).toBeNull()
  })
})

describe('scrolling', () => {
  const fills = press(playerAt(0, 60, 15), 't')

  it('ends where the text ends, and comes back from there at once', () => {
    const down = press(fills, ...Array.from({ length: 50 }, () => 'down'))
    expect(down.scroll).toBeGreaterThan(0)
    expect(press(down, 'down')).toEqual(down)
    expect(press(down, 'up').scroll).toBe(down.scroll - 1)
  })

  it('comes back at once, too, when the screen has become larger', () => {
    const down = press(fills, ...Array.from({ length: 50 }, () => 'down'))
    const larger = play(down, { type: 'resize', columns: 60, rows: 17 })
    expect(lessonFrame(press(larger, 'up'), { ascii: false })).not.toEqual(
      lessonFrame(larger, { ascii: false }),
    )
  })

  it('is offered where there is more than fits', () => {
    const last = (state: Player) => JSON.stringify(lessonFrame(state, { ascii: false }).at(-1))
    expect(last(fills)).toContain('scroll')
    expect(last(press(playerAt(0, 120, 40), 't'))).not.toContain('scroll')
  })
})

describe('a hint', () => {
  it('comes to where it can be read', () => {
    expect(press(playerAt(0, 80, 24), 'h').pane).toBeNull()
    expect(press(playerAt(0, 80, 24), 'g', 'h').pane).toBe('text')
    expect(press(playerAt(0, 60, 15), 'h').pane).toBe('text')
  })
})
