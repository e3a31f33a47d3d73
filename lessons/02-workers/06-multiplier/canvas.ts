import {
  dayReport,
  sendSms,
} from 'celeriac/bank'

export async function lesson() {
  // ---cut---
  const text = 'It is payday'
  const r = await dayReport.delay()

  const a = await sendSms.delay(1, text)
  const b = await sendSms.delay(2, text)
  const c = await sendSms.delay(3, text)
  const d = await sendSms.delay(4, text)
  return { r, a, b, c, d }
  // ---cut-after---
}
