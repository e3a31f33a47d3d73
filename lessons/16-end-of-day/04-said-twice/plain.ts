import { chain, group } from 'celeriac'
import {
  reconcile,
  report,
  tellByMail,
  tellBySms,
  transfers,
} from 'celeriac/bank/evening'

export async function lesson() {
  // ---cut---
  const r = await chain(
    transfers,
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
