import { sendSms } from 'celeriac/bank/desk'

export async function lesson() {
  // ---cut---
  const r = await sendSms.delay(
    1234,
    '+$5000',
  )
  await r
    .get({ timeout: 0.5 })
    .catch(String)

  const state = await r.state()
  const ready = await r.ready()
  return { r, state, ready }
  // ---cut-after---
}
