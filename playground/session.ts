import { type Happening, play } from './play.ts'
import type { Playground } from './playground.ts'

/** A playground that goes on: what happens to it changes its state, and whoever listens is told. */
export interface Session {
  readonly state: () => Playground
  happen(happening: Happening): void
  /** Calls back after every change; gives what ends that. */
  onChange(listener: () => void): () => void
}

/** Opens a session. */
export const openSession = (start: Playground): Session => {
  let state = start
  const listeners = new Set<() => void>()
  return {
    state: () => state,
    happen: (happening) => {
      const before = state
      state = play(state, happening)
      if (state !== before) for (const listener of listeners) listener()
    },
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
