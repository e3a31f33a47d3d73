import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { type Case, readCases } from '../conformance/cases.ts'
import { neverCameBack } from '../conformance/compare.ts'
import { Processes } from '../conformance/processes.ts'
import { describeWith, PYTHON } from '../needs.ts'
import { agreement } from './matrix.ts'
import type { Language, SetUp, Stage } from './setUp.ts'

const LANES = 4
/** How many cases each set-up plays. */
const COUNT = Number(process.env.CELERIAC_CASES ?? (process.env.CI ? 200 : 40))

describeWith(['redis', 'celery'], 'the same canvases, whoever sends and whoever runs them', () => {
  const processes = new Processes()
  const stage: Stage = { processes, python: PYTHON }
  afterAll(() => processes.stop())

  const setUps = (client: Language, worker: Language): SetUp[] =>
    Array.from({ length: LANES }, (_, lane) => ({
      client,
      worker,
      broker: `${process.env.CELERIAC_REDIS}/0`,
      backend: `${process.env.CELERIAC_REDIS}/${2 * lane + 1}`,
      log: `${process.env.CELERIAC_REDIS}/${2 * lane + 2}`,
      queue: `matrix-${client}-${worker}-${lane}`,
    }))

  const pairs: readonly [Language, Language][] = [
    ['TypeScript', 'TypeScript'],
    ['TypeScript', 'Python'],
    ['Python', 'TypeScript'],
  ]
  test.each(pairs)(
    `a client in %s and a worker in %s, Redis and Redis: ${COUNT} canvases`,
    { timeout: 300_000 },
    async (client, worker) => {
      const report = await agreement(recorded(), setUps(client, worker), setUps('Python', 'Python'), stage)
      if (report.disagreements.length > 0) console.log(report.disagreements.join('\n').slice(0, 20_000))
      console.log(`${client} client, ${worker} worker: agree ${report.agree} of ${report.count}`)
      expect(report.agree).toBeGreaterThanOrEqual(Math.floor(report.count * 0.99))
    },
  )
})

/**
 * Recorded cases, spread evenly; of those whose `get()` never comes back, which take seconds, only a few. Those in which
 * a revoke races with an error are left out: how far it has come by then is a matter of microseconds.
 */
function recorded(): readonly Case[] {
  const all = ['systematic', 'random'].flatMap((name) =>
    readCases(readFileSync(fileURLToPath(new URL(`../conformance/${name}.jsonl`, import.meta.url)), 'utf8')),
  )
  const spread = (cases: readonly Case[], count: number) =>
    Array.from(
      { length: Math.min(count, cases.length) },
      (_, index) => cases[Math.floor((index * cases.length) / Math.min(count, cases.length))]!,
    )
  const hung = Math.ceil(COUNT / 50)
  return [
    ...spread(
      all.filter((each) => !neverCameBack(each)),
      COUNT - hung,
    ),
    ...spread(all.filter(neverCameBack), hung),
  ]
}
