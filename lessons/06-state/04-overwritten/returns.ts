import { payAndReturn } from '../payments.ts'

export async function lesson() {
  // ---cut---
  const r = await payAndReturn.delay()
  return { r }
  // ---cut-after---
}
