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

describeWith('redis', 'workers that are killed, and a broker that is restarted', () => {
  test(`${CHORDS} chords of 10 all come to their body`, { timeout: 300_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'celeriac-faults-'))
    const processes = new Processes()
    const log = new Redis(`${process.env.CELERIAC_REDIS}/10`)
    await log.del('parts', 'bodies')
    const port = await freePort()
    const url = `redis://127.0.0.1:${port}`
    const startBroker = () =>
      processes.service(
        {
          command: [
            'redis-server',
            ...['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--dir', folder],
            // What is confirmed is on the disk.
            ...['--appendonly', 'yes', '--appendfsync', 'always'],
          ],
          folder,
        },
        /Ready to accept connections/i,
      )
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
          command: [
            process.execPath,
            'worker.js',
            url,
            `${process.env.CELERIAC_REDIS}/10`,
            `faults@${started++}`,
          ],
          folder,
        },
        /ready/,
      )
    const app = new Celery('faults', { broker: `${url}/0`, backend: `${url}/1` })
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
        `${CHORDS} bodies run, ${kills} workers killed, the broker once; run more than once: ${twice(parts)} of ${10 * CHORDS} parts, ${twice(bodies)} bodies; ${again} sendings repeated`,
      )
    } finally {
      await app.close()
      await processes.stop()
      log.disconnect()
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
