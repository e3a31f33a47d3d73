import { group } from 'celeriac'
import {
  archive,
  transfer,
} from 'celeriac/bank/accounts'

const orders = [
  [1, 2, 500],
  [3, 4, 200],
  [5, 6, 900],
  [7, 8, 100],
  [9, 1, 300],
] as const

const all = group(
  orders.map(([from, to, amount]) =>
    transfer.s(from, to, amount),
  ),
)
const r = await all
  .pipe(archive.s())
  .delay()
const made = await r.get()
console.log(made)
