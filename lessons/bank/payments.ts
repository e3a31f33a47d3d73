import { Celery } from 'celeriac'

/** The bank pays. What it must not do is pay twice. */
export const app = new Celery('bank')

const balances = new Map<number, number>()
const paid = new Set<string>()

/** Empty accounts, and no payment made. Every run of a lesson begins with them. */
export const emptyAccounts = (): void => {
  balances.clear()
  paid.clear()
}

const credit = (account: number, amount: number) => {
  balances.set(account, (balances.get(account) ?? 0) + amount)
  return balances.get(account)!
}

/** Pays, and gives the new balance. Its message is acknowledged before it runs. */
export const pay = app.task('bank.pay', credit)

/** The same, but its message is acknowledged when it has run. */
export const payLate = app.task('bank.pay_late', { acksLate: true }, credit)

/** Pays once for each payment, however often it runs: the payment's name is the key. */
export const payOnce = app.task('bank.pay_once', (payment: string, account: number, amount: number) => {
  if (paid.has(payment)) return balances.get(account) ?? 0
  paid.add(payment)
  return credit(account, amount)
})
