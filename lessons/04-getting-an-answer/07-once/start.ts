import { sendSms } from 'celeriac/bank'

const send = () =>
  sendSms.delay(1234, '+$5000')

let r = await send()
let said: string
try {
  said = await r.get({ timeout: 0.5 })
} catch {
  console.log('lost, once more')
  r = await send()
  said = await r.get()
}
console.log(said)
