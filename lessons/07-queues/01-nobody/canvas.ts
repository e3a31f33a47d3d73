import { sendSms } from 'celeriac/bank/post'

export async function lesson() {
  // ---cut---
  const r = await sendSms.applyAsync({
    args: [1234, '+$5000'],
    queue: 'sms',
  })
  const said = await r
    .get()
    .catch(String)
  return { r, said }
  // ---cut-after---
}
