import { group } from 'celeriac'
import {
  till,
  total,
} from 'celeriac/bank/reports'

export async function lesson() {
  // ---cut---
  const open = group(till.s('Porto'))

  const r = await open
    .pipe(total.s())
    .delay()
  return { r }
  // ---cut-after---
}
