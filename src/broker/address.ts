import * as E from 'fp-ts/lib/Either.js'
import type { BrokerError } from './brokerError.ts'
import { withoutPassword } from './withoutPassword.ts'

/** Where a server is and who asks, from its URL. */
export interface Address {
  /** The scheme without its colon. */
  readonly scheme: string
  readonly host: string
  readonly port: number
  readonly username: string | null
  readonly password: string | null
  /** The path without its first slash, decoded: Redis' database, RabbitMQ's virtual host. */
  readonly path: string
  readonly isSecure: boolean
  readonly query: URLSearchParams
  /** The URL with stars for its password, fit to be shown. */
  readonly shown: string
}

const PORTS: Readonly<Record<string, number>> = {
  redis: 6379,
  rediss: 6379,
  amqp: 5672,
  pyamqp: 5672,
  amqps: 5671,
}

/** Reads the URL of a broker or backend, with Celery's defaults for what it leaves out. */
export function addressOf(url: string): E.Either<BrokerError, Address> {
  const scheme = url.split(':', 1)[0]!
  const port = PORTS[scheme]
  const parsed = URL.canParse(url) ? new URL(url) : null
  if (port === undefined || !parsed)
    return E.left({ type: 'bad-url', url: withoutPassword(url), expected: EXPECTED })
  try {
    return E.right({
      scheme,
      host: decodeURIComponent(parsed.hostname).replace(/^\[(.*)\]$/, '$1') || 'localhost',
      port: parsed.port === '' ? port : Number(parsed.port),
      username: parsed.username === '' ? null : decodeURIComponent(parsed.username),
      password: parsed.password === '' ? null : decodeURIComponent(parsed.password),
      path: decodeURIComponent(parsed.pathname.replace(/^\//, '')),
      isSecure: scheme === 'rediss' || scheme === 'amqps',
      query: parsed.searchParams,
      shown: withoutPassword(url),
    })
  } catch {
    return E.left({ type: 'bad-url', url: withoutPassword(url), expected: EXPECTED })
  }
}

const EXPECTED =
  'redis://[user:password@]host:6379/0, rediss://..., amqp://user:password@host:5672/vhost or amqps://...'

/** A driver's own words, without the password. */
export function withoutSecrets(text: string, { password }: Pick<Address, 'password'>): string {
  if (password === null || password === '') return text
  return [password, encodeURIComponent(password)].reduce(
    (clean, secret) => clean.replaceAll(secret, '**'),
    text,
  )
}
