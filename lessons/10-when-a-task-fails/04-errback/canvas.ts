import {
  callStaff,
  noteFailure,
  sendSms,
} from '../gateway.ts'

export async function lesson() {
  // ---cut---
  const sms = sendSms
    .si(1234, '+$5000')
    .linkError(noteFailure.s())
    .linkError(callStaff.s())

  const r = await sms.delay()
  return { r }
  // ---cut-after---
}
