import { type Happening, play } from './play.ts'
import type { Playground } from './playground.ts'
import { offered } from './types/completing.ts'
import type { Looked, TypeServer, TypesHappening } from './types/typeServer.ts'

/** A playground that goes on: what happens to it changes its state, and whoever listens is told. */
export interface Session {
  readonly state: () => Playground
  happen(happening: Happening): void
  /** Calls back after every change; gives what ends that. */
  onChange(listener: () => void): () => void
}

/** What a session does outside of its state. */
export interface Ports {
  /** Is called once; what the language server finds is told in its own time. */
  openTypes(first: Looked, tell: (told: TypesHappening) => void): TypeServer
}

/** Opens a session. What has to be done outside follows from how the state changed. */
export const openSession = (start: Playground, ports: Ports): Session => {
  let state = start
  const listeners = new Set<() => void>()
  const happen = (happening: Happening) => {
    const before = state
    state = play(state, happening)
    if (state === before) return
    perform(before, state)
    for (const listener of listeners) listener()
  }
  const types = ports.openTypes(lookedAt(start), (told) => happen({ type: 'types', told }))

  const perform = (before: Playground, after: Playground) => {
    if (after.editor.version !== before.editor.version || after.editor.caret !== before.editor.caret)
      types.look(lookedAt(after))
    const { completion } = after.types
    if (completion !== null && completion.items === null && completion !== before.types.completion)
      types.complete(completion.from)
    const selected = selectedIn(after)
    if (selected !== undefined && selected.detail === undefined && selected !== selectedIn(before))
      types.describe(selected)
    if (after.done) types.close()
  }

  return {
    state: () => state,
    happen,
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

const lookedAt = ({ editor }: Playground): Looked => ({
  lines: editor.lines,
  version: editor.version,
  caret: editor.caret,
})

const selectedIn = ({ types, editor }: Playground) =>
  types.completion?.items == null ? undefined : offered(types.completion, editor)[types.completion.selected]
