import { chain, group } from 'celeriac'
import {
  largest,
  mail,
  print,
  report,
  tills,
  total,
} from 'celeriac/bank/reports'

const r = await chain(
  tills,
  group(total.s(), largest.s()),
  report.s(),
  group(mail.s(), print.s()),
).delay()
const done = await r.get()
console.log(done)
