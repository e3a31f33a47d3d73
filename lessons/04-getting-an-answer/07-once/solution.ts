import { sendSms } from 'celeriac/bank'

const send = () =>
  sendSms.delay(1234, '+$5000')

const r = await send()
let said: string
try {
  said = await r.get({ timeout: 0.5 })
} catch {
  console.log('please wait')
  said = await r.get()
}
console.log(said)
