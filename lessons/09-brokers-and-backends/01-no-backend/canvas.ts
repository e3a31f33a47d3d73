import { Celery } from 'celeriac'
import { tasksOf } from 'celeriac/bank/tasksOf'

// ---cut---
export const app = new Celery('bank', {
  broker: 'redis://localhost',
})
const { sendSms } = tasksOf(app)

export async function lesson() {
  const r = await sendSms.delay(1234)
  const said = await r
    .get()
    .catch(String)
  return { r, said }
}
