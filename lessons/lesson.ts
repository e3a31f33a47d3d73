import type { App, Celery } from '../src/canvas/celery.ts'
import type { World } from '../src/runtime/world.ts'
import type { Fact } from '../src/ui/scene.ts'
import type { Moment, Watch } from './watch.ts'

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

/**
 * A step of a chapter: a folder with `lesson.md` (at most 120 words), one program or two, `check.ts`, which exports
 * this, and `hints.md` (hints separated by `---`).
 */
export interface Step extends World {
  /** The folder's name in the chapter's: `01-signature`. */
  readonly folder: string
  /** At most 32 characters. */
  readonly title: string
  /** Where it is another section than the chapter's. */
  readonly manual?: Manual
  /** The app whose tasks the programs use, whatever its backend. */
  readonly app: App & Pick<Celery, 'connectTo'>
  /** The apps of the programs that use another one, by file. */
  readonly apps?: Readonly<Record<string, Step['app']>>
  /** The programs by file. Each file is shown as it stands, and runs as it stands. */
  readonly programs: Readonly<Record<string, Program>>
  readonly predict: Predict
  /** What is true of every run, whatever the seed: order relations and results, never milliseconds. */
  readonly facts: (...runs: readonly Watch[]) => readonly Fact[]
}

/** What a program file exports as `lesson`: it returns what it holds, by name. */
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

/** Declares a step. */
export const step = (declared: Step): Step => declared
