import { sendSms } from 'celeriac/bank'

export async function lesson() {
  // ---cut---
  const r = await sendSms.delay(
    1234,
    '+$5000',
  )
  // and now we wait for it
  const said = await r.get()
  return { r, said }
  // ---cut-after---
}
