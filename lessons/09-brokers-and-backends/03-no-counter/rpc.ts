import { Celery, chord } from 'celeriac'

// ---cut---
export const app = new Celery('bank', {
  broker: 'amqp://localhost',
  backend: 'rpc://',
})
const sendSms = app.task(
  'bank.send_sms',
  (account: number) => `SMS ${account}`,
)
const total = app.task(
  'bank.total',
  (all: readonly string[]) =>
    all.length,
)

export async function lesson() {
  const r = await chord(
    [sendSms.s(1234), sendSms.s(4321)],
    // @ts-expect-error
    total.s(),
  ).delay()
  return { r, value: await r.get() }
}
