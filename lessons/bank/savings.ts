import { Celery } from 'celeriac'

/** The bank whose canvases are tested: one savings account, and the customer who owns it. */
export const app = new Celery('bank')

/** What is raised when there is less in the account than is taken out. */
export class NotEnough extends Error {}

let balance = 0

/** An account with nothing in it. Every test begins with one. */
export const openAccount = (): void => {
  balance = 0
}

/** Puts money in, and gives the new balance. */
export const deposit = app.task('bank.deposit', (amount: number) => {
  balance += amount
  return balance
})

/** Takes money out, and gives the new balance. */
export const withdraw = app.task('bank.withdraw', (amount: number) => {
  if (amount > balance) throw new NotEnough(`${balance} in the account`)
  balance -= amount
  return balance
})

/** What is in an account. */
export const balanceOf = app.task('bank.balance_of', (account: number) => account * 2)

/** Reminds a customer of something. */
export const remind = app.task('bank.remind', (account: number) => `reminded ${account}`)

/** Tells a customer by SMS. */
export const sendSms = app.task('bank.send_sms', (account: number) => `SMS to ${account}`)

/** Files what was sent. */
export const archive = app.task('bank.archive', (sent: string) => `filed: ${sent}`)

/** Mails a text. */
export const mail = app.task('bank.mail', (text: string) => `mailed: ${text}`)

/** One worker with two processes, and tasks of about a second, for tests. */
export const world = {
  seed: 7,
  workers: 1,
  concurrency: 2,
  latency: { publish: [60, 30], run: [900, 300], store: [30, 10] },
} as const
