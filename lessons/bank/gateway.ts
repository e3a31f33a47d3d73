import { Celery } from 'celeriac'

/** The bank on a day when its SMS gateway is down: no SMS leaves, everything else works. */
export const app = new Celery('bank')

/** What a task raises that needs the gateway. */
export class GatewayDown extends Error {}

/** Puts money on an account, and gives the text for the customer. */
export const deposit = app.task('bank.deposit', (_account: number, amount: number) => `+$${amount}`)

/** Tells a customer by SMS. Not today. */
export const sendSms = app.task('bank.send_sms', (_account: number, _text: string): string => {
  throw new GatewayDown('no route')
})

/** The same for a text that comes from the step before. */
export const smsText = app.task('bank.sms_text', (_text: string, _account: number): string => {
  throw new GatewayDown('no route')
})

/** Tells a customer by WhatsApp, which works. */
export const sendWhatsapp = app.task(
  'bank.send_whatsapp',
  (_account: number, _text: string) => 'WhatsApp sent',
)

/** Files what was sent. */
export const archive = app.task('bank.archive', (sent: string) => `filed: ${sent}`)

/** How many were sent, from the list of them. */
export const countSent = app.task('bank.count_sent', (sent: readonly string[]) => sent.length)

/** An errback of the old style: a task of its own, which gets the id of the one that failed. */
export const noteFailure = app.task('bank.note_failure', (_taskId: string) => 'noted')

/** An errback of the new style: called inside the worker. */
export const callStaff = app.task(
  'bank.call_staff',
  (_request: object, _exc: Error, _traceback: string) => 'called',
)
