/** The ids that were revoked, as a worker remembers them: for some hours, and not more than a great many. */
export class RevokedTasks {
  readonly #since = new Map<string, number>()

  add(id: string): void {
    this.#since.delete(id)
    this.#since.set(id, Date.now())
    const oldest = Date.now() - REMEMBERED_MS
    for (const [other, sinceMs] of this.#since) {
      if (this.#since.size <= MOST && sinceMs >= oldest) break
      this.#since.delete(other)
    }
  }

  has(id: string): boolean {
    return this.#since.has(id)
  }

  /** The ids, each with the time of its revoking in milliseconds since the epoch. */
  get since(): ReadonlyMap<string, number> {
    return this.#since
  }
}

/** Celery's REVOKES_MAX and REVOKE_EXPIRES. */
const MOST = 50_000
const REMEMBERED_MS = 10_800_000
