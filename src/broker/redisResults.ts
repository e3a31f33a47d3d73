import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Redis } from 'ioredis'
import { type GroupHandle, type HandleTuple, handleOf, tupleOf } from '../canvas/handle.ts'
import type { TaskMeta } from '../canvas/runtime.ts'
import { parseJson } from '../protocol/jsonText.ts'
import { pythonJson } from '../protocol/pythonJson.ts'
import { decodeMeta, encodeMeta, isHandleTuple, type StoredMeta } from '../protocol/taskMeta.ts'
import type { BrokerError } from './brokerError.ts'
import type { ChordCount, Part } from './memoryBackend.ts'
import type { Patience } from './patience.ts'
import { RedisServer } from './redisServer.ts'
import { PENDING, type ResultListener, type Results } from './results.ts'

/** Results in a Redis, under the keys of Celery's backend (celery/backends/redis.py, base.py). */
export class RedisResults implements Results {
  readonly #server: RedisServer
  readonly #listener: ResultListener
  /** Seconds that results are kept; null for ever. */
  readonly #expires: number | null
  readonly #watched = new Set<string>()
  #subscriber: Redis | null = null

  /** Loads the driver; the connection is made when it is first needed. */
  static open(
    url: string,
    expires: number | null,
    listener: ResultListener,
    patience: Patience,
  ): TE.TaskEither<BrokerError, Results> {
    return TE.map((server: RedisServer) => new RedisResults(server, expires, listener))(
      RedisServer.open(url, patience),
    )
  }

  private constructor(server: RedisServer, expires: number | null, listener: ResultListener) {
    this.#server = server
    this.#expires = expires
    this.#listener = listener
  }

  prepare(): TE.TaskEither<BrokerError, void> {
    return TE.right(undefined)
  }

