import { chain, group } from 'celeriac'
import {
  reconcile,
  reportOnce,
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
    reportOnce.s('2030-01-31'),
  ).delay()
  return { r }
  // ---cut-after---
}
