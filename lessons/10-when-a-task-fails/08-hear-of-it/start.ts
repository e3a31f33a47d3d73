import { chain, group } from 'celeriac'
import {
  archive,
  deposit,
  smsText,
} from 'celeriac/bank/gateway'

const r = await chain(
  deposit.s(1234, 5000),
  smsText.s(1234),
  group(archive.s(), archive.s()),
).delay()
const said = await r
  .get()
  .catch(({ name }) => name)
console.log(said)
