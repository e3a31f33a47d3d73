import {
  group,
  simulate,
} from 'celeriac'
import {
  app,
  deposit,
  openAccount,
  withdraw,
  world,
} from 'celeriac/bank/savings'

export async function lesson() {
  // ---cut---
  const payday = async () => {
    openAccount()
    const r = await group(
      deposit.si(100),
      withdraw.si(80),
    ).delay()
    return { r }
  }
  const fails: number[] = []
  for (const seed of oneTo(20)) {
    const { trace } = await simulate(
      app,
      { ...world, seed },
      payday,
    )
    if (trace.some(isFailure))
      fails.push(seed)
  }
  // ---cut-after---
  const [seed = 1] = fails
  const run = await simulate(
    app,
    { ...world, seed },
    payday,
  )
  const failing = fails.length
  const first = fails.includes(1)
  return { run, failing, first }
}

function oneTo(last: number) {
  return Array.from(
    { length: last },
    (_, index) => index + 1,
  )
}

function isFailure(one: {
  type: string
}) {
  return one.type === 'task-failed'
}
