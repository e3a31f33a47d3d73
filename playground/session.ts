import { type ProgramRun, plainTrouble, runOf } from '../src/program/programRun.ts'
import { type Happening, play } from './play.ts'
import type { Playground } from './playground.ts'
import type { Asked } from './run/runState.ts'
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
  /** Runs a program; the promise is rejected when the signal says so. */
  run(asked: Asked, signal: AbortSignal): Promise<ProgramRun>
  /** Is called once; what the language server finds is told in its own time. */
  openTypes(first: Looked, tell: (told: TypesHappening) => void): TypeServer
}

/** Frames a second while a run plays. */
const framesPerSecond = 15

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
  let running: AbortController | null = null
  let timer: NodeJS.Timeout | null = null
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
    const { asked, playing } = after.runs
    if (asked !== null && asked !== before.runs.asked) run(asked)
    if ((playing !== null) !== (timer !== null)) clockwork(playing !== null)
    if (after.done) end()
  }

  /** The run before is stopped: nobody waits for it any more. */
  const run = (asked: Asked) => {
    running?.abort()
    const own = new AbortController()
    running = own
    ports.run(asked, own.signal).then(
      (ran) => happen({ type: 'ran', asked, ran }),
      (error: unknown) => {
        if (own.signal.aborted) return
        const says = error instanceof Error ? error.message : String(error)
        happen({ type: 'ran', asked, ran: runOf(plainTrouble('crashed', says)) })
      },
    )
  }

  /** Time goes on while a run plays; nothing happens while it is paused. */
  const clockwork = (isOn: boolean) => {
    if (timer !== null) clearInterval(timer)
    timer = null
    if (!isOn) return
    let lastMs = performance.now()
    timer = setInterval(() => {
      const nowMs = performance.now()
      const elapsedMs = nowMs - lastMs
      lastMs = nowMs
      happen({ type: 'tick', elapsedMs })
    }, 1000 / framesPerSecond)
  }

  const end = () => {
    running?.abort()
    clockwork(false)
    types.close()
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
