import { pay } from '../payments.ts'

export async function lesson() {
  // ---cut---
  const r = await pay.delay(1234, 5000)

  const said = await r
    .get()
    .catch(String)
  return { r, said }
  // ---cut-after---
}
