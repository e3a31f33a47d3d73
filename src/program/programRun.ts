import type { Canvas } from '../canvas/canvas.ts'
import type { Recording } from '../runtime/recording.ts'
import type { Carried } from './carried.ts'
import type { Made } from './origins.ts'

/** A program that was run: what happened, what it holds, what it printed, and what went wrong. All of it is plain data. */
export interface ProgramRun extends Recording, Made {
  /** The top-level bindings that are values, by name; results are among `handles`. */
  readonly returned: Readonly<Record<string, unknown>>
  /** The top-level bindings that are canvases, sent or not. */
  readonly canvases: Readonly<Record<string, Canvas>>
  readonly printed: readonly Printed[]
  /** What each message carries beside what its event tells, in the order of the `task-sent` events. */
  readonly messages: readonly (Carried | null)[]
  /** What ended the program before its end, or was wrong with it; null when it ran through. */
  readonly trouble: Trouble | null
}

/** One line of output, and when it was printed. */
export interface Printed {
  /** Virtual milliseconds since the run began. */
  readonly atMs: number
  /** How many events of the trace had happened. */
  readonly count: number
  readonly stream: 'stdout' | 'stderr'
  /** The id of the task that printed it; null for the program itself. */
  readonly taskId: string | null
  readonly text: string
}

/** What went wrong, as a sentence, and where in the program's file. */
export interface Trouble {
  readonly type: TroubleType
  readonly says: string
  /** From 1; null when there is no such place. */
  readonly line: number | null
  readonly column: number | null
  /** The error's name, when an error ended the program. */
  readonly name?: string
}

/**
 * `syntax`: it cannot be read. `import`: what it imports is not there. `threw`: it, or a promise of its, threw.
 * `refused`: it tried what it may not do. `loop` and `time`: it did not end, in a loop or elsewhere. `never`: it waits
 * for something that will never come. `memory`, `events`, `output`: it went over a limit. `crashed`: the thread died.
 */
export type TroubleType =
  | 'syntax'
  | 'import'
  | 'threw'
  | 'refused'
  | 'loop'
  | 'time'
  | 'never'
  | 'memory'
  | 'events'
  | 'output'
  | 'crashed'

/** How much a program may use. */
export interface Limits {
  /** Real milliseconds. */
  readonly timeMs: number
  readonly memoryMb: number
  /** Of the trace; more are cut. */
  readonly events: number
  /** Lines of output; more are dropped. */
  readonly lines: number
  /** Characters of a printed line, and of one value in the trace; more are cut. */
  readonly characters: number
}

/** The limits of which nothing is said. */
export const LIMITS: Limits = {
  timeMs: 5_000,
  memoryMb: 256,
  events: 20_000,
  lines: 1_000,
  characters: 50_000,
}

/** Trouble that is at no place in particular. */
export const plainTrouble = (type: TroubleType, says: string): Trouble => ({
  type,
  says,
  line: null,
  column: null,
})

/** A run of which nothing is known but what went wrong. */
export const runOf = (trouble: Trouble): ProgramRun => ({
  trace: [],
  handles: {},
  workers: 0,
  concurrency: 0,
  returned: {},
  canvases: {},
  printed: [],
  messages: [],
  ...UNKNOWN,
  trouble,
})

/** Of nothing is it known what made it. */
export const UNKNOWN: Made = { places: [], madeAt: new Int32Array() }
