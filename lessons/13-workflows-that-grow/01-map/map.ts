import { interest } from 'celeriac/bank/accounts'

export async function lesson() {
  // ---cut---
  const r = await interest
    .map([1000, 2000, 3000, 4000])
    .delay()

  return { r, value: await r.get() }
  // ---cut-after---
}
