import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { GroupHandle } from '../canvas/handle.ts'
import type { TaskMeta } from '../canvas/runtime.ts'
import { isReady } from '../canvas/states.ts'
import { decodeMeta, encodeReply, type StoredMeta } from '../protocol/taskMeta.ts'
import type { BrokerError } from './brokerError.ts'
import type { ChordCount, Part } from './memoryBackend.ts'
import type { ReplyQueue } from './replyQueue.ts'
import { PENDING, type ResultListener, type Results } from './results.ts'
import type { Close } from './transport.ts'

/**
 * Results as messages (celery/backends/rpc.py): every state of a task goes to the reply queue of the client that sent it,
 * which keeps what comes. Nobody else can read it, and it has no chords.
 */
export class RpcResults implements Results {
  readonly #queue: ReplyQueue
  readonly #oid: string
  readonly #listener: ResultListener
  /** What came, the oldest first. */
  readonly #metas = new Map<string, TaskMeta>()
  #listening: Promise<E.Either<BrokerError, Close>> | null = null

  /** `oid` names the queue of the replies to this client. */
  constructor(queue: ReplyQueue, oid: string, listener: ResultListener) {
    this.#queue = queue
    this.#oid = oid
    this.#listener = listener
  }

  prepare(): TE.TaskEither<BrokerError, void> {
    return async () => {
      this.#listening ??= this.#queue.listen(this.#oid, (body, id) => this.#receive(body, id))()
      const listening = await this.#listening
      if (E.isRight(listening)) return E.right(undefined)
      this.#listening = null
      return listening
    }
  }

  store(meta: StoredMeta, replyTo: string): TE.TaskEither<BrokerError, void> {
    if (replyTo === '') return TE.right(undefined)
    const properties = { correlation_id: meta.taskId, delivery_mode: 1, priority: 0 }
    const wire = { headers: {}, properties, body: encodeReply(meta) }
    return this.#queue.send(replyTo, wire)
  }

  read(taskIds: readonly string[]): TE.TaskEither<BrokerError, readonly TaskMeta[]> {
    return TE.right(taskIds.map((id) => this.#metas.get(id) ?? PENDING))
  }

  watch(): TE.TaskEither<BrokerError, void> {
    return this.prepare()
  }

  unwatch(): void {}

  forget(taskIds: readonly string[]): TE.TaskEither<BrokerError, void> {
    for (const id of taskIds) this.#metas.delete(id)
    return TE.right(undefined)
  }

  saveGroup(_group: GroupHandle): TE.TaskEither<BrokerError, void> {
    return this.#refuse('it keeps no groups, as its results are messages: give the app a redis:// backend')
  }

  restoreGroup(_groupId: string): TE.TaskEither<BrokerError, GroupHandle | null> {
    return this.#refuse('it keeps no groups, as its results are messages: give the app a redis:// backend')
  }

  deleteGroup(_groupId: string): TE.TaskEither<BrokerError, void> {
    return TE.right(undefined)
  }

  setChordSize(): TE.TaskEither<BrokerError, void> {
    return this.#refuse(NO_CHORDS)
  }

  extendChord(): TE.TaskEither<BrokerError, void> {
    return this.#refuse(NO_CHORDS)
  }

  addPart(_groupId: string, _part: Part): TE.TaskEither<BrokerError, ChordCount<Part>> {
    return this.#refuse(NO_CHORDS)
  }

  forgetChord(): TE.TaskEither<BrokerError, void> {
    return TE.right(undefined)
  }

  close(): Promise<void> {
    return this.#queue.close()
  }

  #receive(text: string, correlationId: unknown): void {
    const decoded = decodeMeta(text)
    if (E.isLeft(decoded)) return
    const { taskId, ...meta } = decoded.right
    const id = taskId ?? (typeof correlationId === 'string' ? correlationId : null)
    if (id === null || isReady(this.#metas.get(id)?.status ?? '')) return
    this.#metas.delete(id)
    this.#metas.set(id, meta)
    if (this.#metas.size > MOST_KEPT) this.#metas.delete(this.#metas.keys().next().value!)
    this.#listener.onMeta(id, meta)
  }

  #refuse(cause: string): TE.TaskEither<BrokerError, never> {
    return TE.left({ type: 'refused', url: 'rpc://', cause })
  }
}

const NO_CHORDS = 'the rpc backend does not support chords: give the app a redis:// backend'

/** How many results are kept that nobody has asked for. */
const MOST_KEPT = 100_000
