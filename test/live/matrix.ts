import type { Case } from '../conformance/cases.ts'
import { type Disagreement, disagreements } from '../conformance/compare.ts'
import { judge } from '../conformance/judge.ts'
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
 * what differs between its own runs counts as left to chance, and so does what the simulator plays in another schedule.
 * `see` leaves out what is not to be compared.
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
    const differing: (readonly [Case, readonly Disagreement[]])[] = []
    for (const [index, each] of open.entries()) {
      const found = disagreements(each, see(played[index]!))
      if (found.length > 0 && !(await isPlayable(played[index]!))) differing.push([each, found])
    }
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

/** Whether the simulator can play what was played, in one of its schedules. */
const isPlayable = async (played: Case): Promise<boolean> => (await judge(played)).schedule >= 0
