import { chord, group } from 'celeriac'
import {
  callStaff,
  countSent,
  sendSms,
} from 'celeriac/bank/gateway'

export async function lesson() {
  // ---cut---
  const r = await chord(
    group(
      sendSms.si(1234, '+$5000'),
      sendSms.si(4321, '+$3000'),
    ).onError(callStaff.s()),
    countSent.s(),
  ).delay()
  return { r }
  // ---cut-after---
}
