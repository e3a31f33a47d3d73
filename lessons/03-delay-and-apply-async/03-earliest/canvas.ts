import {
  dayReport,
  sendSms,
} from 'celeriac/bank'

export async function lesson() {
  // ---cut---
  const r = await dayReport.delay()
  const sms = await sendSms.applyAsync({
    args: [1234, '+$5000'],
    countdown: 2,
  })
  return { r, sms }
  // ---cut-after---
}
