import { notify } from 'celeriac/bank/desk'

export async function lesson() {
  // ---cut---
  const r = await notify.delay(1234)
  const said = await r
    .get()
    .catch(String)
  return { r, said }
  // ---cut-after---
}
