import { pay } from 'celeriac/bank/payments'

export async function lesson() {
  // ---cut---
  const r1 = await pay.delay(1234, 5000)
  const r2 = await pay.delay(4321, 3000)
  return { r1, r2 }
  // ---cut-after---
}
