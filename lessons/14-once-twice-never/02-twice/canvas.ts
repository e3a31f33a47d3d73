import { payLate } from 'celeriac/bank/payments'

export async function lesson() {
  // ---cut---
  const r = await payLate.delay(
    1234,
    5000,
  )
  return { r, value: await r.get() }
  // ---cut-after---
}
