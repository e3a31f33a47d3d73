import { group } from 'celeriac'
import {
  sendSms,
  sendWhatsapp,
} from 'celeriac/bank'

export async function lesson() {
  // ---cut---
  const both = group(
    sendSms.si(1234, '+$5000'),
    sendWhatsapp.si(1234, '+$5000'),
  )
  const r = await both.delay()
  return { r, value: await r.get() }
  // ---cut-after---
}
