import { Celery } from 'celeriac'

const app = new Celery('bank')

let paid = 0
const months = new Set<string>()

const payRent = app.task(
  'bank.pay_rent',
  (month: string, amount: number) => {
    if (!months.has(month)) {
      months.add(month)
      paid += amount
    }
    return paid
  },
)
await payRent.delay('2030-01', 900)
const r = await payRent.delay(
  '2030-02',
  900,
)
console.log(await r.get(), months)
