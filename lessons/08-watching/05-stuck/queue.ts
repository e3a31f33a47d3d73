import { chord } from 'celeriac'
import {
  count,
  sendSms,
  sendWhatsapp,
} from 'celeriac/bank/channels'

export async function lesson() {
  // ---cut---
  const r = await chord(
    [
      sendSms.s(1234),
      sendWhatsapp
        .s(1234)
        .set({ queue: 'mobile' }),
    ],
    count.s(),
  ).delay()
  return { r }
  // ---cut-after---
}
