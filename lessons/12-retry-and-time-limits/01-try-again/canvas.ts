import {
  app,
  isBusy,
} from 'celeriac/bank/overworked'

// ---cut---
const text = app.task(
  'bank.text',
  { bind: true },
  (self, account: number) =>
    isBusy()
      ? self.retry({ countdown: 2 })
      : `SMS to ${account}`,
)

export async function lesson() {
  const r = await text.delay(1234)
  return { r, value: await r.get() }
}
