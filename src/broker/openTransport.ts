import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Configuration } from '../canvas/celery.ts'
import { declaredBy } from '../protocol/declaredQueue.ts'
import type { BrokerError } from './brokerError.ts'
import type { Patience } from './patience.ts'
import type { Transport, TransportOptions } from './transport.ts'
import { withoutPassword } from './withoutPassword.ts'

/** What a broker has to know, by an app's settings; `origin` names who speaks to it. */
export const transportOptions = (conf: Configuration, origin: string): TransportOptions => ({
  origin,
  visibilityTimeout: conf.brokerTransportOptions?.visibilityTimeout ?? 3600,
  globalKeyprefix: conf.brokerTransportOptions?.globalKeyprefix ?? '',
  declared: declaredBy(conf),
})

/** The broker that a URL names. Its driver is loaded here and nowhere else. */
export function openTransport(
  url: string,
  options: TransportOptions,
  patience: Patience,
): TE.TaskEither<BrokerError, Transport> {
  return async () => {
    switch (url.split(':', 1)[0]) {
      case 'redis':
      case 'rediss':
        return (await import('./redisTransport.ts')).RedisTransport.open(url, options, patience)()
      case 'amqp':
      case 'amqps':
      case 'pyamqp':
        return (await import('./rabbitTransport.ts')).RabbitTransport.open(url, options, patience)()
      default:
        return TE.left<BrokerError>({ type: 'bad-url', url: withoutPassword(url), expected: BROKERS })()
    }
  }
}

/** The brokers that can be spoken to. */
export const BROKERS = 'a broker memory://, redis://, rediss://, amqp:// or amqps://'
