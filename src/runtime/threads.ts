import { Worker } from 'node:worker_threads'
import type { Json } from '../canvas/json.ts'
import type { Outcome } from '../interpreter/outcome.ts'
import { exceeded, type OnLimit, softLimitOutcome } from './liveCode.ts'
import { at } from './realTime.ts'
import type { FromThread, ToThread } from './serveTasks.ts'
import type { TimeLimits } from './taskLimits.ts'
import type { TaskRun } from './taskRun.ts'

/** Where the threads of a worker get their tasks from; a `URL` is what has an `href`, so that its type need not be known. */
export interface ThreadSettings {
  /** The module that exports the app. Every thread loads it: it declares tasks, and starts nothing. */
  readonly module: string | { readonly href: string }
  /** Module hooks to load it with (`module.register`), for a module that Node does not read by itself. */
  readonly register?: string | { readonly href: string }
  /** After so many tasks a thread makes room for a new one (`worker_max_tasks_per_child`); without end when left out. */
  readonly maxTasksPerChild?: number
}

/**
 * Runs the code of tasks in threads, so that one that computes keeps nobody else waiting, and can be ended while it
 * does. A thread runs one task at a time.
 */
export class Threads {
  readonly #settings: ThreadSettings
  readonly #app: string
  readonly #hostname: string
  readonly #limitsOf: (run: TaskRun) => TimeLimits
  readonly #onLimit: OnLimit
  readonly #updateState: (run: TaskRun, state: string, meta: Json) => void
  /** How many threads there may be. */
  #most = Number.POSITIVE_INFINITY
  /** How often it was closed. */
  #closed = 0
  readonly #idle: Thread[] = []
  readonly #busy = new Map<TaskRun, (outcome: Outcome) => void>()

  constructor(
    settings: ThreadSettings,
    app: string,
    hostname: string,
    limitsOf: (run: TaskRun) => TimeLimits,
    onLimit: OnLimit,
    updateState: (run: TaskRun, state: string, meta: Json) => void,
  ) {
    this.#settings = settings
    this.#app = app
    this.#hostname = hostname
    this.#limitsOf = limitsOf
    this.#onLimit = onLimit
    this.#updateState = updateState
  }

