import { Celery } from 'celeriac'

/** The bank of the lessons: when money comes in it tells the customer, and it counts what it told. */
export const app = new Celery('bank')

type Channel = 'SMS' | 'WhatsApp'

/** What was sent today, by whom it was sent to. */
const sent: { readonly channel: Channel; readonly account: number; readonly text: string }[] = []

const send = (channel: Channel, account: number, text: string) => {
  sent.push({ channel, account, text })
  return `${channel} sent`
}

const count = (channel: Channel) => sent.filter((message) => message.channel === channel).length

/** A new day at the bank. Every run of a lesson begins with one. */
export const openBank = (): void => {
  sent.length = 0
}

/** Tells a customer by SMS. */
export const sendSms = app.task('bank.send_sms', (account: number, text: string) =>
  send('SMS', account, text),
)

/** Tells a customer by WhatsApp. */
export const sendWhatsapp = app.task('bank.send_whatsapp', (account: number, text: string) =>
  send('WhatsApp', account, text),
)

/** Tells a customer by WhatsApp what became of the SMS: its first argument is what `sendSms` gave. */
export const confirmSms = app.task(
  'bank.confirm_sms',
  { parameters: ['sms', 'account'] },
  (sms: string, account: number) => send('WhatsApp', account, sms),
)

/** The same, and gives both. */
export const confirmBoth = app.task('bank.confirm_both', (sms: string, account: number) => [
  sms,
  send('WhatsApp', account, sms),
])

/** An account as it travels in a message. */
export interface Account {
  readonly number: number
  balance: number
}

/** Puts money on an account, and gives the account as it then is. */
export const credit = app.task('bank.credit', (account: Account, amount: number) => {
  account.balance += amount
  return account
})

/** The report of the day, which takes its time. */
export const dayReport = app.task('bank.day_report', () => 'report')

/** The same, but its message is acknowledged when it is done. */
export const lateReport = app.task('bank.late_report', { acksLate: true }, () => 'report')

/** How many SMS were sent today. */
export const countSms = app.task('bank.count_sms', () => count('SMS'))

/** How many WhatsApp messages were sent today. */
export const countWhatsapp = app.task('bank.count_whatsapp', () => count('WhatsApp'))
