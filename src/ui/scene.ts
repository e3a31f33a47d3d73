import type { CodeLine } from './code.ts'
import type { Film } from './film.ts'
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
  readonly exercise?: ExerciseScene
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
  /** Nothing is known of it: the program did not get so far. */
  readonly isOpen?: boolean
}

/** What an exercise has besides: the learner's program is the one program of its scene. */
export interface ExerciseScene {
  /** Where the learner's file is, as it is told. */
  readonly path: string
  /** What was run, or what is there while nothing has run. */
  readonly source: string
  /** The canvases to send, while others are sent; null where the exercise has no such goal. */
  readonly goal: Film | null
  /** What has to change to come from the learner's program to the solution. */
  readonly solution: readonly DiffLine[]
  /** What the program printed. */
  readonly printed: readonly PrintedLine[]
  /** Something to be told once: there is no compiler, output was cut. */
  readonly note: string | null
}

/** One line of a comparison: of both, of the learner's program alone, or of the solution alone. */
export interface DiffLine {
  readonly type: 'same' | 'mine' | 'solution'
  readonly text: string
}

/** A line that the program printed, after so many events. */
export interface PrintedLine {
  readonly atMs: number
  readonly count: number
  readonly text: string
}

/** What is known of a chapter before any of its steps has run. */
export interface ChapterTitle {
  readonly number: number
  readonly title: string
  readonly steps: readonly string[]
  /** The right answer of each step, null for an exercise; of a step that has run its scene knows better. */
  readonly right?: readonly (number | null)[]
  /** The other chapters of the course, in their order. */
  readonly others?: readonly OtherChapter[]
}

/** A chapter that is not open. */
export interface OtherChapter {
  readonly number: number
  readonly title: string
  readonly steps: number
  /** How many of them are done. */
  readonly done: number
}
