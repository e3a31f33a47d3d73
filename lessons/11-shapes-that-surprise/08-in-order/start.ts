import { chord, group } from 'celeriac'
import {
  report,
  till,
} from 'celeriac/bank/reports'

const north = group(
  till.s('Porto'),
  till.s('Lisbon'),
)
const r = await chord(
  [north, till.s('Faro')],
  report.s(),
).delay()
const lines = await r.get()
console.log(lines)
