import { payOnce } from 'celeriac/bank/payments'

export async function lesson() {
  // ---cut---
  const r = await payOnce.delay(
    'salary-2030-01',
    1234,
    5000,
  )
  return { r }
  // ---cut-after---
}
