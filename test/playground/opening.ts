import { type Playground, playground } from '../../playground/playground.ts'
import { openSession, type Ports } from '../../playground/session.ts'
import type { TypesHappening } from '../../playground/types/typeServer.ts'
import { type ProgramRun, plainTrouble, runOf } from '../../src/program/programRun.ts'
import type { Recording } from '../../src/runtime/recording.ts'
import { keyNamed } from '../ui/editor/typing.ts'
import { chordRecording } from '../ui/recordings.ts'

/** A playground on a screen and a machine of our own, for tests of what it does. */

export const ranOf = (recording: Recording, more: Partial<ProgramRun> = {}): ProgramRun => ({
  ...runOf(plainTrouble('crashed', '')),
  trouble: null,
  ...recording,
  ...more,
})

export const open = (text: string, { columns = 120, rows = 40 } = {}) => {
  const asked: Parameters<Ports['run']>[] = []
  const kept = new Map<string, string>()
  const files = new Map<string, string>()
  let trap: Parameters<Ports['run']>[2] = () => {}
  let answer: (ran: ProgramRun) => void = () => {}
  let tell: (told: TypesHappening) => void = () => {}
  const drafts = {
    keep: ({ path, name, text }: { path: string | null; name: string; text: string }) =>
      kept.set(path ?? name, text),
    drop: ({ path, name }: { path: string | null; name: string }) => kept.delete(path ?? name),
    find: async () => null,
    onTrouble: () => {},
  }
  const ports: Ports = {
    openTypes: (_first, listener) => {
      tell = listener
      return { look: () => {}, complete: () => {}, describe: () => {}, close: () => {} }
    },
    run: (...call) => {
      asked.push(call)
      trap = call[2]
      return new Promise((resolve) => {
        answer = resolve
      })
    },
    save: async (path, saved) => {
      if (path.includes('full')) throw new Error('ENOSPC: no space left on device, write')
      files.set(path, saved)
    },
    open: async (path) => ({ text: files.get(path) ?? '', draft: null }),
    export: async ({ path, format }) => void files.set(path, format),
    examples: async () => [
      { title: '5.7 Link is not chain', name: '05-07-link.ts', text: 'link()\n', world: { workers: 1 } },
    ],
    drafts,
  }
  const session = openSession(
    playground({ columns, rows, motion: true, name: 'canvas.ts', path: null, text }),
    ports,
  )
  const press = (...names: readonly string[]) => {
    for (const name of names) session.happen({ type: 'key', key: keyNamed(name) })
  }
  const type = (typed: string) => {
    for (const letter of typed) press(letter === ' ' ? 'space' : letter)
  }
  const state = (): Playground => session.state()
  /** The run that was asked for last ends like this. */
  const ends = async (ran: ProgramRun = ranOf(chordRecording())) => {
    answer(ran)
    await flush()
  }
  const traps: typeof trap = (found) => trap(found)
  return {
    session,
    state,
    press,
    type,
    asked,
    kept,
    files,
    ends,
    traps,
    tell: (told: TypesHappening) => tell(told),
  }
}

export const flush = async () => {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
}
