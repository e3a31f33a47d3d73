import { sendSms } from 'celeriac/bank/desk'

export async function lesson() {
  // ---cut---
  const r = await sendSms.delay(
    1234,
    '+$5000',
  )
  const said = await r
    .get({ timeout: 0.5 })
    .catch(String)

  const value = await r.get()
  return { r, said, value }
  // ---cut-after---
}
