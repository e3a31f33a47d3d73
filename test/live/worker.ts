import type { Observer } from '../../src/runtime/liveTasks.ts'
import { LiveWorker } from '../../src/runtime/liveWorker.ts'
import { type Ran, ranTo } from '../conformance/outcome.ts'
import { vocabulary } from '../conformance/vocabulary.ts'
import { countingConnect } from './liveConnection.ts'
import { Log } from './log.ts'
import { environmentOf, ORACLE, type SetUp, type Stage, settingsOf } from './setUp.ts'

/** Starts the worker of a set-up; what comes back stops it. */
export const startWorker = (setUp: SetUp, stage: Stage): Promise<() => Promise<void>> =>
  setUp.worker === 'Python' ? startPython(setUp, stage) : startTypeScript(setUp)

const startPython = (setUp: SetUp, { processes, python }: Stage): Promise<() => Promise<void>> =>
  processes.service(
    { command: [python, ...WORKER, '-n', `${setUp.queue}@%h`], folder: ORACLE, env: environmentOf(setUp) },
    / ready\.$/,
  )

const WORKER = [
  ...['-m', 'celery', '-A', 'tasks', 'worker', '-c', '2', '-l', 'INFO'],
  ...['--without-gossip', '--without-mingle', '--without-heartbeat'],
]

/** A worker in this process, with two tasks at once as the Python one has. */
async function startTypeScript(setUp: SetUp): Promise<() => Promise<void>> {
  const log = new Log(setUp.log)
  const { app, errbacks } = vocabulary(settingsOf(setUp))
  const observe: Observer = (event, run) => {
    for (const errback of errbacks.splice(0)) void log.errback(errback)
    if (event.type === 'task-started' || event.type === 'call-errback' || !run) return
    const ran = ranTo({ ...event, type: `task-${event.type}`, taskId: run.id, atMs: 0 } as Parameters<
      typeof ranTo
    >[0])
    if (!ran) return
    const { headers, body } = run.message
    const { state, ...result } = ran as Ran & { readonly state: string }
    void log.ran({
      id: headers.id,
      task: headers.task,
      args: body[0],
      kwargs: body[1],
      state,
      // The recording takes what was returned before it is made into JSON.
      result: headers.task === 'celery.chunks' && 'ok' in result ? { ok: '<GroupResult>' } : result,
      retries: headers.retries,
      parent: headers.parent_id,
      root: headers.root_id,
      group: headers.group !== null,
      group_index: headers.group_index,
    })
  }
  const settings = { concurrency: 2, prefetchMultiplier: 1, hostname: `${setUp.queue}@here`, log: () => {} }
  const worker = new LiveWorker(app, settings, countingConnect(log), observe)
  await worker.start()
  return async () => {
    await worker.stop({ force: true })
    await app.close()
    log.close()
  }
}
