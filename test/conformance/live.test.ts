import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { compareLive, freshSeed } from './live.ts'
import { findParts, startOracle } from './oracle.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const parts = findParts(here('oracle'), here('../..'))
const missing = 'python' in parts ? null : parts.join('; ')
const inCI = Boolean(process.env.CI)

/** A new one each time, so that CI tries new canvases with each run. */
const seed = Number(process.env.CELERIAC_SEED ?? freshSeed())
const count = inCI ? 200 : 40

/**
 * How many have to agree. Of a thousand canvases one runs some step several times under one id, in so many orders that
 * 150 schedules may miss the one that a real cluster took.
 */
const ENOUGH = 0.99

const describeLive = missing && !inCI ? describe.skip : describe

describeLive(`a real Celery beside the simulator${missing && !inCI ? ` [${missing}]` : ''}`, () => {
  test(`${count} new canvases come out alike (CELERIAC_SEED=${seed})`, { timeout: 300_000 }, async () => {
    if (!('python' in parts)) throw new Error(`missing: ${missing}`)
    console.log(`seed ${seed}: npm run conformance:live -- --seed ${seed} --count ${count}`)
    const oracle = await startOracle({ ...parts, lanes: 6 })
    try {
      const { agree, disagreements, verdicts } = await compareLive(oracle, oracle.random(seed, count))
      const sentences = disagreements.map((line) => line.slice(0, 1000)).join('\n')
      if (sentences) console.log(sentences)
      expect(agree, sentences).toBeGreaterThanOrEqual(Math.floor(verdicts.length * ENOUGH))
    } finally {
      await oracle.stop()
    }
  })
})