  /** Runs a task in a thread that is free, or in a new one, within its limits. */
  async call(run: TaskRun): Promise<Outcome> {
    const thread = this.#idle.pop() ?? new Thread(this.#settings, this.#app)
    // A thread that is new takes a while, which is not the task's.
    const closed = this.#closed
    const why = await thread.ready
    if (why !== null) return lost(why)
    if (closed !== this.#closed) {
      thread.terminate()
      return TERMINATED
    }
    const [hard, soft] = this.#limitsOf(run)
    const limits: (() => void)[] = []
    const outcome = await new Promise<Outcome>((resolve) => {
      /** Whatever the code does, it does no more. */
      const end = (ended: Outcome): void => {
        thread.terminate()
        resolve(ended)
      }
      this.#busy.set(run, end)
      const after = (seconds: number, act: () => void): void => {
        limits.push(at(Date.now() + seconds * 1000, act))
      }
      if (soft !== null)
        after(soft, async () => {
          this.#onLimit('Soft', soft, run)
          // Code that sleeps is thrown the limit there; code that computes hears nothing, and is ended.
          if (!(await thread.hears(HEARS_MS))) end(softLimitOutcome())
        })
      if (hard !== null)
        after(hard, () => {
          this.#onLimit('Hard', hard, run)
          end(exceeded(hard))
        })
      const order: ToThread = { type: 'run', message: withLimit(run, soft), hostname: this.#hostname }
      thread.run(
        order,
        (said) => {
          if (said.type === 'state') this.#updateState(run, said.state, said.meta)
          if (said.type !== 'ended') return
          run.children.push(...said.children)
          resolve(said.outcome)
        },
        end,
      )
    })
    for (const cancel of limits) cancel()
    this.#busy.delete(run)
    const isWanted = this.#idle.length + this.#busy.size < this.#most
    if (isWanted && thread.isUsable(this.#settings.maxTasksPerChild)) this.#idle.push(thread)
    else thread.terminate()
    return outcome
  }

  /** Keeps so many threads from now on; those that are busy end when their task has. */
  resize(most: number): void {
    this.#most = most
    while (this.#idle.length > 0 && this.#idle.length + this.#busy.size > most) this.#idle.pop()!.terminate()
  }

  /** Ends a run from outside, and its thread with it. */
  end(run: TaskRun, outcome: Outcome): void {
    this.#busy.get(run)?.(outcome)
  }

  /** Ends all threads; it may be used again. */
  close(): void {
    for (const thread of this.#idle.splice(0)) thread.terminate()
    for (const end of this.#busy.values()) end(TERMINATED)
    this.#closed++
  }
}

const TERMINATED: Outcome = { type: 'revoked', reason: 'terminated' }

/** The soft limit is the thread's to throw, the hard one the worker's to enforce. */
const withLimit = ({ message }: TaskRun, soft: number | null): TaskRun['message'] => ({
  ...message,
  headers: { ...message.headers, timelimit: [null, soft] },
})

/** How soon code answers that does not compute, in milliseconds. */
const HEARS_MS = 500

/** One thread, and what it is doing. */
class Thread {
  readonly #worker: Worker
  /** Null once it can run tasks, or why it never will. */
  readonly ready: Promise<string | null>
  #tasks = 0
  #isGone = false
  #onSaid: (said: FromThread) => void = () => {}
  #onPong: () => void = () => {}
  #onGone: (why: string) => void = () => {}

  constructor({ module, register }: ThreadSettings, app: string) {
    this.#worker = new Worker(BOOTSTRAP, {
      eval: true,
      workerData: { module: hrefOf(module), app, register: register === undefined ? null : hrefOf(register) },
    })
    this.ready = new Promise((resolve) => {
      this.#onGone = resolve
      this.#worker.on('message', (said: FromThread) => {
        if (said.type === 'ready') resolve(null)
        else if (said.type === 'pong') this.#onPong()
        else this.#onSaid(said)
      })
    })
    this.#worker.on('error', (error) => this.#gone(error.message))
    this.#worker.on('exit', (code) => this.#gone(`the thread ended itself with code ${code}`))
  }

  /** Gives it a task; `end` is called when the thread is lost under it. */
  run(order: ToThread, onSaid: (said: FromThread) => void, end: (outcome: Outcome) => void): void {
    this.#tasks++
    this.#onSaid = onSaid
    this.#onGone = (why) => end(lost(why))
    this.#worker.postMessage(order)
  }

  /** Whether it answers in time. */
  hears(withinMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), withinMs)
      this.#onPong = () => {
        clearTimeout(timer)
        resolve(true)
      }
      this.#worker.postMessage({ type: 'ping' } satisfies ToThread)
    })
  }

  isUsable(most: number | undefined): boolean {
    this.#onSaid = () => {}
    this.#onGone = () => {}
    return !this.#isGone && (most === undefined || this.#tasks < most)
  }

  terminate(): void {
    this.#onSaid = () => {}
    this.#onGone = () => {}
    this.#isGone = true
    void this.#worker.terminate()
  }

  #gone(why: string): void {
    this.#isGone = true
    this.#onGone(why)
  }
}

const hrefOf = (module: string | { readonly href: string }): string =>
  typeof module === 'string' ? module : module.href

const lost = (why: string): Outcome => ({
  type: 'raised',
  exception: {
    exc_type: 'WorkerLostError',
    exc_message: [`Worker exited prematurely: ${why}`],
    exc_module: 'billiard.exceptions',
  },
  traceback: null,
  tells: 'nobody',
})

/** Loads the module, and hands its app the way to the worker: the app brings the library that it was made with. */
const BOOTSTRAP = `
const { parentPort, workerData } = require('node:worker_threads')
if (workerData.register !== null) require('node:module').register(workerData.register)
import(workerData.module).then((exported) => {
  const app = Object.values(exported).find(
    (each) => each && typeof each['~serveTasks'] === 'function' && each.name === workerData.app,
  )
  if (!app) throw new Error(workerData.module + ' exports no app ' + workerData.app)
  return app['~serveTasks'](parentPort)
})
`
