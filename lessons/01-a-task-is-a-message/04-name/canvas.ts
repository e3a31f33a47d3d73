import { app } from 'celeriac/bank'

export async function lesson() {
  // ---cut---
  const fax = app.signature(
    'bank.send_fax',
    { args: [1234, '+$5000'] },
  )
  const r = await fax.delay()
  const said = await r
    .get()
    .catch(String)
  return { r, said }
  // ---cut-after---
}
