import { sendSms } from 'celeriac/bank'

const sms = sendSms.si(1234, '+$5000')

await sms.delay()
await sms.applyAsync()
const r = await sms.applyAsync({
  countdown: 5,
})
const said = await r.get()
console.log(said)
