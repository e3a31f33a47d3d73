import { chord } from 'celeriac'
import {
  countSent,
  sendSms,
  sendWhatsapp,
} from 'celeriac/bank/gateway'

export async function lesson() {
  // ---cut---
  const r = await chord(
    [
      sendSms.si(1234, '+$5000'),
      sendWhatsapp.si(1234, '+$5000'),
    ],
    countSent.s(),
  ).delay()
  const said = await r
    .get()
    .catch(String)
  const kept = await r
    .get({ followParents: false })
    .catch(String)
  return { r, said, kept }
  // ---cut-after---
}
