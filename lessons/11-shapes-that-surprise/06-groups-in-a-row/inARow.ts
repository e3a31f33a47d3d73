import { chain, group } from 'celeriac'
import {
  largest,
  mail,
  print,
  tills,
  total,
} from 'celeriac/bank/reports'

export async function lesson() {
  // ---cut---
  const r = await chain(
    tills,
    group(total.s(), largest.s()),
    // @ts-expect-error
    group(mail.s(), print.s()),
  ).delay()
  return { r }
  // ---cut-after---
}
