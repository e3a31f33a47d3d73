import { dayReport } from 'celeriac/bank/progress'

export async function lesson() {
  // ---cut---
  const r = await dayReport.delay()
  const said = await r
    .get()
    .catch(({ name }) => name)

  const state = await r.state()
  return { r, said, state }
  // ---cut-after---
}
