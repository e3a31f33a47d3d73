import { chain } from 'celeriac'
import {
  archive,
  sendSms,
} from 'celeriac/bank/channels'

export async function lesson() {
  // ---cut---
  const r = await chain(
    sendSms.s(1234),
    archive.s(),
  ).delay()

  return { r }
  // ---cut-after---
}
