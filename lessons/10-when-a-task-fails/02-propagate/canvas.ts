import { group } from 'celeriac'
import {
  sendSms,
  sendWhatsapp,
} from 'celeriac/bank/gateway'

export async function lesson() {
  // ---cut---
  const r = await group(
    sendSms.si(1234, '+$5000'),
    sendWhatsapp.si(1234, '+$5000'),
  ).delay()
  const first = await r
    .get()
    .catch(String)
  const all = await r.get({
    propagate: false,
  })
  return { r, first, all }
  // ---cut-after---
}
