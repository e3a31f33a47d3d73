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
  const r1 = await both.delay()
  const r2 = await both.applyAsync()
  const r3 = await both.applyAsync({
    countdown: 5,
  })
  return { r1, r2, r3 }
  // ---cut-after---
}
