import { Celery, chord } from 'celeriac'
import { tasksOf } from '../tasks.ts'

export { app }

// ---cut---
const app = new Celery('bank', {
  backend: 'db+sqlite:///bank.db',
})
const bank = tasksOf(app)

export const lesson = async () => {
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
