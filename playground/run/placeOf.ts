import type { MadeAt } from '../../src/program/origins.ts'
import { type RunState, shownRuns } from './runState.ts'

/** The place of the text, from 1, that made the event at which the run stands; null where no line of it did. */
export const placeOf = (runs: RunState): MadeAt | null => {
  const moment = runs.stage?.moments[runs.at.count - 1]
  const run = moment && shownRuns(runs)[moment.film]
  if (moment === undefined || run === undefined) return null
  const { places, madeAt } = run.ran
  return places[madeAt[moment.event] ?? -1] ?? null
}
