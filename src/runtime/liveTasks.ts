import type { App } from '../canvas/celery.ts'
import { EncodeError, storedException } from '../canvas/exceptions.ts'
import type { Handle } from '../canvas/handle.ts'
import type { Replacement } from '../canvas/hooks.ts'
import { printValue } from '../canvas/print.ts'
import type { StoredException } from '../canvas/runtime.ts'
import { wrap } from '../canvas/signature.ts'
import type { RegisteredTask } from '../canvas/task.ts'
import { addToChord } from '../interpreter/addToChord.ts'
import { printException } from '../interpreter/chord.ts'
import { type Dispatch, dispatch } from '../interpreter/context.ts'
import { type Effect, store } from '../interpreter/effect.ts'
import type { Outcome } from '../interpreter/outcome.ts'
import { replacement } from '../interpreter/replace.ts'
import { send } from '../interpreter/send.ts'
import { settle } from '../interpreter/settle.ts'
import type { Message } from '../protocol/message.ts'
import type { Connection } from './connection.ts'
import { failAgain } from './failAgain.ts'
import { LiveCode, type OnLimit } from './liveCode.ts'
import { carryOut, type End, type Ends } from './liveEffects.ts'
import type { OpenWorker } from './openWorker.ts'
import { outcomeOfError } from './outcomeOf.ts'
import { taskNamed } from './registry.ts'
import type { TaskLimits } from './taskLimits.ts'
import { runAt, type TaskRun } from './taskRun.ts'
import { type ThreadSettings, Threads } from './threads.ts'
import { tracebackOf } from './tracebackOf.ts'
import { unlockChord } from './unlockChord.ts'
import type { WorkerLog } from './workerLog.ts'

/** What a worker's tasks need of it. */
export interface LiveTasksOptions {
  readonly app: App
  readonly hostname: string
  readonly threads: ThreadSettings | null
  readonly limits: TaskLimits
  readonly log: WorkerLog
  readonly observe: Observer
  /** How long a task of this name goes on when its function has ended. */
  readonly lingerMs: (task: string) => number
  /** What is open, while the worker works. */
  readonly opened: () => OpenWorker | null
}

/** Runs the code of a worker's tasks, in this thread or in others, and does what follows from how they end. */
export class LiveTasks {
  readonly #app: App
  readonly #hostname: string
  readonly #log: WorkerLog
  readonly #observe: Observer
  readonly #opened: () => OpenWorker | null
  readonly #code: LiveCode
  readonly #threads: Threads | null

