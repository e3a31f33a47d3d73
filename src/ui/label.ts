import { printable } from './value.ts'

/** A task's name as its variable is called: `bank.send_sms` is `sendSms`. */
export const labelOf = (task: string): string => {
  const last = task.slice(task.lastIndexOf('.') + 1) || task
  return printable(last.replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()))
}
