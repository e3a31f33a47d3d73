import { chain, group } from 'celeriac'
import {
  reconcile,
  report,
  tellByMail,
  tellBySms,
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
      tellByMail.s(),
    ),
    report.s(),
  ).delay()
  return { r }
  // ---cut-after---
}
