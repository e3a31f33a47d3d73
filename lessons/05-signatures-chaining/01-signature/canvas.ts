import { sendSms } from 'celeriac/bank'

export async function lesson() {
  // ---cut---
  const sms = sendSms.si(1234, '+$5000')

  const r1 = await sms.delay()
  const r2 = await sms.applyAsync()
  const r3 = await sms.applyAsync({
    countdown: 5,
  })
  return { r1, r2, r3 }
  // ---cut-after---
}
