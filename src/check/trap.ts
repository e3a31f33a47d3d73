import { match } from 'ts-pattern'

/** Something that would go wrong with a canvas, found before it is sent. */
export type Trap =
  /** The sender raises: nothing, or not all of it, is published. */
  | { readonly type: 'refused'; readonly error: string }
  /** `get()` waits for ever: although nothing fails (null), or when this run of a task does. */
  | { readonly type: 'never-ready'; readonly when: Run | null; readonly why: string }
  /** It stands in the canvas so many times, and runs more often although nothing fails. */
  | { readonly type: 'runs-again'; readonly task: string; readonly stands: number; readonly runs: number }
  /** It stands in the canvas so many times, and runs less often although nothing fails. */
  | { readonly type: 'never-runs'; readonly task: string; readonly stands: number; readonly runs: number }

/** One run of a task: its first, its second, ... */
export interface Run {
  readonly task: string
  /** From 1. */
  readonly nth: number
  /** The id it had in the rehearsal. */
  readonly id: string
}

/** What a trap means, in a sentence. */
export const trapSentence = (trap: Trap): string =>
  match(trap)
    .returnType<string>()
    .with({ type: 'refused' }, ({ error }) => `it cannot be sent: ${error}`)
    .with(
      { type: 'never-ready' },
      ({ when, why }) =>
        `${when === null ? 'though nothing fails' : `when ${nameOf(when)} fails`}, ${why.replace(/^this/, 'the')}`,
    )
    .with(
      { type: 'runs-again' },
      ({ task, stands, runs }) => `${task} stands in it ${times(stands)} and runs ${times(runs)}.`,
    )
    .with(
      { type: 'never-runs' },
      ({ task, stands, runs }) =>
        `${task} stands in it ${times(stands)} and ${runs === 0 ? 'never runs' : `runs only ${times(runs)}`}.`,
    )
    .exhaustive()

const nameOf = ({ task, nth }: Run) => (nth === 1 ? task : `${task} #${nth}`)

const times = (count: number) => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`)
