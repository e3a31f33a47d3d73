import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Redis } from 'ioredis'
import { afterAll, expect, test } from 'vitest'
import { freePort, Processes } from '../conformance/processes.ts'
import { CELERY_SOURCE, describeWith, PYTHON } from '../needs.ts'
import { integrationApp } from './integration/tasks.ts'
import type { Language } from './setUp.ts'

/** How many runs of pytest stand side by side for each worker, each with a Redis and a worker of its own. */
const LANES = 6

/** What pytest says of a test. A test that is expected to fail is `xfailed` when it does. */
interface Verdict {
  readonly outcome: (typeof OUTCOMES)[number]
  readonly why: string
}

/** What one run of pytest plays. */
interface Run {
  /** Which of so many lanes; every lane has its share of the tests. */
  readonly lane?: number
  readonly lanes?: number
  readonly only?: readonly string[]
  /** Seconds that a result is waited for. */
  readonly timeout: number
}

type Verdicts = ReadonlyMap<string, Verdict>

/** How many of its 183 tests pass with either worker; 13 more are expected to fail, and some of those do not. */
const PASSED = 167

/** What looks into the process of its worker, by the signal `task_received`, and so fails with any worker outside. */
const FAIL_ANYWHERE: ReadonlySet<string> = new Set([
  'test_linking_stamped_sig',
  'test_err_linking_stamped_sig',
  'test_task_received_has_access_to_stamps',
])

const OUTCOMES = ['passed', 'failed', 'skipped', 'xfailed', 'xpassed'] as const

const count = (verdicts: Verdicts, outcome: Verdict['outcome']): number =>
  [...verdicts.values()].filter((each) => each.outcome === outcome).length

/** The tests that failed and need not. */
const failedOf = (verdicts: Verdicts): readonly string[] =>
  [...verdicts]
    .filter(([name, { outcome }]) => outcome === 'failed' && !FAIL_ANYWHERE.has(name.split('::').at(-1)!))
    .map(([name]) => name)

const tally = (verdicts: Verdicts): string =>
  OUTCOMES.map((outcome) => `${count(verdicts, outcome)} ${outcome}`).join(', ')

const here = fileURLToPath(new URL('integration', import.meta.url))

describeWith(['celery', 'celery-source', 'redis'], "Celery's own integration tests of canvases", () => {
  const processes = new Processes()
  const folder = mkdtempSync(join(tmpdir(), 'celeriac-integration-'))
  afterAll(async () => {
    await processes.stop()
    rmSync(folder, { recursive: true })
  })

  /** Starts what one run of pytest needs, runs it, and ends it all. */
  const run = async (worker: Language, { lane = 0, lanes = 1, only, timeout }: Run) => {
    const port = await freePort()
    const words = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--dir', folder]
    const stopRedis = await processes.service(
      { command: ['redis-server', ...words], folder },
      /Ready to accept connections/i,
    )
    const url = `redis://127.0.0.1:${port}/0`
    const verdicts = join(folder, `${worker}-${port}.json`)
    const env = {
      TEST_BROKER: url,
      TEST_BACKEND: url,
      REDIS_HOST: '127.0.0.1',
      REDIS_PORT: `${port}`,
      PYTHONPATH: `${CELERY_SOURCE}:${here}`,
      PYTHONDONTWRITEBYTECODE: '1',
      LANE: `${lane}/${lanes}`,
      VERDICTS: verdicts,
      TIMEOUT: `${timeout}`,
      ...(only && { ONLY: JSON.stringify(only) }),
    }
    const stopWorker = await (worker === 'Python' ? startPython(env) : startTypeScript(url))
    try {
      const plugins = ['no:cacheprovider', 'no:rerunfailures', 'no:timeout', 'celery.contrib.pytest']
      const pytest = ['-m', 'pytest', '-q', ...plugins.flatMap((name) => ['-p', name])]
      const { stdout } = await promisify(execFile)(
        PYTHON,
        [...pytest, '-p', 'outside_worker', 't/integration/test_canvas.py'],
        { cwd: CELERY_SOURCE, env: { ...process.env, ...env }, timeout: 600_000, maxBuffer: 2 ** 26 },
      ).catch((error: { readonly stdout: string }) => error)
      try {
        return Object.entries(JSON.parse(readFileSync(verdicts, 'utf8')) as Record<string, Verdict>)
      } catch {
        throw new Error(`pytest gave no verdicts:\n${stdout.slice(-4000)}`)
      }
    } finally {
      await stopWorker()
      await stopRedis()
    }
  }

  const startPython = (env: Readonly<Record<string, string>>) =>
    processes.service(
      {
        command: [
          PYTHON,
          ...['-m', 'celery', '-A', 'worker_app', 'worker', '-c', '2', '-l', 'INFO'],
          ...['--without-gossip', '--without-mingle'],
        ],
        folder: CELERY_SOURCE,
        env,
      },
      / ready\.$/,
    )

  const startTypeScript = async (url: string) => {
    const redis = new Redis(url)
    const app = integrationApp({ broker: url, backend: url, resultExtended: true }, redis)
    const worker = app.worker({ concurrency: 2, log: () => {} })
    await worker.start()
    return async () => {
      await worker.stop({ force: true })
      await app.close()
      redis.disconnect()
    }
  }

  /** All tests; one that fails and need not is run once more, with the patience that Celery has. */
  const verdictsOf = async (worker: Language): Promise<Verdicts> => {
    const lanes = Array.from({ length: LANES }, (_, lane) => run(worker, { lane, lanes: LANES, timeout: 10 }))
    const verdicts = new Map((await Promise.all(lanes)).flat())
    const failed = failedOf(verdicts)
    if (failed.length > 0)
      for (const [name, verdict] of await run(worker, { only: failed, timeout: 60 }))
        verdicts.set(name, verdict)
    return verdicts
  }

  test('pass with a TypeScript worker where they pass with a Python worker', {
    timeout: 1_500_000,
  }, async () => {
    const [ours, standard] = await Promise.all([verdictsOf('TypeScript'), verdictsOf('Python')])
    console.log(`TypeScript worker: ${tally(ours)}\nPython worker: ${tally(standard)}`)
    for (const [name, { outcome, why }] of ours)
      if (outcome !== standard.get(name)?.outcome)
        console.log(`${name}: ${outcome}, with a Python worker ${standard.get(name)?.outcome}\n${why}`)
    expect(failedOf(ours)).toEqual([])
    expect(count(ours, 'passed')).toBeGreaterThanOrEqual(PASSED)
  })
})
