import { useEffect, useReducer } from 'react'
import { Frame } from '../../src/ui/Frame.tsx'
import type { Look } from '../../src/ui/legend.ts'
import type { Screen } from '../../src/ui/terminal/screen.ts'
import type { Theme } from '../../src/ui/theme.ts'
import { watchFrame } from './watchFrame.ts'
import { type Happening, type Watching, watch } from './watching.ts'

/** What the screen of `celeriac watch` needs from outside. */
export interface WatchProps {
  readonly start: Watching
  readonly look: Look
  readonly theme: Theme
  readonly screen: Pick<Screen, 'onKey' | 'onResize'>
  /** Calls back with what is seen; gives what ends that. */
  readonly onHappening: (listener: (happening: Happening) => void) => () => void
  readonly enableEvents: () => void
  readonly onDone: () => void
}

/** A cluster on screen: keys and what is seen change the state, and the frame is drawn from it. */
export const Watch = ({ start, look, theme, screen, onHappening, enableEvents, onDone }: WatchProps) => {
  const [state, happen] = useReducer(watch, start)
  const { wish, done } = state

  useEffect(() => onHappening(happen), [onHappening])

  useEffect(() => screen.onKey((key) => happen({ type: 'key', key })), [screen])

  useEffect(() => screen.onResize(({ columns, rows }) => happen({ type: 'resize', columns, rows })), [screen])

  useEffect(() => {
    if (wish !== null) enableEvents()
  }, [wish, enableEvents])

  useEffect(() => {
    if (done) onDone()
  }, [done, onDone])

  return <Frame rows={watchFrame(state, look)} theme={theme} />
}
