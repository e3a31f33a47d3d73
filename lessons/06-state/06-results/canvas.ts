import { Celery, chord } from 'celeriac'

// ---cut---
export const app = new Celery('bank')
const sendSms = app.task(
  'bank.send_sms',
  (account: number) => account,
)
const count = app.task(
  'bank.count',
  (sent: readonly number[]) =>
    sent.length,
)

export async function lesson() {
  const r = await chord(
    [1, 2, 3, 4].map((account) =>
      sendSms.si(account),
    ),
    count.s(),
  ).delay()
  return { r, total: await r.get() }
}
