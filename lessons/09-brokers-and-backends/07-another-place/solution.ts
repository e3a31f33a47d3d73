import { Celery, chord } from 'celeriac'
import {
  type Bank,
  tasksOf,
} from 'celeriac/bank/tasksOf'

const app = new Celery('bank', {
  broker: 'amqp://localhost',
  backend: 'redis://localhost',
})
const bank: Bank = tasksOf(app)

const r = await chord(
  [
    bank.sendSms.s(1234),
    bank.sendQuietly.s(4321),
  ],
  bank.count.s(),
).delay()
const sent = await r.get()
console.log(sent)
