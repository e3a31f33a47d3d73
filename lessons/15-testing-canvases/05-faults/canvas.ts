import { simulate } from 'celeriac'
import {
  app,
  deposit,
  openAccount,
  world,
} from 'celeriac/bank/savings'
import { transcript } from 'celeriac/testing'

export async function lesson() {
  // ---cut---
  const faults = { duplicated: 0.3 }
  const pay = async () => {
    openAccount()
    const r = await deposit.delay(100)
    return { r }
  }
  const seed = 4
  const first = await simulate(
    app,
    { ...world, seed, faults },
    pay,
  )
  const run = await simulate(
    app,
    { ...world, seed, faults },
    pay,
  )
  // ---cut-after---
  const same =
    transcript(first) ===
    transcript(run)
  return { run, same }
}