  store(meta: StoredMeta): TE.TaskEither<BrokerError, void> {
    return this.#server.ask(async (client) => {
      await client.eval(STORE, 1, taskKey(meta.taskId), encodeMeta(meta), this.#expires ?? 0)
    })
  }

  read(taskIds: readonly string[]): TE.TaskEither<BrokerError, readonly TaskMeta[]> {
    return this.#server.ask(async (client) => {
      const metas: TaskMeta[] = []
      for (let from = 0; from < taskIds.length; from += MOST_AT_ONCE) {
        const texts = await client.mget(taskIds.slice(from, from + MOST_AT_ONCE).map(taskKey))
        for (const text of texts) metas.push(metaOf(text) ?? PENDING)
      }
      return metas
    })
  }

  watch(taskIds: readonly string[]): TE.TaskEither<BrokerError, void> {
    const fresh = taskIds.filter((id) => !this.#watched.has(id))
    return this.#server.ask(async () => {
      for (const id of fresh) this.#watched.add(id)
      const subscriber = this.#subscribed()
      for (let from = 0; from < fresh.length; from += MOST_AT_ONCE)
        await subscriber.subscribe(...fresh.slice(from, from + MOST_AT_ONCE).map(taskKey))
    })
  }

  unwatch(taskIds: readonly string[]): void {
    const known = taskIds.filter((id) => this.#watched.delete(id))
    for (let from = 0; from < known.length; from += MOST_AT_ONCE)
      this.#subscriber?.unsubscribe(...known.slice(from, from + MOST_AT_ONCE).map(taskKey)).catch(() => {})
  }

  forget(taskIds: readonly string[]): TE.TaskEither<BrokerError, void> {
    return this.#delete(taskIds.map(taskKey))
  }

  saveGroup(group: GroupHandle): TE.TaskEither<BrokerError, void> {
    return this.#set(groupKey(group.id), JSON.stringify({ result: tupleOf(group) }))
  }

  restoreGroup(groupId: string): TE.TaskEither<BrokerError, GroupHandle | null> {
    return this.#server.ask(async (client) => groupOf(await client.get(groupKey(groupId))))
  }

  deleteGroup(groupId: string): TE.TaskEither<BrokerError, void> {
    return this.#delete([groupKey(groupId)])
  }

  setChordSize(groupId: string, size: number): TE.TaskEither<BrokerError, void> {
    return this.#set(`${groupKey(groupId)}.s`, String(size))
  }

  extendChord(groupId: string): TE.TaskEither<BrokerError, void> {
    return this.#server.ask(async (client) => {
      await client.incr(`${groupKey(groupId)}.t`)
    })
  }

  addPart(groupId: string, part: Part): TE.TaskEither<BrokerError, ChordCount<Part>> {
    const key = groupKey(groupId)
    const { groupIndex, taskId, state, result } = part
    return this.#server.ask(async (client) => {
      const steps = client
        .multi()
        .zadd(`${key}.j`, groupIndex ?? '+inf', pythonJson([1, taskId, state, result]))
        .zcard(`${key}.j`)
        .get(`${key}.t`)
        .get(`${key}.s`)
      if (this.#expires !== null) for (const end of CHORD_KEYS) steps.expire(`${key}${end}`, this.#expires)
      const replies = (await steps.exec()) ?? []
      for (const [error] of replies) if (error) throw error
      const [count, more, size] = replies.slice(1, 4).map(([, reply]) => reply as string | number | null)
      const total = size === null || size === undefined ? null : Number(size) + Number(more ?? 0)
      if (Number(count) !== total) return { count: Number(count), size: total, complete: null }
      const parts = await client.zrange(`${key}.j`, '0', '-1')
      return { count: Number(count), size: total, complete: parts.flatMap(partOf) }
    })
  }

  forgetChord(groupId: string): TE.TaskEither<BrokerError, void> {
    return this.#delete(CHORD_KEYS.map((end) => `${groupKey(groupId)}${end}`))
  }

  close(): Promise<void> {
    return this.#server.close()
  }

  #set(key: string, value: string): TE.TaskEither<BrokerError, void> {
    return this.#server.ask(async (client) => {
      if (this.#expires === null) await client.set(key, value)
      else await client.setex(key, this.#expires, value)
    })
  }

  #delete(keys: readonly string[]): TE.TaskEither<BrokerError, void> {
    return this.#server.ask(async (client) => {
      for (let from = 0; from < keys.length; from += MOST_AT_ONCE)
        await client.del(...keys.slice(from, from + MOST_AT_ONCE))
    })
  }

  #subscribed(): Redis {
    if (this.#subscriber) return this.#subscriber
    const subscriber = this.#server.connect()
    let isFirst = true
    subscriber.on('ready', () => {
      if (!isFirst) this.#listener.onGap()
      isFirst = false
    })
    subscriber.on('message', (channel: string, text: string) => {
      const meta = metaOf(text)
      if (meta) this.#listener.onMeta(channel.slice(TASK.length), meta)
    })
    this.#subscriber = subscriber
    return subscriber
  }
}

const TASK = 'celery-task-meta-'
const taskKey = (id: string): string => `${TASK}${id}`
const groupKey = (id: string): string => `celery-taskset-meta-${id}`

/** What is counted of a chord: its parts, parts that came in addition, its size. */
const CHORD_KEYS = ['.j', '.t', '.s'] as const

const MOST_AT_ONCE = 1000

function metaOf(text: string | null): TaskMeta | null {
  if (text === null) return null
  const meta = decodeMeta(text)
  return E.isRight(meta) ? meta.right : null
}

function groupOf(text: string | null): GroupHandle | null {
  if (text === null) return null
  const parsed = parseJson(text)
  if (E.isLeft(parsed)) return null
  const { result } = (parsed.right ?? {}) as { readonly result?: unknown }
  if (!isHandleTuple(result)) return null
  const handle = handleOf(result as HandleTuple)
  return handle.type === 'group' ? handle : null
}

function partOf(text: string): readonly Part[] {
  const parsed = parseJson(text)
  if (E.isLeft(parsed) || !Array.isArray(parsed.right)) return []
  const [, taskId, state, result = null] = parsed.right
  return [{ taskId: String(taskId), groupIndex: null, state: String(state), result }]
}

/** Writes a state and tells of it; a SUCCESS that is there already stays (backends/base.py, `_store_result`). */
const STORE = `
local there = redis.call('GET', KEYS[1])
if there and string.find(there, '^{"status": ?"SUCCESS"') then return 0 end
if ARGV[2] == '0' then redis.call('SET', KEYS[1], ARGV[1]) else redis.call('SETEX', KEYS[1], ARGV[2], ARGV[1]) end
redis.call('PUBLISH', KEYS[1], ARGV[1])
return 1`
