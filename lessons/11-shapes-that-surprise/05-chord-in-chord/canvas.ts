import { chord } from 'celeriac'
import {
  report,
  till,
  total,
} from 'celeriac/bank/reports'

export async function lesson() {
  // ---cut---
  const north = chord(
    [till.s('Porto'), till.s('Lisbon')],
    total.s(),
  )
  const r = await chord(
    [north, till.s('Faro')],
    report.s(),
  ).delay()
  return { r, lines: await r.get() }
  // ---cut-after---
}
