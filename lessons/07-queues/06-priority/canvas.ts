import {
  dayReport,
  sendAlert,
  sendSms,
} from 'celeriac/bank/post'

export async function lesson() {
  // ---cut---
  const text = 'It is payday'
  const r = await dayReport.delay()
  const a = await sendSms.delay(1, text)
  const alert =
    await sendAlert.applyAsync({
      args: [7],
      priority: 9,
    })
  const b = await sendSms.delay(2, text)
  const c = await sendSms.delay(3, text)
  return { r, a, alert, b, c }
  // ---cut-after---
}
