import { Celery, group } from 'celeriac'

/** The bank on the last day of the month, when there are as many things to do as there are accounts. */
export const app = new Celery('bank')

/** What is raised for an account that is in the red. */
export class Overdrawn extends Error {}

/** A balance with the month's interest, which is one in a hundred. */
export const interest = app.task('bank.interest', (balance: number) => {
  if (balance < 0) throw new Overdrawn(`${balance}`)
  return balance + balance / 100
})

/** Moves money, and says what it moved. */
export const transfer = app.task(
  'bank.transfer',
  (from: number, to: number, amount: number) => `${from} to ${to}: $${amount}`,
)

/** The customers of today. How many they are is known when it has run. */
export const customers = app.task('bank.customers', () => [1234, 4321, 5678])

/** Tells a customer by SMS. */
export const sendSms = app.task('bank.send_sms', (account: number) => `SMS to ${account}`)

/** An SMS to each of them, in a group. */
export const groupOfSms = (accounts: readonly number[]) =>
  group(accounts.map((account) => sendSms.si(account)))

/** Calls a customer. One of them has no telephone. */
export const call = app.task('bank.call', (account: number) => {
  if (account === 4321) throw new Error('no telephone')
  return `called ${account}`
})

/** A call to each of them, in a group. */
export const groupOfCalls = (accounts: readonly number[]) =>
  group(accounts.map((account) => call.si(account)))

/** Files a list of what was sent, or how many there were. */
export const archive = app.task('bank.archive', (sent: readonly string[] | number) =>
  typeof sent === 'number' ? `${sent} filed` : `${sent.length} filed`,
)

/** How many transfers were made, from the lists of several parts. */
export const countAll = app.task(
  'bank.count_all',
  (parts: readonly (readonly string[])[]) => parts.flat().length,
)
