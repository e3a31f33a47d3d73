import { chord } from 'celeriac'
import {
  countSent,
  sendSms,
  sendWhatsapp,
} from 'celeriac/bank/overworked'

export async function lesson() {
  // ---cut---
  const r = await chord(
    [
      sendSms.si(1234), // busy twice
      sendWhatsapp.si(1234),
    ],
    countSent.s(),
  ).delay()

  return { r, value: await r.get() }
  // ---cut-after---
}
