import { credit } from 'celeriac/bank'

const mine = {
  number: 1234,
  balance: 0,
}
const r = await credit.delay(mine, 5000)
await r.get()

const left = mine.balance
console.log(left)
