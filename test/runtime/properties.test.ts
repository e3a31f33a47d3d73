import fc from 'fast-check'
import { test } from 'vitest'
import { PROPERTIES } from './anyRun.ts'

/** Runs of all properties together, and where their canvases and worlds begin; the soak plays more, from anywhere. */
const SEEDS = Number(process.env.CELERIAC_SEEDS ?? 10_000)
const SEED = Number(process.env.CELERIAC_SEED ?? 1)

const numRuns = Math.ceil(SEEDS / Object.keys(PROPERTIES).length)

// A failure names the seed, the path and the canvas, from which the run can be played again.
test.each(Object.entries(PROPERTIES))('%s', { timeout: 300_000 }, async (_, property) => {
  await fc.assert(property, { numRuns, seed: SEED })
})
