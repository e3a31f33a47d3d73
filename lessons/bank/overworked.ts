import { Celery } from 'celeriac'

/** The bank on a day when its SMS gateway is overworked: it answers "busy", and later it works. */
export const app = new Celery('bank')

/** What a task raises that needs the gateway while it is busy. */
export class GatewayBusy extends Error {}

let busyFor = 2

/** The gateway is busy the first two times it is asked. Every run of a lesson begins so. */
export const overwork = (): void => {
  busyFor = 2
}

/** Asks the gateway whether it is busy: two times yes, then no. */
export const isBusy = (): boolean => busyFor-- > 0

/** Tells a customer by SMS, and tries again while the gateway is busy. */
export const sendSms = app.task('bank.send_sms', { bind: true }, (self, _account: number) =>
  isBusy() ? self.retry({ countdown: 2 }) : 'SMS sent',
)

/** The same for a text that comes from the step before. */
export const smsText = app.task('bank.sms_text', { bind: true }, (self, text: string, _account: number) =>
  isBusy() ? self.retry({ countdown: 2 }) : `SMS ${text}`,
)

/** Tells a customer by WhatsApp, which is never busy. */
export const sendWhatsapp = app.task('bank.send_whatsapp', (_account: number) => 'WhatsApp sent')

/** Puts money on an account, and gives the text for the customer. */
export const deposit = app.task('bank.deposit', (_account: number, amount: number) => `+$${amount}`)

/** Files what was sent. */
export const archive = app.task('bank.archive', (sent: string) => `filed: ${sent}`)

/** How many were sent, from the list of them. */
export const countSent = app.task('bank.count_sent', (sent: readonly string[]) => sent.length)
