import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildSync } from 'esbuild'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Celery, ThreadSettings } from '../../src/index.ts'
import { describeWith } from '../needs.ts'
import { ROOT } from '../terminal/pseudoTerminal.ts'
import { until } from '../until.ts'

const folder = mkdtempSync(join(tmpdir(), 'celeriac-threads-'))
const ends: (() => Promise<unknown>)[] = []

/** A module as a user has it: the library is installed beside it, and it declares an app and its tasks. */
const moduleOf = (name: string, settings: object): string => {
  const path = join(folder, `${name}.mjs`)
  writeFileSync(
    path,
    `import { threadId } from 'node:worker_threads'
import { Celery } from 'celeriac'
export const app = new Celery('${name}', ${JSON.stringify(settings)})
const compute = (seconds) => {
  const untilMs = Date.now() + seconds * 1000
  while (Date.now() < untilMs);
  return seconds
}
app.task('compute', compute)
app.task('compute.briefly', { timeLimit: 0.3 }, compute)
app.task('compute.softly', { softTimeLimit: 0.2 }, compute)
app.task('sleep', { bind: true, softTimeLimit: 0.2 }, async (self, seconds) => {
  try {
    await self.sleep(seconds)
    return 'slept'
  } catch (error) {
    return error.name
  }
})
app.task('where', () => threadId)
const add = app.task('add', (x, y) => x + y)
app.task('sends', async () => void (await add.delay(1, 2)))
app.task('again', { bind: true, maxRetries: 1 }, (self) => {
  if (self.request.retries === 0) self.retry({ countdown: 0 })
  return self.request.hostname
})
app.task('tells', { bind: true }, async (self) => {
  self.updateState({ state: 'HALF', meta: { done: 50 } })
  await self.sleep(2)
  return 'all'
})
app.task('fails', () => {
  throw new RangeError('no such account')
})
app.task('exits', () => process.exit(3))
`,
  )
  return pathToFileURL(path).href
}

beforeAll(() => {
  const modules = join(folder, 'node_modules')
  mkdirSync(join(modules, 'celeriac'), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules/ioredis'), join(modules, 'ioredis'))
  buildSync({
    entryPoints: [join(ROOT, 'src/index.ts')],
    outdir: join(modules, 'celeriac'),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    external: ['ioredis', 'amqplib'],
  })
  writeFileSync(join(modules, 'celeriac/package.json'), '{ "type": "module", "exports": "./index.js" }')
})
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describeWith('redis', 'tasks in threads', () => {
  const start = async (more: Partial<ThreadSettings> = {}, concurrency = 2) => {
    const settings = {
      broker: `${process.env.CELERIAC_REDIS}/11`,
      backend: `${process.env.CELERIAC_REDIS}/12`,
      taskDefaultQueue: `threads-${randomUUID()}`,
    } as const
    const name = `threads-${randomUUID().slice(0, 8)}`
    const module = moduleOf(name, settings)
    const { app } = (await import(module)) as { readonly app: Celery }
    const lines: string[] = []
    const worker = app.worker({
      concurrency,
      hostname: `threads@${randomUUID()}`,
      threads: { module, ...more },
      log: (line) => void lines.push(line),
    })
    await worker.start()
    ends.push(async () => {
      await worker.stop({ force: true })
      await app.close()
    })
    const send = (task: string, ...args: readonly number[]) =>
      app.signature<never[], unknown>(task, { args: [...args] }).delay()
    const run = async (task: string, ...args: readonly number[]) =>
      (await send(task, ...args)).get({ timeout: 40 })
    return { app, worker, lines, send, run }
  }

  test('that compute keep neither the worker nor other tasks waiting', async () => {
    const { send, run } = await start()
    // Both threads are there before it counts.
    await Promise.all([run('compute', 0.1), run('compute', 0.1)])
    const long = await send('compute', 300)
    expect(await run('add', 2, 3)).toBe(5)
    expect(await long.ready()).toBe(false)
    await long.revoke({ terminate: true })
    await expect(long.get({ timeout: 40 })).rejects.toThrow(/revoked|terminated/)
  })

  test('are ended by a hard limit in the middle of a loop, and the next one runs', async () => {
    const { run, lines } = await start({}, 1)
    await expect(run('compute.briefly', 60)).rejects.toMatchObject({ name: 'TimeLimitExceeded' })
    expect(lines.join('\n')).toMatch(/Hard time limit \(0\.3s\) exceeded for compute\.briefly/)
    expect(await run('add', 2, 3)).toBe(5)
  })

  test('are thrown a soft limit where they sleep, and ended by it where they compute', async () => {
    const { run } = await start({}, 1)
    expect(await run('sleep', 60)).toBe('SoftTimeLimitExceeded')
    await expect(run('compute.softly', 60)).rejects.toThrow('SoftTimeLimitExceeded')
    expect(await run('add', 2, 3)).toBe(5)
  })

  test('send, retry, tell their state and fail as they do elsewhere', async () => {
    const { app, send, run } = await start()
    const sends = await send('sends')
    await sends.get({ timeout: 40 })
    const [child] = await sends.children()
    expect(await app.asyncResult(child!.id).get({ timeout: 40 })).toBe(3)
    expect(await run('again')).toMatch(/^threads@/)
    const tells = await send('tells')
    await until(async () => (await app.asyncResult(tells.id).state()) === 'HALF')
    expect(await tells.get({ timeout: 40 })).toBe('all')
    await expect(run('fails')).rejects.toThrow('no such account')
  })

  test('make room for a new thread after so many', async () => {
    const once = await start({ maxTasksPerChild: 2 }, 1)
    const where: unknown[] = []
    for (let task = 0; task < 5; task++) where.push(await once.run('where'))
    expect(new Set(where).size).toBe(3)
    expect([where[0], where[2]]).toEqual([where[1], where[3]])
    const always = await start({}, 1)
    expect(await always.run('where')).toBe(await always.run('where'))
  })

  test('are ended when they are terminated, and lost when they end their thread', async () => {
    const { send, run, worker } = await start({}, 1)
    await run('add', 1, 1)
    const long = await send('compute', 60)
    await until(() => worker.counts.received === 2)
    await long.revoke({ terminate: true })
    await expect(long.get({ timeout: 40 })).rejects.toThrow(/revoked|terminated/)
    await expect(run('exits')).rejects.toThrow('Worker exited prematurely')
    expect(await run('add', 2, 3)).toBe(5)
  })
})
