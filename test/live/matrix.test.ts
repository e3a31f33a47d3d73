import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { type Case, readCaseFile } from '../conformance/cases.ts'
import { neverCameBack } from '../conformance/compare.ts'
import { Processes } from '../conformance/processes.ts'
import { describeWith, PYTHON } from '../needs.ts'
import { agreement } from './matrix.ts'
import { play } from './play.ts'
import type { Language, SetUp, Stage } from './setUp.ts'

const LANES = 4
/** How many cases a set-up plays, and fewer over carriers whose halves are in others. */
const MANY = Number(process.env.CELERIAC_CASES ?? (process.env.CI ? 200 : 40))
const FEW = Math.min(MANY, 40)

/** What carries messages and results. */
const CARRIERS = [
  {
    name: 'Redis and Redis',
    needs: ['redis', 'celery'],
    broker: () => `${redis()}/0`,
    backend: redisBackend,
    count: MANY,
  },
  {
    name: 'RabbitMQ and Redis',
    needs: ['redis', 'rabbitmq', 'celery'],
    broker: () => rabbitmq(),
    backend: redisBackend,
    count: MANY,
  },
  {
    name: 'RabbitMQ and rpc',
    needs: ['redis', 'rabbitmq', 'celery'],
    broker: () => rabbitmq(),
    backend: () => 'rpc://',
    count: MANY,
  },
  {
    name: 'Redis and rpc',
    needs: ['redis', 'celery'],
    broker: () => `${redis()}/0`,
    backend: () => 'rpc://',
    count: FEW,
  },
] as const

const PAIRS: readonly [Language, Language][] = [
  ['TypeScript', 'TypeScript'],
  ['TypeScript', 'Python'],
  ['Python', 'TypeScript'],
]

for (const { name, needs, broker, backend, count } of CARRIERS)
  describeWith(needs, `the same canvases over ${name}, whoever sends and whoever runs them`, () => {
    const processes = new Processes()
    const stage: Stage = { processes, python: PYTHON }
    afterAll(() => processes.stop())
    const run = Math.random().toString(36).slice(2, 8)

    const setUps = (client: Language, worker: Language): SetUp[] =>
      Array.from({ length: LANES }, (_, lane) => ({
        client,
        worker,
        broker: broker(),
        backend: backend(lane),
        log: `${redis()}/${2 * lane + 2}`,
        queue: `matrix-${run}-${client}-${worker}-${lane}`,
      }))

    /** What Python alone does: for Redis it was recorded, rpc has its own ways. */
    const standard = async (): Promise<readonly Case[]> => {
      if (backend(0) !== 'rpc://') return recorded(['systematic', 'random'], () => true, count)
      const files = ['systematic', 'random', 'options']
      const cases = recorded(files, (each) => !mayHaveChords(each) && !neverCameBack(each), 1.2 * count)
      const played = await play(cases, setUps('Python', 'Python'), stage)
      return played
        .filter((each) => !neverCameBack(each) && !JSON.stringify(each).includes('NotImplementedError'))
        .slice(0, count)
        .map(withoutReadOnce)
    }
    let known: Promise<readonly Case[]> | undefined

    test.each(PAIRS)(
      `a client in %s and a worker in %s: ${count} canvases`,
      { timeout: 300_000 },
      async (client, worker) => {
        known ??= standard()
        const see = backend(0) === 'rpc://' ? withoutReadOnce : (each: Case) => each
        const report = await agreement(
          await known,
          setUps(client, worker),
          setUps('Python', 'Python'),
          stage,
          see,
        )
        if (report.disagreements.length > 0) console.log(report.disagreements.join('\n').slice(0, 20_000))
        console.log(`${name}, ${client} client, ${worker} worker: agree ${report.agree} of ${report.count}`)
        expect(report.count).toBeGreaterThanOrEqual(count)
        expect(report.agree).toBeGreaterThanOrEqual(Math.floor(report.count * 0.99))
      },
    )
  })

function redis(): string {
  return process.env.CELERIAC_REDIS!
}

function rabbitmq(): string {
  return process.env.CELERIAC_RABBITMQ!
}

function redisBackend(lane: number): string {
  return `${redis()}/${2 * lane + 1}`
}

/**
 * Results of an rpc backend are messages: what Python has read once, of results before or after or beside one that
 * failed, it reads no more.
 */
function withoutReadOnce({ parents, children, result, ...rest }: Case): Case {
  return rest.get && 'ok' in rest.get && result ? { ...rest, result } : rest
}

/** Recorded cases, spread evenly; of those whose `get()` never comes back, which take seconds, only a few. */
function recorded(files: readonly string[], fits: (each: Case) => boolean, count: number): readonly Case[] {
  const fit = files
    .flatMap((name) => readCaseFile(fileURLToPath(new URL(`../conformance/${name}.jsonl`, import.meta.url))))
    .filter(fits)
  const spread = (cases: readonly Case[], wanted: number) => {
    const length = Math.min(Math.floor(wanted), cases.length)
    return Array.from({ length }, (_, index) => cases[Math.floor((index * cases.length) / length)]!)
  }
  const hung = spread(fit.filter(neverCameBack), Math.ceil(count / 50))
  const others = fit.filter((each) => !neverCameBack(each))
  return [...spread(others, count - hung.length), ...hung]
}

/** Whether a canvas has a chord, or may become one on the way. */
const mayHaveChords = ({ expr, json }: Case): boolean =>
  /chord|replace_with_group/.test(JSON.stringify([expr, json]))
