import { sendSms } from 'celeriac/bank'

export async function lesson() {
  // ---cut---
  const r = await sendSms.delay(
    1234,
    '+$5000',
  )
  const said = await r
    .get()
    .catch(String)
  return { r, said }
  // ---cut-after---
}
