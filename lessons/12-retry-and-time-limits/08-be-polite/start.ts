import {
  app,
  GatewayBusy,
  isBusy,
} from 'celeriac/bank/overworked'

const tell = app.task(
  'bank.tell',
  (account: number) => {
    if (isBusy())
      throw new GatewayBusy('try later')
    return `SMS to ${account}`
  },
)
const r = await tell.delay(1234)
const said = await r.get()
console.log(said)
