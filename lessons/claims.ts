import type { Fact } from '../src/ui/scene.ts'
import { type Position, positionAfter, type Stage, startOf } from '../src/ui/stage.ts'
import { type Claim, type Moment, NotInRun, type Watch } from './watch.ts'

/** A claim on the clock of the screen. */
export const factOf = (ran: Stage, { about, ...fact }: Claim): Fact =>
  about === undefined ? fact : { ...fact, at: positionOf(ran, about) }

/** Where the clock of the screen is at a moment of a run. */
export const positionOf = (ran: Stage, { program, event }: Moment): Position => {
  if (event < 0) return startOf
  const index = ran.moments.findIndex((moment) => moment.film === program && moment.event === event)
  return positionAfter(ran, index + 1)
}

/**
 * What a fact says of a learner's run, in the words that it has for the solution's. A fact about something that is not in
 * the run does not hold; what else a fact throws is a mistake of the course.
 */
export const claimOf = (fact: (run: Watch) => Claim, run: Watch, solution: Watch): Claim => {
  const { says } = fact(solution)
  try {
    return { ...fact(run), says }
  } catch (error) {
    if (error instanceof NotInRun) return { says, holds: false, instead: error.message }
    throw error
  }
}
