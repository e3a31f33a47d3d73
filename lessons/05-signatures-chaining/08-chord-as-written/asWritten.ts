import { chord, group } from 'celeriac'
import {
  confirmSms,
  countSms,
  countWhatsapp,
  sendSms,
} from 'celeriac/bank'

export async function lesson() {
  // ---cut---
  const send = group(
    sendSms.si(1234, '+$5000'),
    confirmSms.s(1234),
  )
  const count = group(
    countSms.s(),
    countWhatsapp.s(),
  )
  // @ts-expect-error
  const all = chord(send, count)
  // @ts-expect-error
  const r = await all.delay()
  return { r }
  // ---cut-after---
}
