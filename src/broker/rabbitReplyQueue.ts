import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Wire } from '../protocol/wire.ts'
import type { BrokerError } from './brokerError.ts'
import type { Patience } from './patience.ts'
import { RabbitServer } from './rabbitServer.ts'
import { confirmed, consumeAll } from './rabbitTransport.ts'
import type { ReplyQueue } from './replyQueue.ts'
import type { Close } from './transport.ts'

/** Results as messages over RabbitMQ: queues that are gone with who listens to them. */
export class RabbitReplyQueue implements ReplyQueue {
  readonly #server: RabbitServer
  readonly #expires: number | null

  /** Loads the driver; the connection is made when it is first needed. `expires`: seconds, null for ever. */
  static open(
    url: string,
    expires: number | null,
    patience: Patience,
  ): TE.TaskEither<BrokerError, ReplyQueue> {
    return TE.map((server: RabbitServer) => new RabbitReplyQueue(server, expires))(
      RabbitServer.open(url, patience),
    )
  }

  private constructor(server: RabbitServer, expires: number | null) {
    this.#server = server
    this.#expires = expires
  }

  listen(
    name: string,
    onReply: (body: string, correlationId: unknown) => void,
  ): TE.TaskEither<BrokerError, Close> {
    return this.#server.listen(async (channel) => {
      await channel.assertQueue(name, {
        durable: false,
        autoDelete: true,
        ...(this.#expires !== null && { expires: this.#expires * 1000 }),
      })
      await consumeAll(channel, name, ({ content, properties }) =>
        onReply(content.toString(), properties.correlationId as unknown),
      )
    })
  }

  send(name: string, wire: Wire): TE.TaskEither<BrokerError, void> {
    return this.#server.ask((channel) => confirmed(channel, '', name, wire))
  }

  close(): Promise<void> {
    return this.#server.close()
  }
}
