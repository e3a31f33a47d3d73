import { chain } from 'celeriac'
import {
  confirmBoth,
  sendSms,
} from 'celeriac/bank'

export async function lesson() {
  // ---cut---
  const r = await chain(
    sendSms.s(1234, '+$5000'),
    confirmBoth.s(1234),
  ).delay()
  const both = await r.get()
  return { r, both }
  // ---cut-after---
}
