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

const payday = async () => {
  openAccount()
  const r = await group(
    deposit.si(100),
    withdraw.si(80),
  ).delay()
  return { r }
}
const fails: number[] = []
for (let seed = 1; seed <= 20; seed++) {
  const { trace } = await simulate(
    app,
    { ...world, seed },
    payday,
  )
  for (const { type } of trace)
    if (type === 'task-failed')
      fails.push(seed)
}
console.log('seeds that fail:', fails)
