import {
  confirmSms,
  sendSms,
} from 'celeriac/bank'

export async function lesson() {
  // ---cut---
  const sms = sendSms.s(1234, '+$5000')
  const r = await sms.applyAsync({
    link: confirmSms.s(1234),
  })
  return { r, value: await r.get() }
  // ---cut-after---
}
