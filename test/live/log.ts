import { Redis } from 'ioredis'
import type { Errback, Execution } from '../conformance/cases.ts'
import type { Ran } from '../conformance/outcome.ts'

/** One run of a task, as both languages write it down. */
export interface Row {
  readonly id: string
  readonly task: string
  readonly args: unknown
  readonly kwargs: unknown
  readonly state: string | null
  readonly result: Omit<Ran, 'state'>
  readonly retries: number
  readonly parent: string | null
  readonly root: string
  readonly group: boolean
  readonly group_index: number | null
}

/** What happened, kept in a Redis where workers of both languages write it (`oracle/tasks.py`). */
export class Log {
  readonly #redis: Redis

  constructor(url: string) {
    this.#redis = new Redis(url)
  }

  async clear(): Promise<void> {
    await this.#redis.flushdb()
  }

  async published(count: number): Promise<void> {
    await this.#redis.incrby('published', count)
  }

  async ran(row: Row): Promise<void> {
    await this.#redis.multi().rpush('ran', JSON.stringify(row)).incr('finished').exec()
  }

  async errback(errback: Errback): Promise<void> {
    await this.#redis.rpush('errback', JSON.stringify(errback))
  }

  /** Waits until what was published has been run, as the recorder does; false when it was not by then. */
  async settled(withinMs: number): Promise<boolean> {
    const deadline = Date.now() + withinMs
    for (let quiet = 0; Date.now() < deadline; ) {
      const [published, finished] = (await this.#redis.mget('published', 'finished')).map(Number)
      quiet = finished! >= published! ? quiet + 1 : 0
      if (quiet >= 3) return true
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    return false
  }

  async executions(): Promise<readonly Execution[]> {
    const rows = (await this.#redis.lrange('ran', 0, -1)).map((text) => JSON.parse(text) as Row)
    const byId = new Map(rows.map((row) => [row.id, row]))
    return rows.map((row) => ({
      task: row.task,
      args: row.args,
      kwargs: row.kwargs,
      state: row.state,
      retries: row.retries,
      ...row.result,
      parent: row.parent === null ? null : (byId.get(row.parent)?.task ?? null),
      root_is_self: row.root === row.id,
      group_index: row.group_index,
    })) as readonly Execution[]
  }

  async errbacks(): Promise<readonly Errback[]> {
    return (await this.#redis.lrange('errback', 0, -1)).map((text) => JSON.parse(text) as Errback)
  }

  close(): void {
    this.#redis.disconnect()
  }
}
