import { group } from 'celeriac'
import {
  till,
  total,
} from 'celeriac/bank/reports'

export async function lesson() {
  // ---cut---
  const tills = group(
    till.s('Porto'),
    till.s('Lisbon'),
    till.s('Faro'),
  )
  const r = await tills
    .pipe(total.s())
    .delay()
  return { r, value: await r.get() }
  // ---cut-after---
}
