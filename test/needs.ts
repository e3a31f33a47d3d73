import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, test } from 'vitest'

/** A Python that has Celery. */
export const PYTHON =
  process.env.CELERIAC_PYTHON ?? fileURLToPath(new URL('../.venv/bin/python', import.meta.url))

/** Celery's source distribution, unpacked: it carries Celery's own integration tests. */
export const CELERY_SOURCE =
  process.env.CELERIAC_CELERY_SOURCE ?? fileURLToPath(new URL('../.venv/celery-5.6.3', import.meta.url))

/** What some tests need of the machine: how to see whether it is there, and how to get it. */
const NEEDS = {
  python: {
    found: () => spawnSync('python3', ['-c', 'import pty, termios'], { stdio: 'ignore' }).status === 0,
    cure: 'python3 is not installed; on Debian: apt-get install python3',
  },
  redis: {
    found: () => (process.env.CELERIAC_REDIS ?? '') !== '',
    cure: 'CELERIAC_REDIS is not set; start redis-server and set it to redis://127.0.0.1:6379',
  },
  rabbitmq: {
    found: () => (process.env.CELERIAC_RABBITMQ ?? '') !== '',
    cure: 'CELERIAC_RABBITMQ is not set; start rabbitmq-server and set it to amqp://guest:guest@127.0.0.1:5672//',
  },
  openssl: {
    found: () => spawnSync('openssl', ['version'], { stdio: 'ignore' }).status === 0,
    cure: 'openssl is not installed; on Debian: apt-get install openssl',
  },
  tmux: {
    found: () => spawnSync('tmux', ['-V'], { stdio: 'ignore' }).status === 0,
    cure: 'tmux is not installed; on Debian: apt-get install tmux',
  },
  celery: {
    found: () => existsSync(PYTHON),
    cure: "Celery is not installed; python3 -m venv .venv && .venv/bin/pip install 'celery[redis]==5.6.3'",
  },
  'celery-source': {
    found: () => existsSync(join(CELERY_SOURCE, 't/integration/test_canvas.py')),
    cure: 'the source of Celery 5.6.3 is not there, or pytest is not; .ci/run shows how to get them',
  },
} as const

type Need = keyof typeof NEEDS

/**
 * A `describe` for tests that need something of the machine. Where it is missing they are skipped, and the skip says
 * how to get it; under CI the machine was set up for them, and they fail.
 */
export const describeWith = (needs: Need | readonly Need[], name: string, tests: () => void): void => {
  const missing = ([needs].flat() as readonly Need[]).filter((need) => !NEEDS[need].found())
  const cure = missing.map((need) => NEEDS[need].cure).join('; ')
  if (missing.length === 0) describe(name, tests)
  else if (process.env.CI)
    describe(name, () => test(`needs ${missing.join(', ')}`, () => Promise.reject(new Error(cure))))
  else describe.skip(`${name} [${cure}]`, tests)
}
