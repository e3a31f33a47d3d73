import { randomUUID } from 'node:crypto'
import type { App } from '../canvas/celery.ts'
import { NotImplementedError } from '../canvas/exceptions.ts'
import type { Handle } from '../canvas/handle.ts'
import type { Json } from '../canvas/json.ts'
import { wrap } from '../canvas/signature.ts'
import { dispatch } from '../interpreter/context.ts'
import type { Outcome } from '../interpreter/outcome.ts'
import { replacement } from '../interpreter/replace.ts'
import type { Message } from '../protocol/message.ts'
import { contextOf } from './contextOf.ts'
import { LiveCode } from './liveCode.ts'
import { taskNamed } from './registry.ts'
import { runAt } from './taskRun.ts'

/** What a thread is told: to run a task, or to say whether it is free to hear. */
export type ToThread =
  | { readonly type: 'run'; readonly message: Message; readonly hostname: string }
  | { readonly type: 'ping' }

/** What a thread says. */
export type FromThread =
  | { readonly type: 'ready' }
  | { readonly type: 'pong' }
  | { readonly type: 'state'; readonly state: string; readonly meta: Json }
  | { readonly type: 'ended'; readonly outcome: Outcome; readonly children: readonly Handle[] }

/** One end of the way between a worker and its thread. */
export interface Port {
  postMessage(said: FromThread): void
  on(event: 'message', listener: (told: ToThread) => void): unknown
}

/** Runs an app's tasks in this thread, one after the other, for the worker that made it. */
export function serveTasks(app: App, port: Port): void {
  const code = new LiveCode(
    ({ message }) => message.headers.timelimit,
    () => {},
    () => 0,
    {
      updateState: (_, state, meta) => port.postMessage({ type: 'state', state, meta }),
      chance: Math.random,
      taskNamed: (name) => taskNamed(app, name),
      retryInterval: app.conf.resultChordRetryInterval ?? 1,
      replacement: (run, canvas) =>
        wrap(app, replacement(canvas, run.message, dispatch('replace', run, context, []))),
      send: refuse,
      addToChord: refuse,
      unlock: refuse,
    },
  )
  const context = contextOf(app, { newId: randomUUID, nowMs: Date.now, replyTo: '' })
  port.on('message', async (told) => {
    if (told.type === 'ping') return port.postMessage({ type: 'pong' })
    const run = runAt(told.hostname, told.message, taskNamed(app, told.message.headers.task)!)
    const outcome = await code.call(run)
    await Promise.all(run.pending!)
    port.postMessage({ type: 'ended', outcome, children: run.children })
  })
  port.postMessage({ type: 'ready' })
}

/** Celery's own tasks do this, and they run beside the threads. */
const refuse = (): never => {
  throw new NotImplementedError('a task in a thread sends with delay() and applyAsync()')
}
