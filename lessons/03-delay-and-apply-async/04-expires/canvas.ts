import {
  dayReport,
  sendSms,
} from 'celeriac/bank'

export async function lesson() {
  // ---cut---
  const r = await dayReport.delay()
  const sms = await sendSms.applyAsync({
    args: [1234, '+$5000'],
    expires: 2,
  })
  const said = await sms
    .get()
    .catch(String)
  return { r, sms, said }
  // ---cut-after---
}
