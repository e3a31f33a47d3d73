import { Celery, chord } from 'celeriac'
import { tasksOf } from 'celeriac/bank/tasksOf'

// ---cut---
const app = new Celery('bank', {
  backend: 'db+sqlite:///bank.db',
})
const bank = tasksOf(app)

export async function lesson() {
  const r = await chord(
    [
      bank.sendSms.s(1234),
      bank.sendSms.s(4321),
    ],
    bank.count.s(),
  ).delay()
  return { r, value: await r.get() }
}
// ---cut-after---

export { app }
