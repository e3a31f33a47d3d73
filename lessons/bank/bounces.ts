import { Celery, Ignore } from 'celeriac'

/** The bank pays, and some payments bounce. */
export const app = new Celery('bank')

/** A payment that bounces: it stores that, and returns. */
export const payAndReturn = app.task('bank.pay_and_return', { bind: true }, (self) => {
  self.updateState({ state: 'BOUNCED' })
  return 'bounced'
})

/** A payment that bounces: it stores that, and asks the worker to store nothing more. */
export const payAndIgnore = app.task('bank.pay_and_ignore', { bind: true }, (self): string => {
  self.updateState({ state: 'BOUNCED' })
  throw new Ignore()
})
