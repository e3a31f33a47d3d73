import { chain } from 'celeriac'
import {
  archive,
  sendSms,
} from '../channels.ts'

export async function lesson() {
  // ---cut---
  const r = await chain(
    sendSms.s(1234),
    archive.s(),
  ).delay()

  return { r }
  // ---cut-after---
}
