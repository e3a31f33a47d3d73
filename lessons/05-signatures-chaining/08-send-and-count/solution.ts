import { chord, group } from 'celeriac'
import {
  countSms,
  countWhatsapp,
  sendSms,
  sendWhatsapp,
} from 'celeriac/bank'

const send = group(
  sendSms.si(1234, '+$5000'),
  sendWhatsapp.si(1234, '+$5000'),
)
const count = group(
  countSms.si(),
  countWhatsapp.si(),
)
const all = chord(send, count)
const r = await all.delay()
const counts = await r.get()
console.log(counts)
