import { chain, group } from 'celeriac'
import {
  reconcile,
  report,
  tellBySms,
  tellByWhatsapp,
  transfer,
} from 'celeriac/bank/evening'

export async function lesson() {
  // ---cut---
  const r = await chain(
    group(
      transfer.s(1234, 4321, 500),
      transfer.s(5678, 1234, 200),
    ),
    reconcile.s(),
    group(
      tellBySms.s(),
      tellByWhatsapp.s(),
    ),
    report.s(),
  ).delay()
  const said = await r
    .get()
    .catch(String)
  return { r, said }
  // ---cut-after---
}
