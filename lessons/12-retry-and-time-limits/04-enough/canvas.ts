import { app } from 'celeriac/bank/overworked'

// ---cut---
const stubborn = app.task(
  'bank.stubborn',
  { bind: true, maxRetries: 3 },
  (self, _account: number): string =>
    self.retry({ countdown: 1 }),
)

export async function lesson() {
  const r = await stubborn.delay(1234)
  const said = await r
    .get()
    .catch(String)
  return { r, said }
}
