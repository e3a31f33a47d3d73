import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Wire } from '../protocol/wire.ts'
import type { BrokerError } from './brokerError.ts'
import type { Close } from './transport.ts'

/** The queues that results of an rpc backend come by, on a broker. */
export interface ReplyQueue {
  /** Declares the queue of this name, and takes what comes to it; what comes back ends that. */
  listen(
    name: string,
    onReply: (body: string, correlationId: unknown) => void,
  ): TaskEither<BrokerError, Close>
  /** Sends a reply to the queue of this name. */
  send(name: string, wire: Wire): TaskEither<BrokerError, void>
  /** Closes all connections. */
  close(): Promise<void>
}
