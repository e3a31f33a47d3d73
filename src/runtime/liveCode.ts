import { SoftTimeLimitExceeded } from '../canvas/exceptions.ts'
import type { CallHook } from '../interpreter/effect.ts'
import type { Outcome } from '../interpreter/outcome.ts'
import { outcomeOfError, outcomeOfValue } from './outcomeOf.ts'
import { at } from './realTime.ts'
import { running, thrownOutcome } from './taskCode.ts'
import type { TimeLimits } from './taskLimits.ts'
import { autoretry, callBeforeStart, callHook, callTask, type RunHost, type TaskRun } from './taskRun.ts'

/** Is told of a task that took too long. */
export type OnLimit = (kind: 'Soft' | 'Hard', seconds: number, run: TaskRun) => void

/**
 * Runs the code of tasks in real time. JavaScript cannot be stopped from outside: a soft limit is thrown into code
 * when it sleeps with `self.sleep`, and after a hard one whatever the code still does counts for nothing.
 */
export class LiveCode {
  readonly #host: RunHost
  readonly #limitsOf: (run: TaskRun) => TimeLimits
  readonly #onLimit: OnLimit
  readonly #lingerMs: (task: string) => number
  readonly #sleeping = new Map<TaskRun, (error: Error) => void>()
  /** Runs whose soft limit came while they did not sleep: it is thrown when they do. */
  readonly #late = new WeakSet<TaskRun>()
  readonly #ends = new Map<TaskRun, (outcome: Outcome) => void>()

  /** `lingerMs`: how long a task of this name goes on when its function has ended, as if it had work to do. */
  constructor(
    limitsOf: (run: TaskRun) => TimeLimits,
    onLimit: OnLimit,
    lingerMs: (task: string) => number,
    host: Omit<RunHost, 'sleep'>,
  ) {
    this.#lingerMs = lingerMs
    this.#limitsOf = limitsOf
    this.#onLimit = onLimit
    this.#host = { ...host, sleep: (run, seconds) => this.#sleep(run, seconds) }
  }

  /** Calls the task's function, within its limits. */
  call(run: TaskRun): Promise<Outcome> {
    return new Promise((resolve) => {
      const [hard, soft] = this.#limitsOf(run)
      const limits: (() => void)[] = []
      const end = (outcome: Outcome): void => {
        if (!this.#ends.delete(run)) return
        this.#sleeping.delete(run)
        for (const cancel of limits) cancel()
        run.isOver = true
        resolve(outcome)
      }
      this.#ends.set(run, end)
      const after = (seconds: number, act: () => void): void => {
        limits.push(at(Date.now() + seconds * 1000, act))
      }
      if (soft !== null)
        after(soft, () => {
          this.#onLimit('Soft', soft, run)
          this.#exceedSoftly(run)
        })
      if (hard !== null)
        after(hard, () => {
          this.#onLimit('Hard', hard, run)
          end(exceeded(hard))
        })
      void this.#outcome(run).then(end)
    })
  }

  /** Ends a run from outside; whatever its code still does counts for nothing. */
  end(run: TaskRun, outcome: Outcome): void {
    this.#ends.get(run)?.(outcome)
  }

  /** Calls a hook of a task that has ended; gives what it throws, null for nothing. */
  async callHook(run: TaskRun, hook: CallHook): Promise<unknown> {
    try {
      await running.run(run, (own) => callHook(own, hook, this.#host), run)
      return null
    } catch (error) {
      return error ?? new Error()
    }
  }

  async #outcome(run: TaskRun): Promise<Outcome> {
    const outcome = await this.#ended(run)
    const lingerMs = this.#lingerMs(run.task.name)
    if (lingerMs === 0) return outcome
    return this.#sleep(run, lingerMs / 1000).then(
      () => outcome,
      (error) => thrownOutcome(run, error),
    )
  }

  async #ended(run: TaskRun): Promise<Outcome> {
    try {
      if (run.task.options.beforeStart) await running.run(run, callBeforeStart, run, this.#host)
    } catch (error) {
      return thrownOutcome(run, error)
    }
    try {
      return outcomeOfValue(await running.run(run, callTask, run, this.#host), run.task.name)
    } catch (error) {
      return thrownOutcome(run, autoretry(run, error, this.#host))
    }
  }

  #exceedSoftly(run: TaskRun): void {
    const wake = this.#sleeping.get(run)
    if (wake) wake(softLimit())
    else this.#late.add(run)
  }

  #sleep(run: TaskRun, seconds: number): Promise<void> {
    if (this.#late.delete(run)) return Promise.reject(softLimit())
    return new Promise((resolve, reject) => {
      const cancel = at(Date.now() + seconds * 1000, () => {
        this.#sleeping.delete(run)
        resolve()
      })
      this.#sleeping.set(run, (error) => {
        cancel()
        this.#sleeping.delete(run)
        reject(error)
      })
    })
  }
}

const softLimit = (): Error => new SoftTimeLimitExceeded('SoftTimeLimitExceeded()')

/** The end of a task that ran into its hard limit. */
export const exceeded = (seconds: number): Outcome => ({
  type: 'raised',
  exception: { exc_type: 'TimeLimitExceeded', exc_message: [seconds], exc_module: 'billiard.exceptions' },
  traceback: null,
  tells: 'nobody',
})

/** The end of a task that ran into its soft limit and could not be told. */
export const softLimitOutcome = (): Outcome => outcomeOfError(softLimit())
