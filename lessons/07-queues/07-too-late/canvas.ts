import {
  dayReport,
  sendAlert,
  sendSms,
} from 'celeriac/bank/post'

export async function lesson() {
  // ---cut---
  const later = { priority: 6 }
  const sms = sendSms
    .si(1, '+$5000')
    .set(later)

  const r = await dayReport.delay()
  const a = await sms.delay()
  const b = await sms.delay()
  const c = await sms.delay()
  const alert =
    await sendAlert.applyAsync({
      args: [7],
      priority: 0,
    })
  return { r, a, b, c, alert }
  // ---cut-after---
}
