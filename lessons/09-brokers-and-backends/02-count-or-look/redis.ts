import { Celery, chord } from 'celeriac'
import { tasksOf } from '../tasks.ts'

export { app }

// ---cut---
const app = new Celery('bank', {
  backend: 'redis://localhost',
})
const bank = tasksOf(app)

export const lesson = async () => {
  const r = await chord(
    [
      bank.sendSms.s(1234),
      bank.sendSms.s(4321),
    ],
    bank.count.s(),
  ).delay()
  return { r, value: await r.get() }
}
