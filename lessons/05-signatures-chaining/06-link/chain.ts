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
  return { r, value: await r.get() }
  // ---cut-after---
}
