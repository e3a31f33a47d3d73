import { transfer } from 'celeriac/bank/accounts'

export async function lesson() {
  // ---cut---
  const transfers = [
    [1, 2, 500], // from, to, amount
    [3, 4, 200],
    [5, 6, 900],
    [7, 8, 100],
    [9, 1, 300],
  ] as const

  const r = await transfer
    .chunks(transfers, 2)
    .delay()
  return { r, value: await r.get() }
  // ---cut-after---
}
