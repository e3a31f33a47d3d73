import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import { Redis } from 'ioredis'
import { expect, test } from 'vitest'
import { Celery, chord } from '../../src/index.ts'
import { freePort, Processes } from '../conformance/processes.ts'
import { describeWith } from '../needs.ts'
import { until } from '../until.ts'

const CHORDS = Number(process.env.CELERIAC_CHORDS ?? (process.env.CI ? 1_000 : 60))
const WORKERS = 3

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** What `services/servers.mjs` knows of a server. */
interface Server {
  readonly name: string
  readonly program: string
  readonly url: (port: number) => string
  readonly start: (port: number, data: string, isDurable: boolean) => Promise<Started>
}

interface Started {
  readonly words: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly ready: RegExp
  readonly after: () => void
}

const { SERVERS } = (await import(here('../../services/servers.mjs'))) as { readonly SERVERS: Server[] }

/** What may be restarted, and the path of its URL. */
const brokers = [
  ['redis', 'Redis', '/0'],
  ['rabbitmq', 'RabbitMQ', ''],
] as const

for (const [need, name, path] of brokers)
  describeWith(['redis', need], `workers that are killed, and a ${name} that is restarted`, () => {
    test(`${CHORDS} chords of 10 all come to their body`, { timeout: 400_000 }, async () => {
      const folder = mkdtempSync(join(tmpdir(), 'celeriac-faults-'))
      const processes = new Processes()
      const logUrl = `${process.env.CELERIAC_REDIS}/10`
      const log = new Redis(logUrl)
      await log.del('parts', 'bodies')
      const server = SERVERS.find((each) => each.name === name)!
      const port = await freePort()
      // What is confirmed is on the disk.
      const { words, env, ready, after } = await server.start(port, folder, true)
      const startBroker = () => processes.service({ command: [server.program, ...words], folder, env }, ready)
      const broker = `${server.url(port)}${path}`
      // Results are in the Redis that is the broker, or else in the one that stays.
      const backend = name === 'Redis' ? `${server.url(port)}/1` : logUrl
      buildSync({
        entryPoints: [here('faultyWorker.ts')],
        outfile: join(folder, 'worker.js'),
        bundle: true,
        format: 'esm',
        platform: 'node',
        external: ['ioredis', 'amqplib'],
      })
      writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
      symlinkSync(here('../../node_modules'), join(folder, 'node_modules'))
      let started = 0
      const startWorker = () =>
        processes.service(
          {
            command: [process.execPath, 'worker.js', broker, backend, logUrl, `faults@${started++}`],
            folder,
          },
          /ready/,
        )
      const app = new Celery('faults', { broker, backend } as {})
      const part = app.task<(chord: number, part: number) => number>('faults.part')
      const body = app.task<(parts: readonly number[], chord: number) => number>('faults.body')
      try {
        let killBroker = await startBroker()
        const workers = await Promise.all(Array.from({ length: WORKERS }, startWorker))
        const waiting = Array.from({ length: CHORDS }, (_, index) => index).values()
        let again = 0
        const send = async (): Promise<void> => {
          for (const index of waiting) {
            const header = Array.from({ length: 10 }, (_, place) => part.s(index, place))
            const canvas = chord(header, body.s(index))
            // What was refused was not sent, or not confirmed: whoever sent it sends it again.
            while (
              !(await canvas.delay().then(
                () => true,
                () => false,
              ))
            )
              again++
          }
        }
        const sending = Promise.all(Array.from({ length: 10 }, send))
        let kills = 0
        for (const share of [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]) {
          await until(async () => (await log.hlen('bodies')) >= share * CHORDS, 120_000)
          await workers[kills % WORKERS]!()
          workers[kills % WORKERS] = await startWorker()
          kills++
          if (share !== 0.4) continue
          await killBroker()
          killBroker = await startBroker()
        }
        await sending
        await until(async () => (await log.hlen('bodies')) === CHORDS, 120_000)
        const [parts, bodies] = await Promise.all([log.hgetall('parts'), log.hgetall('bodies')])
        expect(Object.keys(parts)).toHaveLength(10 * CHORDS)
        const twice = (runs: Record<string, string>) =>
          Object.values(runs).filter((count) => count !== '1').length
        console.log(
          `${name}: ${CHORDS} bodies run, ${kills} workers killed, the broker once; run more than once: ${twice(parts)} of ${10 * CHORDS} parts, ${twice(bodies)} bodies; ${again} sendings repeated`,
        )
      } finally {
        await app.close()
        await processes.stop()
        after()
        log.disconnect()
        rmSync(folder, { recursive: true, force: true })
      }
    })
  })
