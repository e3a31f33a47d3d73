import { chain } from 'celeriac'
import {
  dayReport,
  deposit,
  smsText,
} from 'celeriac/bank/post'

const queue = 'urgent'
await dayReport.delay()
await dayReport.delay()
const r = await chain(
  deposit.s(1234, 5000).set({ queue }),
  smsText.s(1234).set({ queue }),
).delay()
console.log(await r.get())
