import { interest } from 'celeriac/bank/accounts'

export async function lesson() {
  // ---cut---
  const r = await interest
    .map([1000, -50, 3000])
    .delay()

  const all = await r
    .get({ propagate: false })
    .then(String)
  return { r, all }
  // ---cut-after---
}
