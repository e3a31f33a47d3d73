import { chord } from 'celeriac'
import {
  report,
  till,
} from 'celeriac/bank/reports'

const r = await chord(
  [
    till.s('Porto'),
    till.s('Lisbon'),
    till.s('Faro'),
  ],
  report.s(),
).delay()
const lines = await r.get()
console.log(lines)
