import { chain, group } from 'celeriac'
import {
  till,
  total,
} from 'celeriac/bank/reports'

const open: string[] = ['Porto']
const tills = group(
  open.map((branch) => till.s(branch)),
)
const r = await chain(
  tills,
  // @ts-expect-error
  total.s(),
).delay()
const sum = await r.get()
console.log(sum)
