import { simulate } from 'celeriac'
import {
  app,
  sendSms,
  world,
} from 'celeriac/bank/savings'

export async function lesson() {
  // ---cut---
  const run = await simulate(
    app,
    world,
    async () => {
      const sms = sendSms.si(1234)
      await sms.delay()
      const r = await sms.applyAsync()
      return { r, value: await r.get() }
    },
  )
  const isGreen =
    run.returned.value === 'SMS to 1234'

  const messages = run.trace.filter(
    ({ type }) => type === 'task-sent',
  )
  const sent = messages.length
  return { run, isGreen, sent }
  // ---cut-after---
}
