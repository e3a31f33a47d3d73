import { chain } from 'celeriac'
import {
  confirmBoth,
  sendSms,
} from 'celeriac/bank'

const r = await chain(
  sendSms.si(1234, '+$5000'),
  confirmBoth.s(1234),
).delay()
const both = await r.get()
console.log(both)
