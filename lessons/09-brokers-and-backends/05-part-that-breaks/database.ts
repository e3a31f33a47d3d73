import { Celery, chord } from 'celeriac'
import { tasksOf } from 'celeriac/bank/tasksOf'

// ---cut---
const app = new Celery('bank', {
  backend: 'db+sqlite:///bank.db',
})
const bank = tasksOf(app)

export async function lesson() {
  const north = chord(
    [
      bank.till.s('Porto'),
      bank.till.s('Lisbon'),
    ],
    bank.total.s(),
  )
  const r = await chord(
    [north, bank.till.s('Faro')],
    bank.report.s(),
  ).delay()
  return { r }
}
// ---cut-after---

export { app }
