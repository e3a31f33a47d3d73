import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Redis, RedisOptions } from 'ioredis'
import { type Address, addressOf, withoutSecrets } from './address.ts'
import type { BrokerError } from './brokerError.ts'
import { KeepAlive } from './keepAlive.ts'
import { CLIENT_TRIES, delayMs, type Patience } from './patience.ts'
import { secureOptions } from './secureOptions.ts'

/**
 * The connections to one Redis. A client's keep the process going only while something is asked of them, so that a
 * program that is done ends by itself.
 */
export class RedisServer {
  /** For everything but what blocks or subscribes. */
  readonly client: Redis
  readonly address: Address
  readonly database: number
  readonly #open: (patience: Patience) => Redis
  readonly #clients = new Set<Redis>()
  readonly #keepAlive = new KeepAlive()
  #trouble = ''

  /** Loads the driver. Nothing is connected before it is needed. */
  static open(url: string, patience: Patience): TE.TaskEither<BrokerError, RedisServer> {
    return async () => {
      const address = addressOf(url)
      if (E.isLeft(address)) return address
      const options = optionsOf(address.right)
      if (E.isLeft(options)) return options
      const driver = await loadDriver(address.right.shown)()
      if (E.isLeft(driver)) return driver
      return E.right(new RedisServer(driver.right, address.right, options.right, patience))
    }
  }

  private constructor(driver: typeof Redis, address: Address, options: RedisOptions, patience: Patience) {
    this.address = address
    this.database = options.db ?? 0
    this.#open = (howLong) => {
      const client = new driver({
        ...options,
        replyMapping: 'legacy',
        maxRetriesPerRequest: howLong === 'worker' ? null : CLIENT_TRIES,
      })
      // Without a listener the driver prints what goes wrong.
      client.on('error', (error: Error) => {
        this.#trouble = error.message || this.#trouble
      })
      client.on('ready', () => {
        this.#trouble = ''
      })
      if (patience === 'client') client.on('connect', () => client.stream.unref())
      this.#clients.add(client)
      return client
    }
    this.client = this.#open(patience)
  }

  /** A connection of its own, for what blocks or subscribes; it waits for the server for ever. */
  connect(): Redis {
    return this.#open('worker')
  }

  /** Ends one of these connections. */
  disconnect(client: Redis): void {
    this.#clients.delete(client)
    client.disconnect()
  }

  /** The one way in: whatever the driver does comes out as a value or a `BrokerError`. */
  ask<Value>(act: (client: Redis) => Promise<Value>): TE.TaskEither<BrokerError, Value> {
    return TE.tryCatch(
      async () => {
        const release = this.#keepAlive.hold()
        try {
          return await act(this.client)
        } finally {
          release()
        }
      },
      (error) => this.errorOf(error),
    )
  }

  /** What went wrong, from what the driver threw. */
  errorOf(error: unknown): BrokerError {
    const { name, message } = error as Error
    const url = this.address.shown
    if (name === 'ReplyError') return { type: 'refused', url, cause: withoutSecrets(message, this.address) }
    return { type: 'unreachable', url, cause: withoutSecrets(this.#trouble || message, this.address) }
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.disconnect()
    this.#clients.clear()
  }
}

const loadDriver = (url: string): TE.TaskEither<BrokerError, typeof Redis> =>
  TE.tryCatch(
    async () => (await import('ioredis')).Redis,
    () => ({ type: 'driver-missing', url, driver: 'ioredis' }),
  )

function optionsOf(address: Address): E.Either<BrokerError, RedisOptions> {
  const { host, port, username, password, path, isSecure, shown } = address
  if (!/^\d*$/.test(path))
    return E.left({ type: 'bad-url', url: shown, expected: "a database's number at its end, such as /0" })
  const options: RedisOptions = {
    host,
    port,
    db: Number(path),
    ...(username !== null && { username }),
    ...(password !== null && { password }),
    protocol: 2,
    lazyConnect: true,
    enableAutoPipelining: true,
    disableClientInfo: true,
    retryStrategy: delayMs,
  }
  if (!isSecure) return E.right(options)
  const secure = secureOptions(address)
  return E.isLeft(secure) ? secure : E.right({ ...options, tls: { ...secure.right } })
}
