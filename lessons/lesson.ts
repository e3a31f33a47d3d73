import type { App, Celery } from '../src/canvas/celery.ts'
import type { World } from '../src/runtime/world.ts'
import type { Claim, Moment, Watch } from './watch.ts'

/** A chapter: its steps in the order they are learnt. */
export interface Chapter {
  readonly number: number
  /** The folder's name: `05-signatures-chaining`. */
  readonly slug: string
  readonly title: string
  readonly manual: Manual
  /** Sets the bank up before every run. */
  readonly begin: () => void
  readonly steps: readonly Step[]
  /** The step whose screen stands at the head of the chapter's page; its last when left out. */
  readonly cover?: Step
}

/** The section of Celery's manual that is taught. */
export type Manual = `https://docs.celeryq.dev/en/stable/${string}.html${'' | `#${string}`}`

/** A step of a chapter, in a folder of its own: a question about a run, or an exercise. */
export type Step = Question | Exercise

/** What every step has. Its folder has `lesson.md`, at most 120 words, and `hints.md`, with `---` between the hints. */
interface Common extends World {
  /** The folder's name in the chapter's: `01-signature`. */
  readonly folder: string
  /** At most 32 characters. */
  readonly title: string
  /** Where it is another section than the chapter's. */
  readonly manual?: Manual
}

/** Programs to look at, one or two, and a question about them. `check.ts` exports it: `export default step({ ... })`. */
export interface Question extends Common {
  readonly type: 'question'
  /** The app whose tasks the programs use, whatever its backend. */
  readonly app: App & Pick<Celery, 'connectTo'>
  /** The apps of the programs that use another one, by file. */
  readonly apps?: Readonly<Record<string, Question['app']>>
  /** The programs by file. Each file is shown as it stands, and runs as it stands. */
  readonly programs: Readonly<Record<string, Program>>
  readonly predict: Predict
  /** What is true of every run, whatever the seed: order relations and results, never milliseconds. */
  readonly facts: (...runs: readonly Watch[]) => readonly Claim[]
}

/**
 * A program to mend. `check.ts` exports it: `export default exercise({ ... })`. Beside it stand
 *
 * - `start.ts`: what the learner begins with. A plain module: imports from `celeriac`, `celeriac/bank` and
 *   `celeriac/bank/NAME` (which is `lessons/bank/NAME.ts`), top-level await, and no export; its top-level bindings are
 *   what facts and types speak of, and a result called `r` is what the result tree shows. Lines of at most 40 columns. It
 *   must miss at least one fact. Where the compiler refuses it, a line `// @ts-expect-error` says so; the learner's copy
 *   does not have that line.
 * - `solution.ts`: passes every check with every seed. It is shown after success, or after the third hint.
 * - `hints.md`: exactly three, the last one all but the answer.
 * - `lesson.md`: says what to reach, in the words of the bank, and not how.
 *
 * A run is in a process of its own, so the bank is new every time, and `begin` of the chapter is not called. An app of
 * the program's own may name any broker and backend: it is always a simulation in this step's world.
 */
export interface Exercise extends Common {
  readonly type: 'exercise'
  /** The result backend's URL that every app has, whatever it says itself: `rpc://`. */
  readonly backend?: string
  /** What the compiler has to know of a binding, exactly: `{ counts: '[number, number]' }`. */
  readonly types?: Readonly<Record<string, string>>
  /**
   * What the run has to be, one function for each fact: order relations, results, how often a task is published; never
   * printed text, never milliseconds. A fact about something that is not in the run does not hold, and says so.
   */
  readonly facts: readonly ((run: Watch) => Claim)[]
  /** The solution's graph is the goal: it is drawn, and the learner's must have its shape, whatever the text. */
  readonly goal?: boolean
}

/**
 * What a program file exports as `lesson`: it returns what it holds, by name. One that calls `simulate` itself returns
 * that recording as `run`, and it is what is shown.
 */
export type Program = () => Promise<Readonly<Record<string, unknown>>>

/** A question that is asked before the run is shown. */
export interface Predict {
  readonly ask: string
  readonly options: readonly string[]
  /** The key of the right option, from 1. */
  readonly answer: number
  readonly because: string
  /** The last event that is shown while the question is open; the first canvas that is sent when left out. */
  readonly opensAt?: (...runs: readonly Watch[]) => Moment
  /** The event that shows a wrong option wrong: one for all, or one for each by its key. */
  readonly refutedBy: Refutation | Readonly<Record<number, Refutation>>
}

export type Refutation = (...runs: readonly Watch[]) => Moment

/** Declares a step with a question. */
export const step = (declared: Omit<Question, 'type'>): Question => ({ type: 'question', ...declared })

/** Declares a step with an exercise. */
export const exercise = (declared: Omit<Exercise, 'type'>): Exercise => ({ type: 'exercise', ...declared })
