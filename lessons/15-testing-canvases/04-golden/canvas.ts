import {
  chain,
  simulate,
} from 'celeriac'
import {
  app,
  archive,
  sendSms,
  world,
} from 'celeriac/bank/savings'
import { transcript } from 'celeriac/testing'

export async function lesson() {
  // ---cut---
  const notify = (later: number) =>
    simulate(app, world, async () => {
      const r = await chain(
        sendSms.s(1234),
        archive
          .s()
          .set({ countdown: later }),
      ).delay()
      return {
        r,
        value: await r.get(),
      }
    })
  const kept = transcript(
    await notify(0),
  )

  const run = await notify(60)
  const isKept =
    transcript(run) === kept
  // ---cut-after---
  const { value } = run.returned
  return { run, value, isKept }
}
