import { sendSms } from 'celeriac/bank'

export async function lesson() {
  // ---cut---
  const r = await sendSms.applyAsync({
    args: [1234, '+$5000'],
    countdown: 5,
  })
  return { r }
  // ---cut-after---
}
