import { chain } from 'celeriac'
import {
  app,
  archive,
  customers,
  groupOfCalls,
} from 'celeriac/bank/accounts'

// ---cut---
const callAll = app.task(
  'bank.call_all',
  { bind: true },
  (self, all: readonly number[]) =>
    self.replace(groupOfCalls(all)),
)

export async function lesson() {
  const r = await chain(
    customers.s(),
    callAll.s(),
    archive.s(),
  ).delay()
  const said = await r
    .get()
    .catch(String)
  return { r, said }
}
