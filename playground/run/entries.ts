import type { Printed } from '../../src/program/programRun.ts'
import { prefix } from '../../src/ui/search.ts'
import type { Position, Stage } from '../../src/ui/stage.ts'
import type { Run } from './runState.ts'

/** One line of the list of events: an event, by its place on the stage, or what was printed after so many of them. */
export type Entry =
  | { readonly type: 'event'; readonly moment: number }
  | { readonly type: 'printed'; readonly after: number; readonly film: number; readonly printed: Printed }

const known = new WeakMap<Stage, readonly Entry[]>()

/** Everything that happened, and what was printed meanwhile, in order. */
export const entriesOf = (stage: Stage, runs: readonly Run[]): readonly Entry[] => {
  const found = known.get(stage) ?? merge(stage, runs)
  known.set(stage, found)
  return found
}

const merge = (stage: Stage, runs: readonly Run[]): readonly Entry[] => {
  const printed = runs.flatMap(({ ran }, film) =>
    ran.printed.map((one) => ({ after: placeOf(stage, film, one), film, printed: one })),
  )
  printed.sort((one, other) => one.after - other.after)
  const entries: Entry[] = []
  let next = 0
  for (let moment = 0; moment <= stage.moments.length; moment++) {
    while (next < printed.length && printed[next]!.after <= moment)
      entries.push({ type: 'printed', ...printed[next++]! })
    if (moment < stage.moments.length) entries.push({ type: 'event', moment })
  }
  return entries
}

/** How many moments of the stage come before what a run printed. */
const placeOf = ({ moments }: Stage, film: number, { count, atMs }: Printed): number =>
  Math.max(
    prefix(moments, (moment) => (moment.counts[film] ?? 0) < count) + (count > 0 ? 1 : 0),
    prefix(moments, (moment) => moment.atMs < atMs && (moment.counts[film] ?? 0) <= count),
  )

/** How many entries have happened at a position. */
export const entriesAt = (entries: readonly Entry[], { count }: Position): number =>
  prefix(entries, (entry) => (entry.type === 'event' ? entry.moment < count : entry.after <= count))
