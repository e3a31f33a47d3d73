import { Celery, group, Ignore } from 'celeriac'

/** The bank, and the ways in which it tells a customer something. */
export const app = new Celery('bank')

/** Tells a customer by SMS. */
export const sendSms = app.task('bank.send_sms', (account: number) => `SMS to ${account}`)

/** Tells a customer by WhatsApp. */
export const sendWhatsapp = app.task('bank.send_whatsapp', (account: number) => `WhatsApp to ${account}`)

/** Notes what was sent. */
export const archive = app.task('bank.archive', (sent: string) => `filed: ${sent}`)

/** Sends a fax. Nobody has one any more, so it is left alone. */
export const sendFax = app.task('bank.send_fax', (_account: number): string => {
  throw new Ignore()
})

/** How many were sent, from the list of them. */
export const count = app.task('bank.count', (sent: readonly string[]) => sent.length)

/** Three SMS at once. */
export const sendThree = async () => ({
  r: await group(sendSms.s(1), sendSms.s(2), sendSms.s(3)).delay(),
})

/** One process, and an SMS takes a second. */
export const oneAtATime = {
  seed: 7,
  workers: 1,
  concurrency: 1,
  latency: { publish: [60, 30], run: 1000, store: [30, 10] },
} as const

/** Seconds from what is noted for a task to an event of it. */
export const since = (
  { taskId, atMs }: { readonly taskId: string; readonly atMs: number },
  noted: ReadonlyMap<string, number>,
) => Math.round((atMs - (noted.get(taskId) ?? 0)) / 1000)
