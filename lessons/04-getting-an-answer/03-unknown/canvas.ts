import {
  app,
  sendSms,
} from 'celeriac/bank/desk'

export async function lesson() {
  // ---cut---
  const r = await sendSms.delay(
    1234,
    '+$5000',
  )
  await r.get()

  const typo = app.asyncResult(
    'no-such-id',
  )
  const state = await typo.state()
  const value = await typo.result()
  return { r, state, value }
  // ---cut-after---
}
