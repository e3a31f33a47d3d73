import type { Player } from '../src/ui/playerState.ts'
import type { Chapter, Step } from './lesson.ts'
import { type Done, type Progress, type ProgressFile, stepKey } from './progress.ts'

/** What a learner's progress says of a chapter, for the screen to begin with. */
export interface Remembered extends Pick<Player, 'answers' | 'solved' | 'hints'> {
  /** Where to go on: where the learner was last, or the first step that is not done; from 0. */
  readonly step: number
}

/** Picks out of a learner's progress what concerns a chapter. */
export const rememberedOf = (chapter: Chapter, { current, done }: Progress): Remembered => {
  const { number, steps } = chapter
  const known = steps.map((_, step) => done[keyOf(chapter, step, done)])
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
  chapter: Chapter,
  start: Remembered,
  runsOf: (step: number) => number,
) => {
  const { number, steps } = chapter
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
        const key = keyOf(chapter, step, done)
        const answer = state.answers[step]
        if (answer === undefined && !state.solved[step]) delete done[key]
        else
          done[key] = {
            ...done[key],
            step: nameOf(steps[step]!),
            at: new Date().toISOString(),
            hints: state.hints[step] ?? 0,
            ...(answer === undefined ? { runs: runsOf(step) } : { answer }),
          }
      }
      return { ...progress, current: stepKey(number, state.step), done }
    })
  }
}

/**
 * Under which key a step stands, or would: of one that has moved, where it was; and where another step's record has the
 * place, by its name, so that nothing is written over.
 */
const keyOf = ({ number, steps }: Chapter, place: number, done: Progress['done']): string => {
  const step = steps[place]!
  const name = nameOf(step)
  const chapter = stepKey(number, 0).slice(0, 3)
  const known = Object.keys(done).find((key) => key.startsWith(chapter) && done[key]!.step === name)
  const here = stepKey(number, place)
  return known ?? (isOf(step, done[here]) ? here : `${chapter}${name}`)
}

/** May this record be of this step? One without a name may, when it is of the same kind. */
const isOf = (step: Step, done: Done | undefined): boolean =>
  done === undefined ||
  (done.step === undefined
    ? (done.answer === undefined) === (step.type === 'exercise')
    : done.step === nameOf(step))

const nameOf = ({ folder }: Step): string => folder.replace(/^\d+-/, '')
