import { AsyncLocalStorage } from 'node:async_hooks'
import type { CallHook } from '../interpreter/effect.ts'
import type { Outcome } from '../interpreter/outcome.ts'
import type { Clock, Due } from './clock.ts'
import { outcomeOfError, outcomeOfValue, RetrySignal } from './outcomeOf.ts'
import { autoretry, callBeforeStart, callHook, callTask, type RunHost, type TaskRun } from './taskRun.ts'

/** The run whose code is executing, so that what it sends is its child. */
export const running: Running = new AsyncLocalStorage<TaskRun>()

/** What follows a run through its asynchronous code; a type of ours, so that no declaration asks for Node's. */
interface Running {
  run<Args extends readonly unknown[], Value>(
    run: TaskRun,
    code: (...args: Args) => Value,
    ...args: Args
  ): Value
  getStore(): TaskRun | undefined
}

/** How code ended. */
type CodeEnd =
  | { readonly type: 'returned'; readonly value: unknown }
  | { readonly type: 'threw'; readonly error: unknown }

type CodeEnded = (run: TaskRun, end: CodeEnd) => void

interface Sleep {
  readonly due: Due
  readonly wake: (error?: Error) => void
}

/**
 * Runs the code of tasks, for real. Virtual time stands still while code is executing and goes on while it sleeps or
 * has ended; only one task's code executes at a time, so that a run is the same every time.
 */
export class TaskCode {
  /** The run whose code is executing. */
  busy: TaskRun | null = null
  readonly #clock: Clock
  readonly #host: RunHost
  readonly #stuckAfterMs: number
  readonly #sleeping = new Map<TaskRun, Sleep>()
  readonly #ended: (run: TaskRun, outcome: Outcome) => void
  readonly #ends = new Map<TaskRun, CodeEnded>()
  #moved: () => void = () => {}

  /** `ended` is told when a task's function has returned or thrown. */
  constructor(
    clock: Clock,
    host: Omit<RunHost, 'sleep'>,
    stuckAfterMs: number,
    ended: (run: TaskRun, outcome: Outcome) => void,
  ) {
    this.#clock = clock
    this.#ended = ended
    this.#host = { ...host, sleep: (run, seconds) => this.#sleep(run, seconds) }
    this.#stuckAfterMs = stuckAfterMs
  }

  /** Calls the task's function, and the hook that comes before it. */
  call(run: TaskRun): void {
    if (run.task.options.beforeStart) this.#execute(run, callBeforeStart, this.#hookEnded)
    else this.#execute(run, callTask, this.#taskEnded)
  }

  /** Calls a hook of a task that has ended; `done` is given what it throws. */
  callHook(run: TaskRun, hook: CallHook, done: (error: unknown) => void): void {
    const call = (own: TaskRun, host: RunHost): unknown => callHook(own, hook, host)
    this.#execute(run, call, (_, end) => done(end.type === 'threw' ? (end.error ?? new Error()) : null))
  }

  /** Throws an error into code that sleeps; false when it does not sleep. */
  interrupt(run: TaskRun, error: Error): boolean {
    const sleep = this.#sleeping.get(run)
    if (!sleep) return false
    this.#clock.cancel(sleep.due)
    sleep.wake(error)
    return true
  }

  /** Forgets a run: what its code still does counts for nothing. */
  abandon(run: TaskRun): void {
    const sleep = this.#sleeping.get(run)
    if (sleep) this.#clock.cancel(sleep.due)
    this.#sleeping.delete(run)
    this.#ends.delete(run)
    if (this.busy === run) this.busy = null
  }

  /** Lets the busy code go on, but not for ever: gives the run that does not end, if there is one. */
  async untilItMoves(): Promise<TaskRun | null> {
    const run = this.busy
    const isStuck = await new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(true), this.#stuckAfterMs)
      this.#moved = () => {
        clearTimeout(timer)
        resolve(false)
      }
    })
    this.#moved = () => {}
    if (!isStuck) return null
    this.busy = null
    return run
  }

  readonly #hookEnded = (run: TaskRun, end: CodeEnd): void => {
    if (end.type === 'threw') this.#ended(run, thrownOutcome(run, end.error))
    else this.#execute(run, callTask, this.#taskEnded)
  }

  readonly #taskEnded = (run: TaskRun, end: CodeEnd): void =>
    this.#ended(
      run,
      end.type === 'threw'
        ? thrownOutcome(run, autoretry(run, end.error, this.#host))
        : outcomeOfValue(end.value, run.task.name),
    )

  /** Executes code of a run, which may be asynchronous; `ended` is not called any more once the run is abandoned. */
  #execute(run: TaskRun, code: (run: TaskRun, host: RunHost) => unknown, ended: CodeEnded): void {
    this.busy = run
    let returned: unknown
    try {
      returned = running.run(run, code, run, this.#host)
    } catch (error) {
      this.#rest(run)
      ended(run, { type: 'threw', error })
      return
    }
    if (isPromise(returned)) {
      this.#await(run, returned, ended)
      return
    }
    this.#rest(run)
    ended(run, { type: 'returned', value: returned })
  }

  #await(run: TaskRun, returned: PromiseLike<unknown>, ended: CodeEnded): void {
    this.#ends.set(run, ended)
    returned.then(
      (value) => this.#end(run, { type: 'returned', value }),
      (error) => this.#end(run, { type: 'threw', error }),
    )
  }

  #end(run: TaskRun, end: CodeEnd): void {
    const ended = this.#ends.get(run)
    if (!ended) return
    this.#ends.delete(run)
    this.#rest(run)
    ended(run, end)
  }

  #sleep(run: TaskRun, seconds: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const wake = (error?: Error): void => {
        this.#sleeping.delete(run)
        this.busy = run
        if (error) reject(error)
        else resolve()
      }
      this.#sleeping.set(run, { due: this.#clock.after(seconds * 1000, () => wake()), wake })
      this.#rest(run)
    })
  }

  /** The code has nothing to do until virtual time goes on. */
  #rest(run: TaskRun): void {
    if (this.busy === run) this.busy = null
    this.#moved()
  }
}

/** What a run threw, as its outcome; the error itself is kept for its hooks. */
export function thrownOutcome(run: TaskRun, error: unknown): Outcome {
  run.thrown = error instanceof RetrySignal ? error.exc : error instanceof Error ? error : undefined
  return outcomeOfError(error)
}

const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'
