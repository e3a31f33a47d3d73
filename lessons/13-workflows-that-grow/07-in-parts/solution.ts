import {
  countAll,
  transfer,
} from 'celeriac/bank/accounts'

const orders = [
  [1, 2, 500],
  [3, 4, 200],
  [5, 6, 900],
  [7, 8, 100],
  [9, 1, 300],
] as const

const r = await transfer
  .chunks(orders, 2)
  .group()
  .pipe(countAll.s())
  .delay()
const made = await r.get()
console.log(made)
