import { credit } from 'celeriac/bank'

const mine = {
  number: 1234,
  balance: 0,
}
const r = await credit.delay(mine, 5000)
const theirs = await r.get()

const left = theirs.balance
console.log(left)
