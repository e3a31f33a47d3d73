import { Celery, group } from 'celeriac'

/** The bank at the end of the day: every branch says what is in its till, and somebody adds it up. */
export const app = new Celery('bank')

const inTill: Readonly<Record<string, number>> = { Porto: 300, Lisbon: 200, Faro: 100 }

/** What is in a branch's till. */
export const till = app.task('bank.till', (branch: string) => inTill[branch] ?? 0)

/** Two tills at once. */
export const tills = group(till.s('Porto'), till.s('Lisbon'))

/** The sum of a list of amounts. */
export const total = app.task('bank.total', (amounts: readonly number[]) => {
  if (!Array.isArray(amounts)) throw new TypeError(`${amounts} is not a list`)
  return amounts.reduce<number>((sum, amount) => sum + amount, 0)
})

/** The largest of a list of amounts. */
export const largest = app.task('bank.largest', (amounts: readonly number[]) => Math.max(...amounts))

/** A list of amounts as it came: the lines of the report. */
export const report = app.task('bank.report', (amounts: readonly number[]) => amounts)

/** Mails a report. */
export const mail = app.task('bank.mail', (_report: readonly number[]) => 'mailed')

/** Prints a report. */
export const print = app.task('bank.print', (_report: readonly number[]) => 'printed')
