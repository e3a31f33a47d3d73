import {
  confirmBoth,
  sendSms,
} from 'celeriac/bank'

const r = await sendSms
  .si(1234, '+$5000')
  .applyAsync({
    link: confirmBoth.s(1234),
  })
const both = await r.get()
console.log(both)
