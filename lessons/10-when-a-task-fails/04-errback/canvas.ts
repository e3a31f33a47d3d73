import {
  callStaff,
  noteFailure,
  sendSms,
} from 'celeriac/bank/gateway'

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
