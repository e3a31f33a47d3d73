import { payAndReturn } from 'celeriac/bank/bounces'

export async function lesson() {
  // ---cut---
  const r = await payAndReturn.delay()
  return { r }
  // ---cut-after---
}
