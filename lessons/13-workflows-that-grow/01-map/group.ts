import { group } from 'celeriac'
import { interest } from 'celeriac/bank/accounts'

export async function lesson() {
  // ---cut---
  const r = await group(
    [1000, 2000, 3000, 4000].map((b) =>
      interest.s(b),
    ),
  ).delay()

  return { r, value: await r.get() }
  // ---cut-after---
}
