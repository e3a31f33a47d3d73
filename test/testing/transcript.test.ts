import { Celery, chain, simulate } from 'celeriac'
import { transcript } from 'celeriac/testing'
import { describe, expect, test } from 'vitest'

const app = new Celery('bank')
const sendSms = app.task('bank.send_sms', (account: number) => `SMS to ${account}`)
const archive = app.task('bank.archive', (sent: string) => `filed: ${sent}`)

const evening = async () => {
  const r = await chain(sendSms.s(1234), archive.s()).delay()
  return { r, value: await r.get() }
}
const patient = async () => {
  const r = await chain(sendSms.s(1234), archive.s().set({ countdown: 60 })).delay()
  return { r, value: await r.get() }
}

describe('the transcript of a run', () => {
  test('tells its events, its timeline and its results', async () => {
    const run = await simulate(app, { seed: 7, workers: 1, concurrency: 1 }, evening)
    expect(transcript(run)).toMatchInlineSnapshot(`
      "   time    who        what
         0.00 s  client     sends a chain of 2
         0.00 s  client     publishes sendSms to celery
         0.00 s  client     waits in r.get()
         0.01 s  worker 1   starts sendSms
         0.05 s  worker 1   publishes next step archive to celery
         0.05 s  backend    stores sendSms SUCCESS "SMS to 1234"
         0.05 s  worker 1   starts archive
         0.10 s  backend    stores archive SUCCESS "filed: SMS to 1234"
         0.10 s  client     r.get() gives "filed: SMS to 1234"

                   0s---------0.2s------0.4s-------0.6s------0.8s-------1s------------
        client     @~~~~+ "filed: SMS to 1234"
        queue   0  . .
        worker 1   ##+##+
        backend      *  *"filed: SMS to 1234"

        r archive           SUCCESS   "filed: SMS to 1234"
        \`- .parent sendSms  SUCCESS   "SMS to 1234"
      "
    `)
  })

  test('is the same for the same seed, and another for another canvas', async () => {
    const text = async (program: typeof evening, seed: number) =>
      transcript(await simulate(app, { seed }, program))
    expect(await text(evening, 7)).toBe(await text(evening, 7))
    const texts = new Set<string>()
    for (const seed of [1, 2, 3, 4, 5]) texts.add(await text(evening, seed))
    expect(texts.size).toBeGreaterThan(2)
    const other = await text(patient, 7)
    expect(other).not.toBe(await text(evening, 7))
    expect(other).toContain('publishes next step archive to celery, not before 60')
  })

  test('keeps to its columns, and says which it takes', async () => {
    const run = await simulate(app, {}, evening)
    for (const columns of [40, 80, 120]) {
      const lines = transcript(run, { columns }).split('\n')
      for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(columns)
    }
    expect(() => transcript(run, { columns: 12 })).toThrow('columns is 40 or more: got 12')
    expect(() => transcript(run, { columns: Number.NaN })).toThrow(RangeError)
  })

  test('of a program that sends nothing is empty', async () => {
    expect(transcript(await simulate(app, {}, async () => ({})))).toBe('\n')
  })
})
