import { chain } from 'celeriac'
import {
  app,
  archive,
  customers,
  groupOfSms,
} from 'celeriac/bank/accounts'

// ---cut---
const becomeAll = app.task(
  'bank.become_all',
  { bind: true },
  (self, all: readonly number[]) =>
    self.replace(groupOfSms(all)),
)

export async function lesson() {
  const r = await chain(
    customers.s(),
    becomeAll.s(),
    archive.s(),
  ).delay()
  return { r }
}
