import type { Chance } from './chance.ts'

/** What goes wrong in a simulation, by chance and so by its seed. Chances are numbers from 0 to 1. */
export interface Faults {
  /** For each task that is about to run: the worker dies with everything it holds, and is started again. */
  readonly workerDies?: number
  /** When it dies; any of them when nothing is said. */
  readonly diesAt?: readonly DeathPoint[]
  /** For each task that runs: only the process that runs it is killed, as for want of memory. */
  readonly processDies?: number
  /** How many workers and processes die in all; without a limit when nothing is said. */
  readonly maxDeaths?: number
  /** For each message: it is delivered twice. */
  readonly duplicated?: number
  /** For each message: it comes late, by up to `lateByS` seconds. */
  readonly late?: number
  readonly lateByS?: number
  /** For each message: the broker stops handing out messages for `pauseS` seconds. */
  readonly brokerPauses?: number
  readonly pauseS?: number
}

/** Before the task starts, while it runs, or when its work is done and the message not yet acknowledged. */
export type DeathPoint = 'before-start' | 'mid-task' | 'before-ack'

/** What chance has in store for one run of a task. */
export type RunFault = { readonly type: DeathPoint } | { readonly type: 'process-dies' } | null

const POINTS: readonly DeathPoint[] = ['before-start', 'mid-task', 'before-ack']

/** Draws the fault of one run. */
export function drawRunFault(faults: Faults, chance: Chance): RunFault {
  if (happens(faults.workerDies, chance)) {
    const points = faults.diesAt ?? POINTS
    return { type: points[Math.floor(chance.next() * points.length)]! }
  }
  return happens(faults.processDies, chance) ? { type: 'process-dies' } : null
}

/** Whether something of this chance happens; nothing is drawn where it cannot. */
export const happens = (probability: number | undefined, chance: Chance): boolean =>
  probability !== undefined && probability > 0 && chance.next() < probability
