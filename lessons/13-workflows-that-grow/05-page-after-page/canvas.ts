import { app } from 'celeriac/bank/accounts'

// ---cut---
const last = 3 // the ledger's last page

const pages = app.task(
  'bank.pages',
  { bind: true },
  (
    self,
    page: number,
    sum: number,
  ): number =>
    page === last
      ? sum + 100
      : self.replace(
          pages.s(page + 1, sum + 100),
        ),
)

export async function lesson() {
  const r = await pages.delay(1, 0)
  return { r, value: await r.get() }
}
