import type { CodeLine } from './code.ts'
import type { Position, Stage } from './stage.ts'

/** One step of a lesson, run and ready to be looked at. */
export interface Scene {
  readonly title: string
  /** Markdown. */
  readonly prose: string
  /** The address of what Celery's manual says of it. */
  readonly manual: string
  readonly hints: readonly string[]
  readonly programs: readonly Program[]
  /** The recordings of the programs, in their order. */
  readonly stage: Stage
  readonly predict: Prediction | null
  /** What is true of the run, told once the prediction is answered. */
  readonly facts: readonly Fact[]
}

/** A program and the file it stands in. */
export interface Program {
  readonly name: string
  readonly code: readonly CodeLine[]
  /** What the compiler says about it. */
  readonly problems: readonly Problem[]
  /** What the program threw in the run. It is part of what a question hides. */
  readonly error: string | null
}

/** What the compiler says of one line. */
export interface Problem {
  readonly line: number
  readonly says: string
}

/** A question to answer before the rest of the run is shown. */
export interface Prediction {
  readonly ask: string
  readonly options: readonly string[]
  /** The right option, as its key says: from 1. */
  readonly answer: number
  readonly because: string
  /** Nothing after this is shown while the question is open. */
  readonly opensAt: Position
  /** Where the run shows that an option is wrong. */
  refutedAt(option: number): Position
}

/** Something a step says about its run, and whether it is so. */
export interface Fact {
  readonly says: string
  readonly holds: boolean
  /** What is the case where it does not hold. */
  readonly instead?: string
  /** Where the run shows it. */
  readonly at?: Position
}

/** What is known of a chapter before any of its steps has run. */
export interface ChapterTitle {
  readonly number: number
  readonly title: string
  readonly steps: readonly string[]
}
