import { sendFax } from 'celeriac/bank/channels'

export async function lesson() {
  // ---cut---
  const r = await sendFax.delay(1234)

  const state = await r.state()
  return { r, state }
  // ---cut-after---
}
