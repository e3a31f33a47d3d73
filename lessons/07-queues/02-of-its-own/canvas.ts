import {
  dayReport,
  sendSms,
} from 'celeriac/bank/post'

export async function lesson() {
  // ---cut---
  const a = await dayReport.delay()
  const b = await dayReport.delay()
  const r = await sendSms.applyAsync({
    args: [1234, '+$5000'],
    queue: 'sms',
  })
  return { a, b, r }
  // ---cut-after---
}
