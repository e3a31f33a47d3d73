import { sendSms } from 'celeriac/bank'

export async function lesson() {
  // ---cut---
  const r = await sendSms.applyAsync({
    args: [1234, '+$5000'],
    eta: '2020-02-20T20:20:00Z',
  })
  const said = await r.get()
  return { r, said }
  // ---cut-after---
}
