import { chain, group } from 'celeriac'
import {
  reconcile,
  report,
  tellBySms,
  tellByWhatsapp,
  transfers,
} from 'celeriac/bank/evening'

const r = await chain(
  transfers,
  reconcile.s(),
  group(
    tellBySms.s(),
    tellByWhatsapp.s(),
  ),
  report.s(),
).delay()
const reports = await r.get()
console.log(reports)
