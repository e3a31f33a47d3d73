import { chord } from 'celeriac'
import {
  till,
  total,
} from 'celeriac/bank/reports'

export async function lesson() {
  // ---cut---
  const open: string[] = []

  const r = await chord(
    open.map((branch) =>
      till.s(branch),
    ),
    total.s(),
  ).delay()
  return { r, value: await r.get() }
  // ---cut-after---
}
