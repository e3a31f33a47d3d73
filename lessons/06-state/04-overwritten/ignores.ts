import { payAndIgnore } from '../payments.ts'

export async function lesson() {
  // ---cut---
  const r = await payAndIgnore.delay()
  return { r }
  // ---cut-after---
}
