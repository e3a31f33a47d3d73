import { pay } from 'celeriac/bank/payments'

export async function lesson() {
  // ---cut---
  const r = await pay.delay(1234, 5000)

  return { r }
  // ---cut-after---
}
