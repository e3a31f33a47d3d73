import { Celery } from 'celeriac'

/** The bank's desk, where people ask what has become of something. */
export const app = new Celery('bank')

/** Tells a customer by SMS. */
export const sendSms = app.task('bank.send_sms', (_account: number, _text: string) => 'SMS sent')

/** Writes into the bank's log. Nobody asks what it gives. */
export const writeLog = app.task('bank.write_log', { ignoreResult: true }, (text: string) => `log: ${text}`)

/** Sends an SMS and waits for it, inside a task. */
export const notify = app.task('bank.notify', async (account: number): Promise<string> => {
  const sms = await sendSms.delay(account, '+$5000')
  return sms.get()
})
