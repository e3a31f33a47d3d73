import { chord, group } from 'celeriac'
import {
  callStaff,
  countSent,
  sendSms,
} from 'celeriac/bank/gateway'

const sends = group(
  sendSms.si(1234, '+$5000'),
  sendSms.si(4321, '+$3000'),
).onError(callStaff.s())

const r = await chord(
  sends,
  countSent.s(),
).delay()
console.log(r.id)
