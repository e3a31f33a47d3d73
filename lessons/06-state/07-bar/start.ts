import { app } from 'celeriac/bank/branch'

const pay = app.task(
  'bank.pay',
  { bind: true },
  async (self, accounts: number[]) => {
    let done = 0
    for (const _ of accounts) {
      await self.sleep(1)
      done += 1
    }
    return `${done} paid`
  },
)
const r = await pay.delay([1, 2, 3])
await r
  .get({ timeout: 2.5 })
  .catch(String)
const seen = await r.result()
console.log(seen)
