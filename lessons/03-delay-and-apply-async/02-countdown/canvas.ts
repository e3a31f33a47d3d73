import { sendSms } from 'celeriac/bank'

export async function lesson() {
  // ---cut---
  const r1 = await sendSms.applyAsync({
    args: [1234, '+$5000'],
    countdown: 4,
  })
  const r2 = await sendSms.delay(
    4321,
    '+$3000',
  )
  return { r1, r2 }
  // ---cut-after---
}
