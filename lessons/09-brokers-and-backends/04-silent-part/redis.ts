import { Celery, chord } from 'celeriac'
import { tasksOf } from 'celeriac/bank/tasksOf'

// ---cut---
const app = new Celery('bank', {
  backend: 'redis://localhost',
})
const bank = tasksOf(app)

export async function lesson() {
  const r = await chord(
    [
      bank.sendSms.s(1234),
      bank.sendQuietly.s(4321),
    ],
    bank.count.s(),
  ).delay()
  const said = await r
    .get()
    .catch(String)
  return { r, said }
}
// ---cut-after---

export { app }
