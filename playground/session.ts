import { basename } from 'node:path'
import type { Found } from '../src/program/findTraps.ts'
import { type ProgramRun, plainTrouble, runOf } from '../src/program/programRun.ts'
import { textOf } from '../src/ui/editor/editor.ts'
import type { Drafts } from './keep/drafts.ts'
import type { Example } from './keep/examples.ts'
import type { FileOpened } from './keep/fileOpened.ts'
import { type Happening, play } from './play.ts'
import { isUnsaved, type Opening, type Playground, type Saving, type Writing } from './playground.ts'
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
  /** Is rejected when the file cannot be written; what stood there is there still. */
  save(path: string, text: string): Promise<void>
  open(path: string): Promise<FileOpened>
  export(writing: Writing): Promise<void>
  examples(): Promise<readonly Example[]>
  /** Where every change is kept. */
  readonly drafts: Pick<Drafts, 'keep' | 'drop' | 'find' | 'onTrouble'>
  /** Runs a program; the promise is rejected when the signal says so. Its traps are told later. */
  run(
    asked: Asked,
    signal: AbortSignal,
    onTraps: (traps: readonly Found[] | null) => void,
  ): Promise<ProgramRun>
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
  let keeping: NodeJS.Timeout | null = null
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
    if (after.saving !== null && after.saving !== before.saving) save(after.saving)
    if (after.opening !== null && after.opening !== before.opening) open(after.opening)
    if (after.writing !== null && after.writing !== before.writing) write(after.writing)
    if (after.cover === 'lessons' && after.examples === null && before.cover !== 'lessons')
      ports.examples().then((examples) => happen({ type: 'examples', examples }), trouble)
    keep(before, after)
    if (after.done) end()
  }

  /** Every change is kept beside the file, until the file has it. */
  const keep = (before: Playground, after: Playground) => {
    const isChanged = after.editor.version !== before.editor.version
    if (isChanged && isUnsaved(after)) {
      const { path, name, editor } = after
      clearTimeout(keeping ?? undefined)
      // A long text is not written with every key.
      keeping = setTimeout(
        () => ports.drafts.keep({ path, name, text: textOf(editor) }),
        editor.lines.length >> 4,
      )
    } else if (isUnsaved(before) && !isUnsaved(after) && after.path === before.path) {
      clearTimeout(keeping ?? undefined)
      ports.drafts.drop(after)
    }
  }

  const save = (saving: Saving) => {
    const { path, text } = saving
    const before = { path: state.path, name: state.name }
    ports.save(path, text).then(
      () => {
        happen({ type: 'saved', saving, error: null })
        if (!isUnsaved(state))
          for (const each of [before, { path, name: basename(path) }]) ports.drafts.drop(each)
      },
      (error: Error) => happen({ type: 'saved', saving, error: reasonOf(error) }),
    )
  }

  const write = (writing: Writing) => {
    ports.export(writing).then(
      () => tell(`Written to ${writing.path}.`, false),
      (error: Error) => tell(`Not written to ${writing.path}: ${reasonOf(error)}.`, true),
    )
  }

  const open = (opening: Opening) => {
    const { drafts } = ports
    const opened =
      'path' in opening
        ? ports.open(opening.path)
        : drafts
            .find({ path: null, name: opening.example.name })
            .then((draft): FileOpened => ({ text: opening.example.text, draft }))
    opened.then(
      (found) => happen({ type: 'opened', opening, opened: found }),
      (error: Error) => happen({ type: 'opened', opening, opened: { error: reasonOf(error) } }),
    )
  }

  const tell = (says: string, isBad: boolean) => happen({ type: 'told', note: { says, isBad } })
  const trouble = (error: Error) => tell(reasonOf(error), true)

  /** The run before is stopped: nobody waits for it any more. */
  const run = (asked: Asked) => {
    running?.abort()
    const own = new AbortController()
    running = own
    ports
      .run(asked, own.signal, (traps) => happen({ type: 'trapped', asked, traps }))
      .then(
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
    if (isUnsaved(state))
      ports.drafts.keep({ path: state.path, name: state.name, text: textOf(state.editor) })
    running?.abort()
    clockwork(false)
    types.close()
  }

  ports.drafts.onTrouble((error) =>
    tell(`What is not saved cannot be kept either: ${reasonOf(error)}.`, true),
  )
  return {
    state: () => state,
    happen,
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** `ENOSPC: no space left on device, write` without its code and call. */
const reasonOf = ({ message }: Error): string => /^[A-Z]+: ([^,]+)/.exec(message)?.[1] ?? message

const lookedAt = ({ editor }: Playground): Looked => ({
  lines: editor.lines,
  version: editor.version,
  caret: editor.caret,
})

const selectedIn = ({ types, editor }: Playground) =>
  types.completion?.items == null ? undefined : offered(types.completion, editor)[types.completion.selected]
