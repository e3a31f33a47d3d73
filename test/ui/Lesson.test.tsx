import { render } from 'ink-testing-library'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Lesson } from '../../src/ui/Lesson.tsx'
import { frameText, lessonFrame } from '../../src/ui/lessonFrame.ts'
import { player } from '../../src/ui/playerState.ts'
import type { Key } from '../../src/ui/terminal/key.ts'
import type { Size } from '../../src/ui/terminal/screen.ts'
import { plainTheme } from '../../src/ui/theme.ts'
import { chapter, playerAt, scenes } from './scenes.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] })
})

afterEach(() => {
  vi.useRealTimers()
})

/** The lesson on a screen of our own. ink-testing-library's is 100 columns wide, so the frame is no wider. */
const open = (load = async (step: number) => scenes[step]!) => {
  const keys = new Set<(key: Key) => void>()
  const sizes = new Set<(size: Size) => void>()
  const done = vi.fn()
  const screen = {
    placeCursor: () => {},
    onKey: (listener: (key: Key) => void) => {
      keys.add(listener)
      return () => keys.delete(listener)
    },
    onResize: (listener: (size: Size) => void) => {
      sizes.add(listener)
      return () => sizes.delete(listener)
    },
  }
  const start = player({ chapter, step: 0, columns: 80, rows: 24, motion: true })
  const look = { ascii: false }
  const app = render(
    <Lesson start={start} look={look} theme={plainTheme} screen={screen} load={load} onDone={done} />,
  )
  const press = async (...names: readonly string[]) => {
    for (const name of names) {
      for (const listener of keys) listener({ name, ctrl: false, shift: false, meta: false, text: name })
      await flush()
    }
  }
  const resize = async (columns: number, rows: number) => {
    for (const listener of sizes) listener({ columns, rows })
    await flush()
  }
  return { ...app, press, resize, done }
}

const flush = async () => {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
}

const trimmed = (text: string | undefined) => text?.replace(/ +$/gm, '')

it('draws the frame it is given and nothing else', async () => {
  const { lastFrame } = open()
  await flush()
  expect(trimmed(lastFrame())).toBe(trimmed(frameText(lessonFrame(playerAt(0, 80, 24), { ascii: false }))))
})

it('draws fifteen frames a second while it plays, and none while it is paused', async () => {
  const { frames, press } = open()
  await flush()
  await press('3', 'space')
  const before = frames.length
  vi.advanceTimersByTime(1000)
  await flush()
  expect(vi.getTimerCount()).toBe(1)
  expect(frames.length).toBeGreaterThan(before)
  await press('space')
  const paused = frames.length
  expect(vi.getTimerCount()).toBe(0)
  vi.advanceTimersByTime(5000)
  await flush()
  expect(frames.length).toBe(paused)
})

it('follows the size of the terminal', async () => {
  const { lastFrame, resize } = open()
  await flush()
  await resize(60, 20)
  expect(lastFrame()?.split('\n')).toHaveLength(20)
  await resize(30, 8)
  expect(lastFrame()).toContain('please enlarge')
})

it('runs a step when it is first looked at, and says why one cannot run', async () => {
  const { lastFrame, press } = open(async (step) => {
    if (step === 1) throw new Error('no such file')
    return scenes[step]!
  })
  await flush()
  await press('n')
  expect(lastFrame()).toContain('This step could not run')
  expect(lastFrame()).toContain('no such file')
  await press('n')
  expect(lastFrame()).toContain('Link is not chain')
})

it('says when the learner leaves', async () => {
  const { press, done } = open()
  await flush()
  await press('q')
  expect(done).toHaveBeenCalledOnce()
})
