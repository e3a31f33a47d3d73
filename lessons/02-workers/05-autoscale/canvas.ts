import { group } from 'celeriac'
import { sendSms } from 'celeriac/bank'

const paid = [1, 2, 3, 4, 5, 6, 7, 8]

export async function lesson() {
  // ---cut---
  const r1 = await sendSms.delay(
    1234,
    '+$5',
  )
  await r1.get()

  const all = paid.map((account) =>
    sendSms.si(account, '+$5000'),
  )
  const r = await group(all).delay()
  return { r1, r }
  // ---cut-after---
}
