import type { Message } from '../protocol/message.ts'
import type { Clock, Due } from './clock.ts'

/**
 * Where the backend does not count, `celery.chord_unlock` looks again and again whether a header is ready. One that has
 * looked when no task has ended since would look in vain: time does not go on for its sake alone.
 */
export class IdleLooks {
  readonly #clock: Clock
  /** How many tasks have ended, and how many had when each task looked last. */
  #ends = 0
  readonly #looks = new Map<string, number>()
  readonly #idle: Due[] = []

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** A task has looked, and will again. */
  looked(taskId: string): void {
    this.#looks.set(taskId, this.#ends)
  }

  /** A task has ended: every look is worth while again. */
  ended(): void {
    this.#ends++
    this.wake()
  }

  /** Whether a message is that of a task that would look in vain. */
  isIdle({ headers }: Message): boolean {
    return this.#looks.size > 0 && this.#looks.get(headers.id) === this.#ends
  }

  /** Enters something that is due; in the background if it is idle. */
  at<Subject>(dueMs: number, act: (subject: Subject) => void, subject: Subject, isIdle: boolean): Due {
    const due = this.#clock.at(dueMs, act, isIdle, subject)
    if (isIdle) this.#idle.push(due)
    return due
  }

  /** Time goes on for the sake of what was idle. */
  wake(): void {
    if (this.#idle.length === 0) return
    for (const due of this.#idle.splice(0)) this.#clock.foreground(due)
  }
}
