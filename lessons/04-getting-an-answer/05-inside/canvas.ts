import { notify } from '../desk.ts'

export async function lesson() {
  // ---cut---
  const r = await notify.delay(1234)
  const said = await r
    .get()
    .catch(String)
  return { r, said }
  // ---cut-after---
}
