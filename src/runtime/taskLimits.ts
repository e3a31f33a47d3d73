import type { RegisteredTask } from '../canvas/task.ts'
import { intervalMs } from './rateLimit.ts'
import type { TaskRun } from './taskRun.ts'

/** Seconds that a task may take: the hard limit, and the soft one; null is none. */
export type TimeLimits = readonly [hard: number | null, soft: number | null]

/** What limits the tasks of a worker: what their options say, unless somebody has told it otherwise since. */
export class TaskLimits {
  /** The time limits of tasks of which neither their message nor their options name one. */
  readonly ofWorker: TimeLimits
  readonly #rates = new Map<string, string | number | null>()
  readonly #times = new Map<string, TimeLimits>()
  readonly #turnsMs = new Map<string, number>()

  constructor(ofWorker: TimeLimits) {
    this.ofWorker = ofWorker
  }

  /** When a task may start here by its rate limit, in milliseconds since the epoch; takes that turn. */
  takeTurn(task: RegisteredTask): number {
    const everyMs = intervalMs(this.rateOf(task))
    if (everyMs === 0) return 0
    const turnMs = Math.max(Date.now(), this.#turnsMs.get(task.name) ?? 0)
    this.#turnsMs.set(task.name, turnMs + everyMs)
    return turnMs
  }

  rateOf({ name, options }: RegisteredTask): string | number | null {
    return this.#rates.get(name) ?? options.rateLimit ?? null
  }

  /**
   * Limits how often a task may start from now on; null or an empty text lifts that. What waits for its turn already keeps
   * it, as in Celery. Throws `TypeError` for what is no rate.
   */
  setRate(task: string, rate: string | number | null): void {
    intervalMs(rate)
    this.#rates.set(task, rate ?? '')
    this.#turnsMs.delete(task)
  }

  /** The limits of a run: its message's, else its task's, else the worker's; 0 says nothing (`Request.execute_using_pool`). */
  timesOf({ message, task: { name, options } }: TaskRun): TimeLimits {
    const [hard, soft] = message.headers.timelimit
    const [ownHard, ownSoft] = this.#times.get(name) ?? [options.timeLimit, options.softTimeLimit]
    return [hard || ownHard || this.ofWorker[0], soft || ownSoft || this.ofWorker[1]]
  }

  /** Limits how long a task may take that begins from now on, where its message says nothing. */
  setTimes(task: string, limits: TimeLimits): void {
    this.#times.set(task, limits)
  }
}
