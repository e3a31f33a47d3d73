import { chord } from 'celeriac'
import {
  count,
  sendFax,
  sendSms,
} from 'celeriac/bank/channels'

export async function lesson() {
  // ---cut---
  const r = await chord(
    [sendSms.s(1234), sendFax.s(1234)],
    count.s(),
  ).delay()
  return { r }
  // ---cut-after---
}
