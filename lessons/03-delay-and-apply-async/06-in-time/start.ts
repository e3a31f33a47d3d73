import {
  dayReport,
  sendSms,
} from 'celeriac/bank'

await dayReport.delay()
const code = await sendSms.delay(
  1234,
  'Code 4711',
)
const ask = await sendSms.delay(
  1234,
  'How did it go?',
)
console.log(await ask.get())
console.log(await code.state())
