import { group } from 'celeriac'
import { sendSms } from 'celeriac/bank/channels'

export async function lesson() {
  // ---cut---
  const accounts = [
    1, 2, 3, 4, 5, 6, 7, 8,
  ]

  const r = await group(
    accounts.map((one) =>
      sendSms.s(one),
    ),
  ).delay()

  return { r }
  // ---cut-after---
}
