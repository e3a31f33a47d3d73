import { group } from 'celeriac'
import {
  sendSms,
  sendWhatsapp,
} from 'celeriac/bank'

export async function lesson() {
  // ---cut---
  const six = group(
    sendSms.si(1234, '+$5000'),
    sendSms.si(4321, '+$3000'),
    sendSms.si(5678, '+$7000'),
    sendWhatsapp.si(1234, '+$5000'),
    sendWhatsapp.si(4321, '+$3000'),
    sendWhatsapp.si(5678, '+$7000'),
  )
  const r1 = await six.delay()
  const r2 = await six.applyAsync()
  return { r1, r2 }
  // ---cut-after---
}
