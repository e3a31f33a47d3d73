import { chain } from 'celeriac'
import {
  countSms,
  countWhatsapp,
  sendSms,
  sendWhatsapp,
} from 'celeriac/bank'

const r = await chain(
  sendSms.si(1234, '+$5000'),
  sendWhatsapp.si(1234, '+$5000'),
  countSms.si(),
  countWhatsapp.si(),
).delay()
const counts = await r.get()
console.log(counts)
