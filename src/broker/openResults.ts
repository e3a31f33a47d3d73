import * as TE from 'fp-ts/lib/TaskEither.js'
import type { BrokerError } from './brokerError.ts'
import { noResults } from './noResults.ts'
import type { Patience } from './patience.ts'
import type { ReplyQueue } from './replyQueue.ts'
import type { ResultListener, Results } from './results.ts'
import { RpcResults } from './rpcResults.ts'
import { withoutPassword } from './withoutPassword.ts'

/** What a backend has to know besides its URL. */
export interface ResultsOptions {
  /** Seconds that results are kept; null for ever. */
  readonly expires: number | null
  readonly listener: ResultListener
  readonly patience: Patience
  /** The queue that replies to this client come to. */
  readonly oid: string
  /** The broker's URL: results of an rpc backend go through it. */
  readonly broker: string
  /** Stands before every key of such a broker (Redis). */
  readonly globalKeyprefix: string
}

/** The result backend that a URL names. */
export function openResults(
  url: string,
  { expires, listener, patience, oid, broker, globalKeyprefix }: ResultsOptions,
): TE.TaskEither<BrokerError, Results> {
  return async () => {
    switch (url.split(':', 1)[0]) {
      case 'redis':
      case 'rediss':
        return (await import('./redisResults.ts')).RedisResults.open(url, expires, listener, patience)()
      case 'rpc':
        return TE.map((queue: ReplyQueue): Results => new RpcResults(queue, oid, listener))(
          broker.startsWith('redis')
            ? (await import('./redisReplyQueue.ts')).RedisReplyQueue.open(
                broker,
                expires,
                globalKeyprefix,
                patience,
              )
            : (await import('./rabbitReplyQueue.ts')).RabbitReplyQueue.open(broker, expires, patience),
        )()
      case 'disabled':
        return TE.right(noResults)()
      default:
        return TE.left<BrokerError>({ type: 'bad-url', url: withoutPassword(url), expected: BACKENDS })()
    }
  }
}

/** The result backends that can be spoken to. */
export const BACKENDS = 'a backend redis:// or rediss://, rpc://, or none'
