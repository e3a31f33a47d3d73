import { Celery } from 'celeriac'

// ---cut---
export const app = new Celery('bank', {
  broker: 'redis://localhost',
})
const sendSms = app.task(
  'bank.send_sms',
  (_account: number) => 'SMS sent',
)

export async function lesson() {
  const r = await sendSms.delay(1234)
  const said = await r
    .get()
    .catch(({ name }) => name)
  return { r, said }
}
