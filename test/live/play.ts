import type { Case } from '../conformance/cases.ts'
import { clientOf, type Played } from './client.ts'
import type { SetUp, Stage } from './setUp.ts'
import { startWorker } from './worker.ts'

/** Plays cases on several set-ups of the same kind side by side; they come back in their order. */
export async function play(
  cases: readonly Case[],
  setUps: readonly SetUp[],
  stage: Stage,
): Promise<readonly Played[]> {
  const played: Played[] = []
  const left = cases.entries()
  await Promise.all(
    setUps.map(async (setUp) => {
      let stop = await startWorker(setUp, stage)
      const client = clientOf(setUp, stage)
      try {
        for (const [index, each] of left) {
          const answer = await client.play(each)
          played[index] = answer
          // A case may leave tasks that still run, which would count for the next one, or one that waits for ever.
          const quiet = answer.settled !== false && answer.send_error === undefined
          if (quiet || 'ok' in ((await client.play(PROBE)).get ?? {})) continue
          await stop()
          stop = await startWorker(setUp, stage)
        }
      } finally {
        await stop()
        await client.close()
      }
    }),
  )
  return played
}

const PROBE: Case = { id: 'probe', expr: ['sig', 'add', [1, 2]] }
