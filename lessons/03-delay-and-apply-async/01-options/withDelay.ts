import { sendSms } from 'celeriac/bank'

export async function lesson() {
  // ---cut---
  const r = await sendSms.delay(
    1234,
    '+$5000',
    // @ts-expect-error
    { countdown: 5 },
  )
  return { r }
  // ---cut-after---
}
