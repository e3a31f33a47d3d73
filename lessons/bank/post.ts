import { Celery } from 'celeriac'

/** The bank's post room, where everything goes through a queue. */
export const app = new Celery('bank')

/** Puts money on an account, and gives the text for the customer. */
export const deposit = app.task('bank.deposit', (_account: number, amount: number) => `+$${amount}`)

/** Tells a customer by SMS. */
export const sendSms = app.task('bank.send_sms', (_account: number, _text: string) => 'SMS sent')

/** The same for a text that comes from the step before. */
export const smsText = app.task('bank.sms_text', (_text: string, _account: number) => 'SMS sent')

/** Warns a customer that somebody is at his account. */
export const sendAlert = app.task('bank.send_alert', (_account: number) => 'alert sent')

/** The report of the day, which takes its time. */
export const dayReport = app.task('bank.day_report', () => 'report')
