import type { RevokeOptions, Runtime } from './runtime.ts'
import type { Stamps } from './stamp.ts'

/** What can be told to all workers of an app: Celery's `app.control`. */
export class Control {
  readonly #runtime: () => Runtime

  constructor(runtime: () => Runtime) {
    this.#runtime = runtime
  }

  /**
   * Tells the workers to drop these tasks; `terminate` also kills the processes that run them.
   *
   * @example
   * const result = await add.applyAsync({ args: [1, 2], countdown: 60 })
   * await app.control.revoke(result.id)
   * await result.get({ propagate: false })
   * await result.state() // 'REVOKED'
   */
  async revoke(taskIds: string | readonly string[], options: RevokeOptions = {}): Promise<void> {
    await this.#runtime().revoke(typeof taskIds === 'string' ? [taskIds] : taskIds, options)
  }

  /**
   * Tells the workers to drop every task that has one of these stamps, from now on: one with several values has it when
   * any is the same. `terminate` also kills the processes that run one.
   *
   * @example
   * const result = await add.s(1, 2).set({ countdown: 60 }).stamp({ tenant: 'acme' }).delay()
   * await app.control.revokeByStampedHeaders({ tenant: ['acme'] })
   * await result.get({ propagate: false })
   * await result.state() // 'REVOKED'
   */
  async revokeByStampedHeaders(headers: Stamps, options: RevokeOptions = {}): Promise<void> {
    await this.#runtime().revokeByStampedHeaders(headers, options)
  }
}
