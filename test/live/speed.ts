import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { Redis } from 'ioredis'
import { Celery, group } from '../../src/index.ts'
import { Processes } from '../conformance/processes.ts'
import { Mistake } from '../mistake.ts'

const run = promisify(execFile)

/** Members of the group that is published, tasks that a worker runs, and calls that are waited for one by one. */
const [MEMBERS, TASKS, TRIPS] = [2_000, 5_000, 200]
const CONCURRENCY = 2

export const usage = `npm run bench:live
  CELERIAC_REDIS   the Redis it runs on: node services/start.mjs --free-ports -- npm run bench:live
  CELERIAC_PYTHON  a Python with Celery 5.6.3 (.venv/bin/python)`

/**
 * The client and the worker beside Celery's, over the Redis of CELERIAC_REDIS. Rates are those of a machine that does
 * other things as well: what counts is the ratio.
 */
export async function main(words: readonly string[], tests: string): Promise<number> {
  parseArgs({ args: [...words], options: {} })
  const folder = join(tests, 'live')
  const redis = process.env.CELERIAC_REDIS
  const python = process.env.CELERIAC_PYTHON ?? join(tests, '../.venv/bin/python')
  if (!redis) throw new Mistake('CELERIAC_REDIS is not set')
  const client = new Redis(`${redis}/12`)
  const processes = new Processes()
  const settings = () => ({
    broker: `${redis}/11`,
    backend: `${redis}/12`,
    taskDefaultQueue: `speed-${randomUUID()}`,
  })
  const environment = (queue: string) => ({ BROKER: `${redis}/11`, BACKEND: `${redis}/12`, QUEUE: queue })
  const ask = async (queue: string, ...words: readonly string[]): Promise<readonly number[]> => {
    const env = { ...process.env, ...environment(queue) }
    return JSON.parse((await run(python, ['speed.py', ...words], { cwd: folder, env })).stdout)
  }
  const open = () => {
    const app = new Celery('speed', settings())
    return { app, noop: app.task('noop', () => null), queue: app.conf.taskDefaultQueue! }
  }
  const startPython = (queue: string) =>
    processes.service(
      {
        command: [
          python,
          '-m',
          'celery',
          '-A',
          'speed',
          'worker',
          '-c',
          `${CONCURRENCY}`,
          '-l',
          'INFO',
          ...QUIET,
        ],
        folder,
        env: environment(queue),
      },
      / ready\.$/,
    )
  try {
    // Publishing: the same group several times, the first one to warm up.
    const sender = open()
    const took: number[] = []
    for (let time = 0; time < 6; time++) {
      const startedMs = performance.now()
      await group(Array.from({ length: MEMBERS }, () => sender.noop.s())).delay()
      took.push((performance.now() - startedMs) / 1000)
    }
    const ours = MEMBERS / median(took.slice(1))
    const theirs = MEMBERS / median((await ask(open().queue, 'publish', `${MEMBERS}`, '6')).slice(1))
    say('publish a group of 2,000', ours, theirs, 'messages/s')
    await sender.app.close()

    // Working: tasks that wait, and when the first and the last of them had ended.
    const rateOf = async (start: (app: ReturnType<typeof open>) => Promise<() => Promise<void>>) => {
      const made = open()
      const sent = await group(Array.from({ length: TASKS }, () => made.noop.s())).delay()
      const ids = sent.results.map(({ id }) => id)
      const stop = await start(made)
      await (sent as unknown as { get(): Promise<unknown> }).get()
      const metas = await client.mget(ids.map((id) => `celery-task-meta-${id}`))
      const ended = metas.map((meta) => Date.parse((JSON.parse(meta!) as { date_done: string }).date_done))
      await stop()
      await made.app.close()
      const [first, last] = ended.reduce(
        ([low, high], at) => [Math.min(low!, at), Math.max(high!, at)],
        [Infinity, 0],
      )
      return TASKS / ((last! - first!) / 1000)
    }
    const startOurs = async ({ app }: ReturnType<typeof open>) => {
      const worker = app.worker({ concurrency: CONCURRENCY, hostname: `speed@${randomUUID()}` })
      await worker.start()
      return () => worker.stop()
    }
    const working = await rateOf(startOurs)
    say(
      `run ${TASKS} tasks that do nothing`,
      working,
      await rateOf(({ queue }) => startPython(queue)),
      'tasks/s',
    )

    // Round trips, to a Python worker and to ours.
    const trips = async ({ noop }: ReturnType<typeof open>) => {
      const all: number[] = []
      for (let time = 0; time < TRIPS; time++) {
        const startedMs = performance.now()
        await (await noop.delay()).get({ timeout: 60 })
        all.push((performance.now() - startedMs) / 1000)
      }
      return median(all.slice(20))
    }
    const there = open()
    const stopPython = await startPython(there.queue)
    const near = await trips(there)
    const far = median((await ask(there.queue, 'round-trips', `${TRIPS}`)).slice(20))
    await stopPython()
    say('round trip to a Python worker', 1 / near, 1 / far, 'trips/s')
    const stopOurs = await startOurs(there)
    say('round trip to our worker', 1 / (await trips(there)), 1 / far, "trips/s (beside Python's to its own)")
    await stopOurs()
    await there.app.close()
    return 0
  } finally {
    await processes.stop()
    client.disconnect()
  }
}

const QUIET = ['--without-gossip', '--without-mingle', '--without-heartbeat']

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!

const say = (what: string, ours: number, theirs: number, unit: string): void =>
  console.log(
    `${what}: Celeriac ${Math.round(ours)}, Celery ${Math.round(theirs)} ${unit}, ${(ours / theirs).toFixed(1)} times`,
  )
