import { chain } from 'celeriac'
import {
  confirmSms,
  sendSms,
} from 'celeriac/bank'

export async function lesson() {
  // ---cut---
  const r = await chain(
    sendSms.s(1234, '+$5000'),
    confirmSms.s(1234),
  ).delay()
  const last = await r.get()
  const first = await r.parent.get()
  return { r, last, first }
  // ---cut-after---
}
