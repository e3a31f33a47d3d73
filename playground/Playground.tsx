import { useEffect, useInsertionEffect, useSyncExternalStore } from 'react'
import { Frame } from '../src/ui/Frame.tsx'
import type { Look } from '../src/ui/legend.ts'
import type { Screen } from '../src/ui/terminal/screen.ts'
import type { Theme } from '../src/ui/theme.ts'
import { playgroundFrame } from './playgroundFrame.ts'
import type { Session } from './session.ts'

/** What the playground on screen needs from outside. */
export interface PlaygroundProps {
  readonly session: Session
  readonly look: Look
  readonly theme: Theme
  readonly screen: Pick<Screen, 'onKey' | 'onResize' | 'placeCursor'>
  readonly onDone: () => void
}

/** The playground on screen: keys go to its session, and the frame is drawn from the session's state. */
export const Playground = ({ session, look, theme, screen, onDone }: PlaygroundProps) => {
  const state = useSyncExternalStore(session.onChange, session.state)
  const { rows, cursor } = playgroundFrame(state, look)
  const { done } = state

  // Before Ink writes the frame, which the other effects come after.
  useInsertionEffect(() => screen.placeCursor(cursor))

  useEffect(() => screen.onKey((key) => session.happen({ type: 'key', key })), [screen, session])

  useEffect(
    () => screen.onResize(({ columns, rows }) => session.happen({ type: 'resize', columns, rows })),
    [screen, session],
  )

  useEffect(() => {
    if (done) onDone()
  }, [done, onDone])

  return <Frame rows={rows} theme={theme} />
}
