import { chain } from 'celeriac'
import {
  deposit,
  smsText,
} from 'celeriac/bank/post'

export async function lesson() {
  // ---cut---
  const r = await chain(
    deposit.s(1234, 5000),
    smsText.s(1234),
  ).applyAsync({ queue: 'urgent' })
  return { r, value: await r.get() }
  // ---cut-after---
}
