/** What the playground begins with where nothing was written yet. */
export const welcome = `import { chord, group } from 'celeriac'
import { countSms, countWhatsapp, sendSms, sendWhatsapp } from 'celeriac/bank'

// A chord: when both have been sent, count them. ^R runs it, ^G shows all keys.
const send = group(
  sendSms.si(1234, 'credited'),
  sendWhatsapp.si(1234, 'credited'),
)
const r = await chord(send, group(countSms.si(), countWhatsapp.si())).delay()
const counts = await r.get()
//    ^?
console.log(counts)
`
