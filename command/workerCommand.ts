import { hostname } from 'node:os'
import type { Worker } from '../src/index.ts'
import { consumedBy } from '../src/protocol/declaredQueue.ts'
import type { WorkerOptions } from './celeriac.ts'
import { loadApp } from './loadApp.ts'
import type { Pipe } from './runCommand.ts'
import { workerBanner } from './workerBanner.ts'

/** `celeriac worker`: runs a file's tasks until it is told to stop. Gives the exit code: 1 when it was forced to. */
export const workerCommand = async (
  file: string,
  options: WorkerOptions,
  version: string,
  { stdout, stderr }: Pipe,
): Promise<number> => {
  const loaded = await loadApp(file)
  if ('says' in loaded) {
    stderr.write(`${loaded.says}\n`)
    return 1
  }
  const { app } = loaded
  const name = nodeName(options.hostname)
  const queues = options.queues ?? consumedBy(app.conf)
  const { concurrency, prefetchMultiplier, timeLimit, softTimeLimit, maxTasksPerChild } = options
  if (maxTasksPerChild !== undefined && options.pool !== 'threads') {
    stderr.write('--max-tasks-per-child is for threads: give -P threads, too.\n')
    return 2
  }
  let worker: Worker
  try {
    worker = app.worker({
      hostname: name,
      queues,
      concurrency,
      ...(prefetchMultiplier !== undefined && { prefetchMultiplier }),
      ...(timeLimit !== undefined && { timeLimit }),
      ...(softTimeLimit !== undefined && { softTimeLimit }),
      ...(options.pool === 'threads' && {
        threads: {
          module: loaded.module,
          register: loaded.hooks,
          ...(maxTasksPerChild !== undefined && { maxTasksPerChild }),
        },
      }),
      events: options.taskEvents ?? false,
      heartbeat: options.heartbeat,
      mingle: options.mingle,
      loglevel: options.loglevel,
    })
  } catch (error) {
    stderr.write(`${file}: ${(error as Error).message}\n`)
    return 1
  }
  stdout.write(
    `${workerBanner({
      hostname: name,
      version,
      app: app.name,
      broker: app.broker,
      backend: app.backend,
      concurrency: `${concurrency} (${options.pool === 'threads' ? 'threads' : 'event loop'})`,
      events: options.taskEvents ?? false,
      queues,
      tasks: [...app.tasks.keys()].sort(),
    })}\n`,
  )
  const stopped = whenStopped(worker, stdout)
  try {
    await worker.start()
  } catch (error) {
    stderr.write(`${(error as Error).message}\n`)
    return 1
  }
  const code = await stopped
  await app.close()
  return code
}

/** The first signal lets running tasks end, the second does not wait for them. Gives the exit code. */
const whenStopped = (worker: Worker, stdout: Pipe['stdout']): Promise<number> =>
  new Promise((resolve) => {
    let signals = 0
    const stop = (signal: NodeJS.Signals): void => {
      signals++
      if (signals > 2) process.exit(1)
      if (signals === 1) {
        if (signal === 'SIGINT')
          stdout.write('\nworker: Hitting Ctrl+C again will terminate all running tasks!\n')
        stdout.write('\nworker: Warm shutdown (MainProcess)\n')
        void worker.stop().then(() => resolve(signals > 1 ? 1 : 0))
      } else {
        stdout.write('\nworker: Cold shutdown (MainProcess)\n')
        void worker.stop({ force: true }).then(() => resolve(1))
      }
    }
    process.on('SIGINT', stop)
    process.on('SIGTERM', stop)
  })

/** Celery's node names: `w1` is `w1@host`; `%h` is the machine's name, `%n` its first part, `%d` the rest. */
const nodeName = (asked = 'celery@%h'): string => {
  const full = hostname()
  const [first = '', ...rest] = full.split('.')
  const name = asked.includes('@') ? asked : `${asked}@%h`
  return name.replaceAll('%h', full).replaceAll('%n', first).replaceAll('%d', rest.join('.'))
}
