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
  return { run, value }
  // ---cut-after---
}
