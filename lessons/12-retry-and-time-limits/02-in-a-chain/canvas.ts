import { chain } from 'celeriac'
import {
  archive,
  deposit,
  smsText,
} from 'celeriac/bank/overworked'

export async function lesson() {
  // ---cut---
  const r = await chain(
    deposit.s(1234, 5000),
    smsText.s(1234), // busy twice
    archive.s(),
  ).delay()

  return { r, value: await r.get() }
  // ---cut-after---
}
