import { randomUUID } from 'node:crypto'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Wire } from '../protocol/wire.ts'
import type { BrokerError } from './brokerError.ts'
import type { Patience } from './patience.ts'
import { encodeEnvelope } from './redisEnvelope.ts'
import { RedisKeys } from './redisKeys.ts'
import { RedisServer } from './redisServer.ts'
import { takeFrom } from './redisTake.ts'
import type { ReplyQueue } from './replyQueue.ts'
import type { Close } from './transport.ts'

/** Results as messages over Redis: lists, of which each is gone when it is empty, or when nobody has read it in time. */
export class RedisReplyQueue implements ReplyQueue {
  readonly #server: RedisServer
  readonly #keys: RedisKeys
  readonly #expires: number | null

  /** Loads the driver; the connection is made when it is first needed. `expires`: seconds, null for ever. */
  static open(
    url: string,
    expires: number | null,
    globalKeyprefix: string,
    patience: Patience,
  ): TE.TaskEither<BrokerError, ReplyQueue> {
    return TE.map((server: RedisServer) => new RedisReplyQueue(server, expires, globalKeyprefix))(
      RedisServer.open(url, patience),
    )
  }

  private constructor(server: RedisServer, expires: number | null, globalKeyprefix: string) {
    this.#server = server
    this.#expires = expires
    this.#keys = new RedisKeys(server.database, globalKeyprefix)
  }

  listen(
    name: string,
    onReply: (body: string, correlationId: unknown) => void,
  ): TE.TaskEither<BrokerError, Close> {
    const key = this.#keys.queue(name)
    return this.#server.ask(async (client) => {
      await client.ping()
      return takeFrom(this.#server, key, ({ body, properties }) => {
        const { correlation_id } = Object(properties) as { readonly correlation_id?: unknown }
        onReply(body, correlation_id)
      })
    })
  }

  send(name: string, wire: Wire): TE.TaskEither<BrokerError, void> {
    const key = this.#keys.queue(name)
    return this.#server.ask(async (client) => {
      const text = encodeEnvelope(wire, { exchange: '', routingKey: name }, randomUUID())
      await client.lpush(key, text)
      if (this.#expires !== null) await client.expire(key, this.#expires)
    })
  }

  close(): Promise<void> {
    return this.#server.close()
  }
}
