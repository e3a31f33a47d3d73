import { Celery, group } from 'celeriac'

/** The bank at the end of the day: it moves money, tells its customers, adds up, and writes one report. */
export const app = new Celery('bank')

/** What is raised by a channel that is down. */
export class ChannelDown extends Error {}

const box: string[] = []
const written = new Set<string>()

/** An empty box for reports. Every run begins with one. */
export const openBox = (): void => {
  box.length = 0
  written.clear()
}

/** Everything here is acknowledged when it has run: what a dead worker leaves behind is done again. */
const late = { acksLate: true } as const

const amountOf = (_from: number, _to: number, amount: number) => amount

/** Moves money, and gives the amount. */
export const transfer = app.task('bank.transfer', late, amountOf)

/** The same, acknowledged before it runs, as Celery does it when nothing is said. */
export const transferEarly = app.task('bank.transfer_early', amountOf)

/** The transfers of today. */
export const transfers = group(transfer.s(1234, 4321, 500), transfer.s(5678, 1234, 200))

/** The same, acknowledged early. */
export const transfersEarly = group(transferEarly.s(1234, 4321, 500), transferEarly.s(5678, 1234, 200))

/** Adds the amounts of the day up. */
export const reconcile = app.task('bank.reconcile', late, (amounts: readonly number[]) =>
  amounts.reduce((sum, amount) => sum + amount, 0),
)

/** Tells the customers by SMS how much was moved. */
export const tellBySms = app.task('bank.tell_by_sms', late, (total: number) => `SMS: $${total}`)

/** Tells the customers by mail. */
export const tellByMail = app.task('bank.tell_by_mail', late, (total: number) => `mail: $${total}`)

/** Tells the customers by WhatsApp. It is down. */
export const tellByWhatsapp = app.task('bank.tell_by_whatsapp', late, (_total: number): string => {
  throw new ChannelDown('WhatsApp')
})

/** Puts a report into the box, and says how many are there. */
export const report = app.task('bank.report', late, (told: readonly string[]) => {
  box.push(told.join(', '))
  return box.length
})

/** The same for a day, which has one report however often it is asked for. */
export const reportOnce = app.task('bank.report_once', late, (told: readonly string[], day: string) => {
  if (!written.has(day)) {
    written.add(day)
    box.push(`${day}: ${told.join(', ')}`)
  }
  return box.length
})

/** Asks WhatsApp, twice more if it is down, and then says that it could not be told. It never raises. */
export const askWhatsapp = app.task('bank.ask_whatsapp', { ...late, bind: true }, (self, _total: number) =>
  self.request.retries < 2 ? self.retry({ countdown: 1 }) : 'WhatsApp: failed',
)
