import { Celery } from 'celeriac'
import { tasksOf } from 'celeriac/bank/tasksOf'

// ---cut---
export const app = new Celery('bank', {
  broker: 'amqp://localhost',
  backend: 'rpc://',
})
const { sendSms } = tasksOf(app)

export async function lesson() {
  const r = await sendSms.delay(1234)
  const value = await r.get()

  const again = app.asyncResult(r.id)
  const said = await again
    .get()
    .catch(String)
  return { r, again, value, said }
}
