import { equal } from 'node:assert/strict'
import { simulate } from 'celeriac'
import {
  app,
  remind,
  world,
} from 'celeriac/bank/savings'

export async function lesson() {
  // ---cut---
  const run = await simulate(
    app,
    world,
    async () => {
      const r = await remind.applyAsync(
        {
          args: [1234],
          countdown: 3600,
        },
      )
      return { value: await r.get(), r }
    },
  )
  const { value } = run.returned
  equal(value, 'reminded 1234')
  return { run, value }
  // ---cut-after---
}
