import { chord } from 'celeriac'
import {
  callStaff,
  countSent,
  sendSms,
} from 'celeriac/bank/gateway'

export async function lesson() {
  // ---cut---
  const r = await chord(
    [
      sendSms.si(1234, '+$5000'),
      sendSms.si(4321, '+$3000'),
    ],
    countSent.s(),
  )
    .onError(callStaff.s())
    .delay()
  return { r }
  // ---cut-after---
}