  constructor({ app, hostname, threads, limits, log, observe, lingerMs, opened }: LiveTasksOptions) {
    this.#app = app
    this.#hostname = hostname
    this.#log = log
    this.#observe = observe
    this.#opened = opened
    const timesOf = (run: TaskRun) => limits.timesOf(run)
    const onLimit: OnLimit = (kind, seconds, run) => log.limit(kind, seconds, run)
    this.#threads =
      threads &&
      new Threads(threads, app.name, hostname, timesOf, onLimit, (run, state, meta) =>
        this.#updateState(run, state, meta),
      )
    this.#code = new LiveCode(timesOf, onLimit, lingerMs, {
      updateState: (run, state, meta) => this.#updateState(run, state, meta),
      chance: Math.random,
      taskNamed: (name) => this.known(name),
      retryInterval: app.conf.resultChordRetryInterval ?? 1,
      send: (run, own) =>
        this.#inTheNameOf(run, (scope) => {
          const { canvas, handle } = send(own, {}, scope)!
          this.#connection.scribe?.applied(canvas, handle as Handle, run)
          return handle as Handle
        }),
      addToChord: (run, canvas) =>
        void this.#inTheNameOf(run, (scope) => addToChord(canvas, run.message, scope)),
      replacement: (run, canvas): Replacement =>
        wrap(app, replacement(canvas, run.message, dispatch('replace', run, this.#connection.context, []))),
      unlock: (run, header, body) => unlockChord(header, body, this.#connection, run, this.#ends),
    })
  }

  /** The task of this name, if its code is here. */
  known(name: string): RegisteredTask | undefined {
    const task = taskNamed(this.#app, name)
    return task?.fn ? task : undefined
  }

  /** A run of a task, about to begin. */
  runOf(message: Message, task: RegisteredTask): TaskRun {
    return runAt(this.#hostname, message, task)
  }

  /** Runs a task; resolves with how it ended once what it sent is confirmed. */
  async run(run: TaskRun): Promise<Outcome> {
    const { name, options } = run.task
    this.#opened()?.events.task('task-started', run.id)
    this.#connection.scribe?.started(run)
    this.#observe({ type: 'task-started' }, run)
    if (options.trackStarted)
      await this.#store(run, 'STARTED', { hostname: this.#hostname, pid: process.pid })
    const threads = this.#app.tasks.has(name) ? this.#threads : null
    return this.#whenSent(run, await (threads ?? this.#code).call(run))
  }

  /** Ends a run from outside. */
  end(run: TaskRun, outcome: Outcome): void {
    this.#threads?.end(run, outcome)
    this.#code.end(run, outcome)
  }

  /** Does what follows from the end of a task. */
  settle(run: TaskRun, outcome: Outcome): Promise<void> {
    return this.#carryOut(settle(run.message, outcome, run, this.#connection.context), run)
  }

  /** Stores the failure of a message that nobody here can run; nothing else follows. */
  async fail(message: Message, exception: StoredException): Promise<void> {
    const failed = store(message.headers.id, 'FAILURE', exception)
    await carryOut([failed], this.#connection, this.runOf(message, NOBODY), this.#ends)
  }

  /** Marks tasks as revoked, wherever they are. */
  async markRevoked(ids: readonly string[]): Promise<void> {
    const exception = {
      exc_type: 'TaskRevokedError',
      exc_message: ['revoked'],
      exc_module: 'celery.exceptions',
    }
    const revoked = ids.map((id) => store(id, 'REVOKED', exception))
    await carryOut(revoked, this.#connection, null, this.#ends)
  }

  /** Keeps so many threads from now on. */
  resize(concurrency: number): void {
    this.#threads?.resize(concurrency)
  }

  /** Ends all threads; it may be used again. */
  close(): void {
    this.#threads?.close()
  }

  get #connection(): Connection {
    return this.#opened()!.connection
  }

  /** Waits until what a task sent is confirmed; what the broker does not carry is an error of the task. */
  async #whenSent(run: TaskRun, outcome: Outcome): Promise<Outcome> {
    try {
      await Promise.all(run.pending!)
      return outcome
    } catch (error) {
      if (error instanceof EncodeError) return outcomeOfError(error)
      throw error
    }
  }

  /** What the broker does not carry is charged to the task that was to send it. */
  async #carryOut(effects: readonly Effect[], run: TaskRun): Promise<void> {
    const connection = this.#connection
    try {
      await carryOut(effects, connection, run, this.#ends)
    } catch (error) {
      if (!(error instanceof EncodeError)) throw error
      await this.#carryOut(failAgain(storedException(error), run, connection.context), run)
    }
  }

  /** Sends something in the name of a run; it is confirmed before the run counts as ended. */
  #inTheNameOf<Sent>(run: TaskRun, act: (scope: Dispatch) => Sent): Sent {
    const effects: Effect[] = []
    const sent = act(dispatch('apply', run, this.#connection.context, effects))
    run.pending!.push(carryOut(effects, this.#connection, run, this.#ends))
    return sent
  }

  #updateState(run: TaskRun, state: string, meta: Parameters<typeof store>[2]): void {
    run.pending!.push(this.#store(run, state, meta))
  }

  #store(run: TaskRun, state: string, meta: Parameters<typeof store>[2]): Promise<void> {
    return carryOut([store(run.id, state, meta, run.children)], this.#connection, run, this.#ends)
  }

  readonly #ends: Ends = {
    known: (name) => this.known(name),
    callHook: (run, hook) => this.#code.callHook(run, hook),
    extended: () => this.#app.conf.resultExtended ?? false,
    told: (effect) => this.#observe(effect, null),
    ended: (effect, run) => {
      this.#log.ended(effect, run)
      this.#observe(effect, run)
      this.#tellOfEnd(effect, run)
    },
  }

  #tellOfEnd(effect: End, run: TaskRun): void {
    const { id, startedMs } = run
    const { events } = this.#opened() ?? {}
    if (!events?.isOn) return
    switch (effect.type) {
      case 'succeeded':
        events.task('task-succeeded', id, {
          result: printValue(effect.result),
          runtime: (Date.now() - startedMs) / 1000,
        })
        break
      case 'failed':
      case 'retried':
        events.task(`task-${effect.type}`, id, {
          exception: printException(effect.exception),
          traceback: tracebackOf(run, effect.exception),
        })
        break
      case 'rejected':
        events.task('task-rejected', id, { requeue: effect.requeue })
        break
      case 'terminated':
        events.task('task-revoked', id, { terminated: true, signum: 15, expired: false })
    }
  }
}

/** Sees what happens to tasks, as the interpreter says it. */
export type Observer = (
  event: End | Extract<Effect, { type: 'call-errback' }> | { readonly type: 'task-started' },
  run: TaskRun | null,
) => void

/** The task of a message whose task nobody knows. */
const NOBODY: RegisteredTask = { name: '', fn: null, bind: false, parameters: null, options: {} }
