import type { Player } from '../src/ui/playerState.ts'
import type { Chapter } from './lesson.ts'
import { type Done, type Progress, type ProgressFile, stepKey } from './progress.ts'

/** What a learner's progress says of a chapter, for the screen to begin with. */
export interface Remembered extends Pick<Player, 'answers' | 'solved' | 'hints'> {
  /** Where to go on: where the learner was last, or the first step that is not done; from 0. */
  readonly step: number
}

/** Picks out of a learner's progress what concerns a chapter. */
export const rememberedOf = ({ number, steps }: Chapter, { current, done }: Progress): Remembered => {
  const known = steps.map((_, step) => done[stepKey(number, step)])
  const pick = <Value>(of: (done: Done, step: number) => Value | undefined) =>
    Object.fromEntries(
      known.flatMap((one, step) => {
        const value = one && of(one, step)
        return value === undefined ? [] : [[step, value]]
      }),
    ) as Record<number, Value>
  const here = steps.findIndex((_, step) => stepKey(number, step) === current)
  const open = known.indexOf(undefined)
  return {
    answers: pick(({ answer }, step) => (steps[step]!.type === 'question' ? answer : undefined)),
    solved: pick((_, step) => (steps[step]!.type === 'exercise' ? true : undefined)),
    hints: pick(({ hints }) => hints),
    step: Math.max(0, here >= 0 ? here : open),
  }
}

/**
 * Keeps what changes on the screen: steps that are done, and where the learner is. Only what changed here is written, so
 * that another lesson's steps stay. Says why where it cannot be kept.
 */
export const rememberWith = (
  file: ProgressFile,
  { number, steps }: Chapter,
  start: Remembered,
  runsOf: (step: number) => number,
) => {
  let before: Pick<Player, 'answers' | 'solved'> & { step: number | null } = { ...start, step: null }
  return (state: Pick<Player, 'answers' | 'solved' | 'hints' | 'step'>): string | null => {
    const changed = [...steps.keys()].filter(
      (step) => state.answers[step] !== before.answers[step] || state.solved[step] !== before.solved[step],
    )
    if (changed.length === 0 && state.step === before.step) return null
    before = state
    return file.change((progress) => {
      const done: Record<string, Done> = { ...progress.done }
      for (const step of changed) {
        const key = stepKey(number, step)
        const answer = state.answers[step]
        if (answer === undefined && !state.solved[step]) delete done[key]
        else
          done[key] = {
            ...done[key],
            at: new Date().toISOString(),
            hints: state.hints[step] ?? 0,
            ...(answer === undefined ? { runs: runsOf(step) } : { answer }),
          }
      }
      return { ...progress, current: stepKey(number, state.step), done }
    })
  }
}
