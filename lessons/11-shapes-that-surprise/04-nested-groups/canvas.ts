import { chord, group } from 'celeriac'
import {
  report,
  till,
} from 'celeriac/bank/reports'

export async function lesson() {
  // ---cut---
  const north = group(
    till.s('Porto'), // 300
    till.s('Lisbon'), // 200
  )
  const r = await chord(
    [north, till.s('Faro')], // 100
    report.s(),
  ).delay()
  return { r, lines: await r.get() }
  // ---cut-after---
}
