import { chain, group } from 'celeriac'
import {
  till,
  total,
} from 'celeriac/bank/reports'

export async function lesson() {
  // ---cut---
  const open = group(till.s('Porto'))

  const r = await chain(
    open,
    // @ts-expect-error
    total.s(),
  ).delay()
  return { r }
  // ---cut-after---
}
