import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { Celery } from '../../src/index.ts'
import { Processes } from '../conformance/processes.ts'
import { describeWith, PYTHON } from '../needs.ts'

const brokers = [
  ['redis', 'Redis', () => `${process.env.CELERIAC_REDIS}/11`],
  ['rabbitmq', 'RabbitMQ', () => process.env.CELERIAC_RABBITMQ!],
] as const

for (const [need, name, broker] of brokers)
  describeWith(['redis', need, 'celery'], `what a Python client may send over ${name}`, () => {
    const processes = new Processes()
    const ends: (() => Promise<void>)[] = [() => processes.stop()]
    afterAll(async () => {
      for (const end of ends.reverse()) await end()
    })

    const start = async () => {
      const queue = `python-${randomUUID()}`
      const backend = `${process.env.CELERIAC_REDIS}/12`
      const app = new Celery('asked', { broker: broker(), backend, taskDefaultQueue: queue } as {})
      app.task('add', (x: number, y: number) => x + y)
      app.task('total', (all: readonly number[]) => all.reduce((sum, each) => sum + each, 0))
      const lines: string[] = []
      const worker = app.worker({ hostname: queue, log: (line) => void lines.push(line) })
      await worker.start()
      ends.push(async () => {
        await worker.stop({ force: true })
        await app.close()
      })
      const ask = processes.dialogue({
        command: [PYTHON, 'pythonClient.py'],
        folder: fileURLToPath(new URL('.', import.meta.url)),
        env: { BROKER: broker(), BACKEND: backend, QUEUE: queue },
      })
      const send = async (settings: object, task: string, args: readonly unknown[], options = {}) =>
        JSON.parse(await ask(JSON.stringify([settings, task, args, options]))) as object
      return { app, send, lines, worker }
    }

    test('celery.chord_unlock calls the body once the header is ready, and fails it with the header', {
      timeout: 60_000,
    }, async () => {
      const { app } = await start()
      const slow = app.task('slow', { bind: true }, async (self, x: number) => {
        await self.sleep(0.5)
        if (x < 0) throw new RangeError(`no ${x}`)
        return x
      })
      const unlocked = async (...numbers: number[]) => {
        const members = await Promise.all(numbers.map((x) => slow.delay(x)))
        const id = randomUUID()
        const body = { task: 'total', args: [], kwargs: {}, options: { task_id: id }, subtask_type: null }
        const result = members.map((member) => member.asTuple())
        const kwargs = { interval: 0.1, max_retries: null, result } as never
        await app.signature('celery.chord_unlock', { args: [randomUUID(), body as never], kwargs }).delay()
        return app.asyncResult<number>(id).get({ timeout: 40 })
      }
      expect(await unlocked(1, 2, 3)).toBe(6)
      await expect(unlocked(1, -2)).rejects.toThrow(/Dependency .* raised RangeError\('no -2'\)/)
    })

    test('compressed messages, and those of the older protocol', { timeout: 60_000 }, async () => {
      const { send, lines, worker } = await start()
      expect(await send({}, 'add', [1, 2], { compression: 'gzip' })).toEqual({ ok: 3 })
      expect(await send({}, 'add', [1, 2], { compression: 'zlib' })).toEqual({ ok: 3 })
      expect(await send({ task_protocol: 1 }, 'add', [2, 3])).toEqual({ ok: 5 })
      const step = { task: 'add', kwargs: {}, options: {}, subtask_type: null, immutable: false }
      const header = [1, 2].map((x) => ({ ...step, args: [x, x] }))
      const body = { ...step, task: 'total', args: [] }
      for (const task_protocol of [1, 2])
        expect(await send({ task_protocol }, 'chord', [header, body])).toEqual({ ok: 6 })
      expect(lines).toEqual([])
      expect(worker.counts.rejected).toBe(0)

      const refused = await send({}, 'add', [1, 2], { compression: 'bzip2', wait: 1 })
      expect(refused).toMatchObject({ error: 'TimeoutError' })
      expect(await send({}, 'celery.backend_cleanup', [])).toEqual({ ok: null })
      expect(lines).toEqual([expect.stringMatching(/compression application\/x-bz2" was rejected.*gzip/)])
    })
  })
