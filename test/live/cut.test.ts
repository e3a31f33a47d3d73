import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { Celery } from '../../src/index.ts'
import { describeWith } from '../needs.ts'
import { until } from '../until.ts'
import { Gate } from './gate.ts'

/** How often the connections are cut. */
const CUTS = 4

const servers = [
  ['redis', 'Redis', () => `${process.env.CELERIAC_REDIS}/15`],
  ['rabbitmq', 'RabbitMQ', () => process.env.CELERIAC_RABBITMQ!],
] as const

for (const [need, name, url] of servers)
  describeWith(['redis', need], `connections to ${name} that are cut`, () => {
    test('lose no message that was confirmed, and come back by themselves', {
      timeout: 120_000,
    }, async () => {
      const gate = new Gate(url())
      await gate.open()
      const app = new Celery('cut', {
        broker: gate.through(url()),
        backend: `${process.env.CELERIAC_REDIS}/12`,
        taskDefaultQueue: `cut-${randomUUID()}`,
        brokerTransportOptions: { visibilityTimeout: 3 },
      })
      const runs = new Map<number, number>()
      const note = app.task('note', { acksLate: true }, async (x: number) => {
        await new Promise((resolve) => setTimeout(resolve, 2))
        runs.set(x, (runs.get(x) ?? 0) + 1)
        return x
      })
      const worker = app.worker({ concurrency: 4, hostname: `cut@${randomUUID()}`, log: () => {} })
      await worker.start()
      const confirmed: number[] = []
      let refused = 0
      let isSending = true
      const sending = (async () => {
        for (let x = 0; isSending; x++)
          await note.delay(x).then(
            () => void confirmed.push(x),
            () => void refused++,
          )
      })()
      for (let cut = 0; cut < CUTS; cut++) {
        const before = runs.size
        await until(() => runs.size >= before + 30, 30_000)
        await gate.close()
        await new Promise((resolve) => setTimeout(resolve, 100 * (cut + 1)))
        await gate.open()
      }
      const before = runs.size
      await until(() => runs.size >= before + 30, 30_000)
      isSending = false
      await sending
      await until(() => confirmed.every((x) => runs.has(x)), 60_000)
      const twice = [...runs.values()].filter((count) => count > 1).length
      console.log(
        `${name}: ${confirmed.length} confirmed and run, ${refused} refused, ${twice} of them run twice`,
      )
      expect(confirmed.length).toBeGreaterThan(30 * CUTS)
      await worker.stop({ force: true })
      await app.close()
      await gate.close()
    })
  })
