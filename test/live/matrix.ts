import type { Case } from '../conformance/cases.ts'
import { type Disagreement, disagreements } from '../conformance/compare.ts'
import { merged } from '../conformance/live.ts'
import { play } from './play.ts'
import type { SetUp, Stage } from './setUp.ts'

/** How a set-up plays cases, beside Python alone. */
export interface Agreement {
  readonly count: number
  readonly agree: number
  /** One line for each field that came out otherwise. */
  readonly disagreements: readonly string[]
}

/**
 * Plays recorded cases on set-ups of one kind. Where one comes out otherwise it is played again, and so is Python alone:
 * what differs between its own runs counts as left to chance. `see` leaves out what is not to be compared.
 */
export async function agreement(
  recorded: readonly Case[],
  setUps: readonly SetUp[],
  standard: readonly SetUp[],
  stage: Stage,
  see: (each: Case) => Case = (each) => each,
): Promise<Agreement> {
  let open = recorded
  let left = new Map<string, readonly Disagreement[]>()
  for (let round = 0; round <= ROUNDS && open.length > 0; round++) {
    if (round > 0) {
      const again = await play(open, standard, stage)
      open = open.map((each, index) => merged(each, see(again[index]!)))
    }
    const played = await play(open, setUps, stage)
    const differing = open
      .map((each, index) => [each, disagreements(each, see(played[index]!))] as const)
      .filter(([, found]) => found.length > 0)
    open = differing.map(([each]) => each)
    left = new Map(differing.map(([{ id }, found]) => [id, found]))
  }
  return {
    count: recorded.length,
    agree: recorded.length - left.size,
    disagreements: [...left].flatMap(([id, found]) =>
      found.map(
        ({ field, expected, got }) =>
          `${id} ${field}: expected ${JSON.stringify(expected)} got ${JSON.stringify(got)}`,
      ),
    ),
  }
}

const ROUNDS = 3
