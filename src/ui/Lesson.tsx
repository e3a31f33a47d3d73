import { useEffect, useInsertionEffect, useReducer } from 'react'
import { textOf } from './editor/editor.ts'
import { Frame } from './Frame.tsx'
import type { Look } from './legend.ts'
import { lessonCursor, lessonFrame } from './lessonFrame.ts'
import { type Happening, play } from './player.ts'
import type { Player, Wish } from './playerState.ts'
import type { Scene } from './scene.ts'
import type { Screen } from './terminal/screen.ts'
import type { Theme } from './theme.ts'

/** What a lesson on screen needs from outside. */
export interface LessonProps {
  readonly start: Player
  readonly look: Look
  readonly theme: Theme
  readonly screen: Pick<Screen, 'onKey' | 'onResize' | 'placeCursor'>
  /** Runs a step. */
  readonly load: (step: number) => Promise<Scene>
  /** Calls back with what happens outside of the screen; gives what ends that. */
  readonly onHappening?: (listener: (happening: Happening) => void) => () => void
  /** Does what the screen cannot. */
  readonly grant?: (wish: Wish) => void
  /** Is told of the text that is edited and not saved, by its step; of null when there is none any more. */
  readonly draft?: (step: number, text: string | null) => void
  /** Keeps what the learner has done. */
  readonly remember?: (state: Player) => void
  /** The learner leaves, for another chapter or, null, for good. */
  readonly onDone: (chapter: number | null) => void
}

/** Frames a second while a run plays; none are drawn while it is paused. */
export const framesPerSecond = 15

/** The lesson on screen: every key and tick goes through the player, and the frame is drawn from it. */
export const Lesson = ({
  start,
  look,
  theme,
  screen,
  load,
  onHappening,
  grant,
  draft,
  remember,
  onDone,
}: LessonProps) => {
  const [state, happen] = useReducer(play, start)
  const { step, done, leavesFor, wish } = state
  const isPlaying = state.playing !== null

  // Before Ink writes the frame, which the other effects come after.
  useInsertionEffect(() => screen.placeCursor(lessonCursor(state, look)))

  useEffect(() => onHappening?.(happen), [onHappening])

  useEffect(() => {
    if (wish !== null) grant?.(wish)
  }, [wish, grant])

  const { editor } = state
  useEffect(() => {
    draft?.(step, editor && textOf(editor))
  }, [draft, step, editor])

  const { answers, solved } = state
  // biome-ignore lint/correctness/useExhaustiveDependencies: only these are worth keeping at once
  useEffect(() => remember?.(state), [answers, solved, step, remember])

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
    if (done) onDone(leavesFor)
  }, [done, leavesFor, onDone])

  return <Frame rows={lessonFrame(state, look)} theme={theme} />
}
