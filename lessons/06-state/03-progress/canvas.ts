import { Celery } from 'celeriac'

// ---cut---
export const app = new Celery('bank')
const pay = app.task(
  'bank.pay',
  { bind: true },
  async (self, accounts: number[]) => {
    let done = 0
    for (const _ of accounts) {
      await self.sleep(1)
      self.updateState({
        state: 'PROGRESS',
        meta: { done: ++done },
      })
    }
    return `${done} paid`
  },
)

export async function lesson() {
  const r = await pay.delay([1, 2, 3])
  return { r, value: await r.get() }
}
