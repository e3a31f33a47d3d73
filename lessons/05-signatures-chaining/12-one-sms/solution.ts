import { sendSms } from 'celeriac/bank'

const sms = sendSms.si(1234, '+$5000')

const r = await sms.applyAsync({
  countdown: 5,
})
const said = await r.get()
console.log(said)
