import { chain, group } from 'celeriac'
import {
  app,
  ChannelDown,
  reconcile,
  report,
  tellBySms,
  transfers,
} from 'celeriac/bank/evening'

// ---cut---
const tryWhatsapp = app.task(
  'bank.try_whatsapp',
  { bind: true },
  (self, _total: number) => {
    const exc = new ChannelDown()
    return self.request.retries < 2
      ? self.retry({
          exc,
          countdown: 1,
        })
      : 'WhatsApp: failed'
  },
)

export async function lesson() {
  const r = await chain(
    transfers,
    reconcile.s(),
    group(
      tellBySms.s(),
      tryWhatsapp.s(),
    ),
    report.s(),
  ).delay()
  return { r }
}
