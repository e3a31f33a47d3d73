import type { World } from '../../src/runtime/world.ts'
import type { Case, Outcome } from './cases.ts'
import { type Disagreement, disagreements, neverCameBack } from './compare.ts'
import { outcome } from './outcome.ts'

/** The cluster that was recorded: one worker with two processes. */
const CLUSTER = { workers: 1, concurrency: 2, stuckAfterMs: 1_000 }

/** Delays in milliseconds, mean and spread: even ones first, then a few that differ in what may overtake what. */
const EVEN = { run: 8, publish: 2, store: 2 } as const
const UNEVEN = [
  { run: [8, 8], publish: [3, 3], store: [3, 3] },
  { run: [20, 12], publish: [4, 3], store: [3, 2] },
  { run: [3, 3], publish: [2, 2], store: [8, 8] },
  { run: [4, 4], publish: [10, 10], store: [4, 4] },
] as const

const SCHEDULES: readonly World[] = [
  { ...CLUSTER, latency: EVEN },
  ...Array.from({ length: 500 }, (_, index) => ({
    ...CLUSTER,
    seed: index + 1,
    latency: UNEVEN[index % UNEVEN.length]!,
  })),
]

/** Whether the simulator does with a case what Celery did. */
export interface Verdict {
  readonly recorded: Case
  /** None when it agrees; else those of the schedule that came closest. */
  readonly disagreements: readonly Disagreement[]
  /** The first schedule that agrees: 0 is the one with even delays; -1 for none. */
  readonly schedule: number
  /** Celery's own `get()` never came back. */
  readonly hung: boolean
}

/**
 * Plays a case until it comes out as recorded. Real delays are chance: which member of a header ends last, or whether a
 * revoke comes before an error, differs from run to run. So what was recorded has to be one of the schedules that the
 * simulator can play, in every field at once: the first has even delays, the others draw theirs. Of a member that ended
 * twice Celery's client shows the end it has read, the first or, if it was not told of that, the one in the backend.
 */
export async function judge(recorded: Case): Promise<Verdict> {
  const hung = neverCameBack(recorded)
  let closest: readonly Disagreement[] | null = null
  for (const [schedule, world] of SCHEDULES.entries()) {
    let left = disagreements(recorded, await played(recorded, world, true))
    if (hung || (left.length > 0 && left.every(({ field }) => field === 'result' || field === 'parents'))) {
      const untold = disagreements(recorded, await played(recorded, world, false))
      if (untold.length < left.length) left = untold
    }
    if (left.length === 0) return { recorded, disagreements: [], schedule, hung }
    if (!closest || left.length < closest.length) closest = left
    // What is built does not depend on delays.
    if (left.some(({ field }) => BUILT.has(field))) break
  }
  return { recorded, disagreements: closest ?? [], schedule: -1, hung }
}

const BUILT: ReadonlySet<string> = new Set(['json', 'repr', 'build_error', 'send_error'])

async function played(recorded: Case, world: World, told: boolean): Promise<Outcome> {
  try {
    return await outcome(recorded, world, told)
  } catch (error) {
    throw new Error(`${recorded.id} could not be played: ${error instanceof Error ? error.stack : error}`)
  }
}
