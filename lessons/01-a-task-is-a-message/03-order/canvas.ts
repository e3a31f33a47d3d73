import {
  sendSms,
  sendWhatsapp,
} from 'celeriac/bank'

export async function lesson() {
  // ---cut---
  const wa = await sendWhatsapp.delay(
    1234,
    '+$5000',
  )
  const sms = await sendSms.delay(
    1234,
    '+$5000',
  )
  return { wa, sms }
  // ---cut-after---
}
