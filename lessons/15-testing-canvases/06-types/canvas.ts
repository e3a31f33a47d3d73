import {
  chain,
  simulate,
} from 'celeriac'
import {
  app,
  balanceOf,
  mail,
  world,
} from 'celeriac/bank/savings'

export async function lesson() {
  // ---cut---
  const run = await simulate(
    app,
    world,
    async () => {
      const r = await chain(
        balanceOf.s(1234),
        // @ts-expect-error
        mail.s(),
      ).delay()
      return { r, value: await r.get() }
    },
  )
  return { run }
  // ---cut-after---
}
