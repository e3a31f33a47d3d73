import type { Celery } from 'celeriac'

/** The tasks of the bank, for an app that keeps its messages and results where it likes. */
export const tasksOf = (app: Celery) => ({
  /** Tells a customer by SMS. */
  sendSms: app.task('bank.send_sms', (account: number) => `SMS to ${account}`),
  /** The same, and keeps no result: who would want to know? */
  sendQuietly: app.task(
    'bank.send_quietly',
    { ignoreResult: true },
    (account: number) => `SMS to ${account}`,
  ),
  /** What is in a branch's till. The one of Lisbon is locked. */
  till: app.task('bank.till', (branch: string) => {
    if (branch === 'Lisbon') throw new Error('locked')
    return branch.length * 100
  }),
  /** How many were sent, from the list of them. */
  count: app.task('bank.count', (sent: readonly string[]) => sent.length),
  /** The sum of a list of amounts. */
  total: app.task('bank.total', (amounts: readonly number[]) =>
    amounts.reduce((sum, amount) => sum + amount, 0),
  ),
  /** A list of amounts as it came: the lines of the report. */
  report: app.task('bank.report', (amounts: readonly number[]) => amounts),
})

/** These tasks. */
export type Bank = ReturnType<typeof tasksOf>
