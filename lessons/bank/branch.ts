import { Celery } from 'celeriac'

/** A branch of the bank, where everybody writes tasks of their own. */
export const app = new Celery('bank')

/** Tells a customer by SMS. */
export const sendSms = app.task('bank.send_sms', (_account: number, _text: string) => 'SMS sent')
