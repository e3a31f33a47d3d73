import { Celery } from 'celeriac'

// ---cut---
export const app = new Celery('bank', {
  taskRoutes: {
    'bank.*': 'office',
    'bank.send_sms': 'sms',
  },
})
const deposit = app.task(
  'bank.deposit',
  (amount: number) => amount,
)
const sendSms = app.task(
  'bank.send_sms',
  (_text: string) => 'SMS sent',
)

export async function lesson() {
  const a = await deposit.delay(5000)
  const b =
    await sendSms.delay('+$5000')
  return { a, b }
}
