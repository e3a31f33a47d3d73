import { chain } from 'celeriac'
import {
  archive,
  deposit,
  smsText,
} from 'celeriac/bank/gateway'

export async function lesson() {
  // ---cut---
  const r = await chain(
    deposit.s(1234, 5000),
    smsText.s(1234),
    archive.s(),
  ).delay()
  const said = await r
    .get()
    .catch(String)
  const last = await r.state()
  const middle = await r.parent.state()
  return { r, said, last, middle }
  // ---cut-after---
}
