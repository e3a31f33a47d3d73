import {
  dayReport,
  sendSms,
} from 'celeriac/bank'

await dayReport.delay()
const code = await sendSms.applyAsync({
  args: [1234, 'Code 4711'],
  expires: 3,
})
const ask = await sendSms.applyAsync({
  args: [1234, 'How did it go?'],
  countdown: 8,
})
console.log(await ask.get())
console.log(await code.state())
