import { sendSms } from 'celeriac/bank'

export async function lesson() {
  // ---cut---
  const text = 'It is payday'

  const a = await sendSms.delay(1, text)
  const b = await sendSms.delay(2, text)
  const c = await sendSms.delay(3, text)
  return { a, b, c }
  // ---cut-after---
}
