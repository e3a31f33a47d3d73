import { group } from 'celeriac'
import {
  sendSms,
  sendWhatsapp,
} from 'celeriac/bank'

const both = group(
  sendSms.si(1234, '+$5000'),
  sendWhatsapp.si(1234, '+$5000'),
)
const r = await both.applyAsync({
  countdown: 5,
})
const said = await r.get()
console.log(said)
