import { payAndIgnore } from 'celeriac/bank/bounces'

export async function lesson() {
  // ---cut---
  const r = await payAndIgnore.delay()
  return { r }
  // ---cut-after---
}
