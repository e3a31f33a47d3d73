import { chord, group } from 'celeriac'
import {
  confirmSms,
  countSms,
  countWhatsapp,
  sendSms,
} from 'celeriac/bank'

const send = group(
  sendSms.si(1234, '+$5000'),
  confirmSms.s(1234),
)
const count = group(
  countSms.s(),
  countWhatsapp.s(),
)
// @ts-expect-error
const all = chord(send, count)
// @ts-expect-error
const r = await all.delay()
const counts = await r.get()
console.log(counts)
