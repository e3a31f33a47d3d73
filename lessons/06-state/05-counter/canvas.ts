import { Celery, group } from 'celeriac'
import { memoryOf } from 'celeriac/bank/progress'

// ---cut---
export const app = new Celery('bank')
const sendSms = app.task(
  'bank.send_sms',
  { bind: true },
  (self, _account: number) => {
    const mine = memoryOf(self)
    mine.sent += 1
    return mine.sent
  },
)

export async function lesson() {
  const r = await group(
    sendSms.si(1),
    sendSms.si(2),
    sendSms.si(3),
    sendSms.si(4),
  ).delay()
  return { r, counts: await r.get() }
}
