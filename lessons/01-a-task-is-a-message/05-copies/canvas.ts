import { credit } from 'celeriac/bank'

export async function lesson() {
  // ---cut---
  const mine = {
    number: 1234,
    balance: 0,
  }
  const r = await credit.delay(
    mine,
    5000,
  )
  const theirs = await r.get()

  const left = mine.balance
  return { r, theirs, left }
  // ---cut-after---
}
