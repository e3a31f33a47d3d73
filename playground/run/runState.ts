import type { Found } from '../../src/program/findTraps.ts'
import type { ProgramRun } from '../../src/program/programRun.ts'
import type { Playback } from '../../src/ui/playback.ts'
import { atStart } from '../../src/ui/playback.ts'
import { type Stage, stage } from '../../src/ui/stage.ts'
import type { PlayWorld } from './world.ts'

/** What is to be run: a text, in a world. */
export interface Asked {
  readonly number: number
  readonly version: number
  readonly text: string
  readonly world: PlayWorld
}

/** A program that was run, ready to be looked at. */
export interface Run extends Asked {
  readonly ran: ProgramRun
  /** What would go wrong with what it sends, once that is known; null where it cannot be. */
  readonly traps: readonly Found[] | null | 'looking'
}

/** The runs of the playground. */
export interface RunState extends Playback {
  /** The run that is under way, or was last; null before the first. */
  readonly asked: Asked | null
  readonly isBusy: boolean
  /** The run on screen, and the one beside it while two are compared. */
  readonly shown: Run | null
  readonly kept: Run | null
  /** Both, on one clock. */
  readonly stage: Stage | null
  /** How often the time on screen was halved, and where it begins. */
  readonly zoom: number
  readonly fromMs: number
}

/** Before anything was run. */
export const noRuns: RunState = {
  ...atStart,
  asked: null,
  isBusy: false,
  shown: null,
  kept: null,
  stage: null,
  zoom: 0,
  fromMs: 0,
}

/** The runs on screen, the one that was kept first. */
export const shownRuns = ({ kept, shown }: Pick<RunState, 'kept' | 'shown'>): readonly Run[] =>
  [kept === shown ? null : kept, shown].filter((run) => run !== null)

/** The same with what is shown put on one clock. */
export const staged = (runs: RunState): RunState => {
  const shown = shownRuns(runs)
  return { ...runs, stage: shown.length === 0 ? null : stage(shown.map(({ ran }) => ran)) }
}

/** A run is known by its number: `#3`. */
export const nameOf = ({ number }: Asked): string => `#${number}`
