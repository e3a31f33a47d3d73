import { chain } from 'celeriac'
import {
  app,
  archive,
  customers,
  groupOfSms,
} from 'celeriac/bank/accounts'

// ---cut---
const sendAll = app.task(
  'bank.send_all',
  async (all: readonly number[]) => {
    await groupOfSms(all).delay()
    return all.length
  },
)

export async function lesson() {
  const r = await chain(
    customers.s(),
    sendAll.s(),
    archive.s(),
  ).delay()
  return { r }
}
