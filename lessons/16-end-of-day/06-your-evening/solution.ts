import { chain, group } from 'celeriac'
import {
  askWhatsapp,
  reconcile,
  reportOnce,
  tellByMail,
  tellBySms,
  transfers,
} from 'celeriac/bank/evening'

const r = await chain(
  transfers,
  reconcile.s(),
  group(
    tellBySms.s(),
    tellByMail.s(),
    askWhatsapp.s(),
  ),
  reportOnce.s('2030-01-31'),
).delay()
const reports = await r.get()
console.log(reports)
