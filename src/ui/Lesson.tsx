import { useEffect, useReducer } from 'react'
import { Frame } from './Frame.tsx'
import type { Look } from './legend.ts'
import { lessonFrame } from './lessonFrame.ts'
import { play } from './player.ts'
import type { Player } from './playerState.ts'
import type { Scene } from './scene.ts'
import type { Screen } from './terminal/screen.ts'
import type { Theme } from './theme.ts'

/** What a lesson on screen needs from outside. */
export interface LessonProps {
  readonly start: Player
  readonly look: Look
  readonly theme: Theme
  readonly screen: Pick<Screen, 'onKey' | 'onResize'>
  /** Runs a step. */
  readonly load: (step: number) => Promise<Scene>
  readonly onDone: () => void
}

/** Frames a second while a run plays; none are drawn while it is paused. */
export const framesPerSecond = 15

/** The lesson on screen: every key and tick goes through the player, and the frame is drawn from it. */
export const Lesson = ({ start, look, theme, screen, load, onDone }: LessonProps) => {
  const [state, happen] = useReducer(play, start)
  const { step, done } = state
  const isPlaying = state.playing !== null

  useEffect(() => screen.onKey((key) => happen({ type: 'key', key })), [screen])

  useEffect(() => screen.onResize(({ columns, rows }) => happen({ type: 'resize', columns, rows })), [screen])

  useEffect(() => {
    load(step).then(
      (scene) => happen({ type: 'loaded', step, scene }),
      (error: unknown) =>
        happen({ type: 'failed', step, message: error instanceof Error ? error.message : String(error) }),
    )
  }, [load, step])

  useEffect(() => {
    if (!isPlaying) return
    let lastMs = performance.now()
    const timer = setInterval(() => {
      const nowMs = performance.now()
      happen({ type: 'tick', elapsedMs: nowMs - lastMs })
      lastMs = nowMs
    }, 1000 / framesPerSecond)
    return () => clearInterval(timer)
  }, [isPlaying])

  useEffect(() => {
    if (done) onDone()
  }, [done, onDone])

  return <Frame rows={lessonFrame(state, look)} theme={theme} />
}
