import { chain } from 'celeriac'
import {
  dayReport,
  deposit,
  smsText,
} from 'celeriac/bank/post'

await dayReport.delay()
await dayReport.delay()
const r = await chain(
  deposit.s(1234, 5000),
  smsText.s(1234),
).applyAsync({ queue: 'urgent' })
console.log(await r.get())
