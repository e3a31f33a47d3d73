import { Celery } from 'celeriac'

// ---cut---
export const app = new Celery('bank', {
  taskRoutes: { 'bank.*': 'office' },
})
const sendSms = app.task(
  'bank.send_sms',
  { queue: 'sms' },
  (_text: string) => 'SMS sent',
)

export async function lesson() {
  const a = await sendSms.delay('+$1')
  const b = await sendSms.applyAsync({
    args: ['+$5000'],
    queue: 'urgent',
  })
  return { a, b }
}
