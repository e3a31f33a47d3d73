import { chain, group } from 'celeriac'
import {
  largest,
  mail,
  print,
  tills,
  total,
} from 'celeriac/bank/reports'

const r = await chain(
  tills,
  group(total.s(), largest.s()),
  // @ts-expect-error
  group(mail.s(), print.s()),
).delay()
const done = await r.get()
console.log(done)
