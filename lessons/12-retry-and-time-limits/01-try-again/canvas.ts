import {
  app,
  isBusy,
} from 'celeriac/bank/overworked'

// ---cut---
const patient = app.task(
  'bank.patient',
  { bind: true },
  (self, account: number) =>
    isBusy()
      ? self.retry()
      : `SMS to ${account}`,
)

export async function lesson() {
  const r = await patient.delay(1234)
  return { r }
}
