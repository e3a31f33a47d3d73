import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Case, readCases } from './cases.ts'
import { freePort, Processes } from './processes.ts'

/** A real Celery that plays cases: a Redis, and a few lanes side by side, each with a worker of its own. */
export interface Oracle {
  /** New cases of the grammar; the same seed gives the same ones. */
  random(seed: number, count: number): readonly Case[]
  /** What Celery does with each case, in their order; without those that the recorder cannot write down. */
  play(cases: readonly Case[]): Promise<readonly Case[]>
  stop(): Promise<void>
}

/** What an oracle is made of. */
export interface OracleParts {
  /** The folder of `oracle.py`. */
  readonly folder: string
  readonly python: string
  readonly redisServer: string
  readonly lanes: number
}

/** What an oracle needs of this machine, or for each thing that is missing how to get it. */
export function findParts(folder: string, root: string): Omit<OracleParts, 'lanes'> | readonly string[] {
  const python = process.env.CELERIAC_PYTHON ?? join(root, '.venv/bin/python')
  const redisServer = process.env.CELERIAC_REDIS_SERVER ?? 'redis-server'
  const missing: string[] = []
  if (!runs(python, '-c', 'import celery, redis; assert celery.__version__ == "5.6.3"'))
    missing.push(
      `a Python with Celery 5.6.3 (tried ${python}): python3 -m venv .venv && .venv/bin/pip install 'celery[redis]==5.6.3', or set CELERIAC_PYTHON`,
    )
  if (!runs(redisServer, '--version'))
    missing.push(
      'redis-server: on Debian apt-get install redis-server, on macOS brew install redis, or set CELERIAC_REDIS_SERVER',
    )
  return missing.length > 0 ? missing : { folder, python, redisServer }
}

/** Starts the Redis and the workers; `stop()` ends all of them. */
export async function startOracle({ folder, python, redisServer, lanes }: OracleParts): Promise<Oracle> {
  const processes = new Processes()
  const data = mkdtempSync(join(tmpdir(), 'celeriac-oracle-'))
  const stop = async (): Promise<void> => {
    await processes.stop()
    rmSync(data, { recursive: true, force: true })
  }
  try {
    const port = await freePort()
    const words = [
      '--port',
      `${port}`,
      '--bind',
      '127.0.0.1',
      '--save',
      '',
      '--appendonly',
      'no',
      '--dir',
      data,
    ]
    await processes.service(
      { command: [redisServer, ...words, '--databases', `${3 * lanes}`], folder: data },
      /Ready to accept connections/i,
    )
    const startLane = (_: unknown, lane: number): Promise<Lane> => {
      const database = (index: number) => `redis://127.0.0.1:${port}/${3 * lane + index}`
      const env = {
        BROKER: database(0),
        BACKEND: database(1),
        LOG: database(2),
        PYTHONDONTWRITEBYTECODE: '1',
      }
      return Lane.start(processes, { folder, python, env })
    }
    const all = await Promise.all(Array.from({ length: lanes }, startLane))
    return {
      random: (seed, count) => {
        const { stdout } = spawnSync(python, ['generate.py', 'random', `${seed}`, `${count}`], {
          cwd: folder,
          encoding: 'utf8',
          maxBuffer: 1 << 30,
        })
        return readCases(stdout, 'what generate.py printed')
      },
      play: async (cases) => {
        const played: Case[] = []
        const left = cases.entries()
        await Promise.all(
          all.map(async (lane) => {
            for (const [index, each] of left) played[index] = await lane.play(each)
          }),
        )
        for (const each of played)
          if ('unplayed' in each)
            console.error(`${each.id} was not recorded: ${JSON.stringify(each.unplayed)}`)
        return played.filter((each) => !('unplayed' in each))
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

interface LaneParts {
  readonly folder: string
  readonly python: string
  readonly env: Readonly<Record<string, string>>
}

/** A worker with two processes, and the client that plays one case after the other on it. */
class Lane {
  static async start(processes: Processes, parts: LaneParts): Promise<Lane> {
    const { python, folder, env } = parts
    const start = (): Promise<() => Promise<void>> =>
      processes.service({ command: [python, ...WORKER], folder, env }, / ready\.$/)
    const ask = processes.dialogue({ command: [python, 'oracle.py'], folder, env })
    return new Lane(ask, start, await start())
  }

  readonly #ask: (line: string) => Promise<string>
  readonly #startWorker: () => Promise<() => Promise<void>>
  #stopWorker: () => Promise<void>

  private constructor(
    ask: (line: string) => Promise<string>,
    startWorker: () => Promise<() => Promise<void>>,
    stopWorker: () => Promise<void>,
  ) {
    this.#ask = ask
    this.#startWorker = startWorker
    this.#stopWorker = stopWorker
  }

  async play(each: Case): Promise<Case> {
    const first = await this.#answer(each)
    const answer = 'unplayed' in first ? await this.#answer(each) : first
    // A case may leave tasks that still run, which would count for the next one, or a process that waits for ever.
    const quiet = answer.settled !== false && answer.send_error === undefined
    if (!quiet && !('ok' in ((await this.#answer(PROBE)).get ?? {}))) {
      await this.#stopWorker()
      this.#stopWorker = await this.#startWorker()
    }
    return answer
  }

  async #answer(each: Case): Promise<Case & { readonly settled?: boolean }> {
    return JSON.parse(await this.#ask(JSON.stringify(each))) as Case & { readonly settled?: boolean }
  }
}

const WORKER = [
  ...['-m', 'celery', '-A', 'tasks', 'worker', '-c', '2', '-l', 'INFO', '--purge'],
  ...['--without-gossip', '--without-mingle', '--without-heartbeat'],
]

const PROBE: Case = { id: 'probe', expr: ['sig', 'add', [1, 2]] }

const runs = (program: string, ...words: string[]): boolean =>
  (!program.includes('/') || existsSync(program)) &&
  spawnSync(program, words, { stdio: 'ignore' }).status === 0
