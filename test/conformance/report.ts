import type { Case } from './cases.ts'
import { judge, type Verdict } from './judge.ts'

/** The verdicts on some cases, and what is said of them. */
export interface Report {
  readonly verdicts: readonly Verdict[]
  readonly agree: number
  /** One line for each disagreement. */
  readonly disagreements: readonly string[]
  readonly summary: readonly string[]
}

/** Judges each case. */
export async function report(cases: readonly Case[]): Promise<Report> {
  const verdicts: Verdict[] = []
  for (const each of cases) verdicts.push(await judge(each))
  const agreeing = verdicts.filter(({ schedule }) => schedule >= 0)
  const others = agreeing.filter(({ schedule }) => schedule > 0).length
  const hung = agreeing.filter(({ hung }) => hung).length
  return {
    verdicts,
    agree: agreeing.length,
    disagreements: verdicts.flatMap(linesOf),
    summary: [
      `${others} of them in another schedule than the first: what Celery leaves to chance came out otherwise`,
      `${hung} of them where Celery's own get() never came back, and ours gave the value or its error, or said why neither comes`,
      `agree ${agreeing.length} of ${cases.length}`,
    ],
  }
}

const linesOf = ({ recorded, disagreements }: Verdict): readonly string[] =>
  disagreements.map(
    ({ field, expected, got }) => `${recorded.id} ${field}: expected ${show(expected)} got ${show(got)}`,
  )

const show = (value: unknown): string => JSON.stringify(value) ?? 'nothing'
