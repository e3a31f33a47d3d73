import {
  app,
  sendSms,
} from 'celeriac/bank/branch'

const report = app.task(
  'bank.day_report',
  { acksLate: true },
  () => 'report',
)
const text = 'It is payday'

const r = await report.delay()
for (const account of [1, 2, 3, 4])
  await sendSms.delay(account, text)
console.log(await r.get())
