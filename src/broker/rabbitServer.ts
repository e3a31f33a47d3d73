import type { ChannelModel, ConfirmChannel, connect, Options } from 'amqplib'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { type Address, addressOf, withoutSecrets } from './address.ts'
import type { BrokerError } from './brokerError.ts'
import { KeepAlive } from './keepAlive.ts'
import { CLIENT_TRIES, delayMs, type Patience } from './patience.ts'
import { type SecureOptions, secureOptions } from './secureOptions.ts'

/** A channel, and whether it can still be used. */
export interface OpenChannel {
  readonly channel: ConfirmChannel
  isOpen: boolean
}

/** Opens what somebody listens to, on a channel of its own. It is called again whenever the connection was lost. */
export type Listening = (channel: ConfirmChannel) => Promise<void>

/**
 * The connection to one RabbitMQ, made anew whenever it is lost. A client's keeps the process going only while something
 * is asked of it, so that a program that is done ends by itself.
 */
export class RabbitServer {
  readonly address: Address
  readonly #connect: () => Promise<ChannelModel>
  readonly #patience: Patience
  readonly #keepAlive = new KeepAlive()
  readonly #listeners = new Map<Listening, OpenChannel | null>()
  /** Done once for each connection: what was declared there. */
  #declared = new Map<string, Promise<unknown>>()
  #model: Promise<ChannelModel> | null = null
  #publishing: Promise<OpenChannel> | null = null
  #isClosed = false
  #cancelPause: () => void = () => {}

  /** Loads the driver. Nothing is connected before it is needed. */
  static open(url: string, patience: Patience): TE.TaskEither<BrokerError, RabbitServer> {
    return async () => {
      const address = addressOf(url)
      if (E.isLeft(address)) return address
      const secure = address.right.isSecure ? secureOptions(address.right) : E.right(null)
      if (E.isLeft(secure)) return secure
      const driver = await loadDriver(address.right.shown)()
      if (E.isLeft(driver)) return driver
      return E.right(new RabbitServer(driver.right, address.right, secure.right, patience))
    }
  }

  private constructor(
    driver: typeof connect,
    address: Address,
    secure: SecureOptions | null,
    patience: Patience,
  ) {
    this.address = address
    this.#patience = patience
    const options: Options.Connect = {
      protocol: address.isSecure ? 'amqps' : 'amqp',
      hostname: address.host,
      port: address.port,
      username: address.username ?? 'guest',
      password: address.password ?? 'guest',
      vhost: address.path === '' ? '/' : address.path,
    }
    this.#connect = () => driver(options, { noDelay: true, timeout: 10_000, ...secure })
  }

  /**
   * The one way in: whatever the driver does comes out as a value or a `BrokerError`. What was cut off is done once more,
   * a few times for a client, and for a worker until it succeeds.
   */
  ask<Value>(act: (channel: ConfirmChannel) => Promise<Value>): TE.TaskEither<BrokerError, Value> {
    return TE.tryCatch(
      async () => {
        const release = this.#keepAlive.hold()
        try {
          return await this.#persist(async () => {
            const open = await this.#channel()
            return act(open.channel)
          })
        } finally {
          release()
        }
      },
      (error) => this.errorOf(error),
    )
  }

  /** Listens to something, from now on and after every reconnection. What comes back ends it. */
  listen(listening: Listening): TE.TaskEither<BrokerError, () => Promise<void>> {
    return TE.tryCatch(
      async () => {
        this.#listeners.set(listening, null)
        const release = this.#keepAlive.hold()
        try {
          await this.#persist(() => this.#begin(listening))
        } catch (error) {
          this.#listeners.delete(listening)
          throw error
        } finally {
          release()
        }
        return async () => {
          const open = this.#listeners.get(listening)
          this.#listeners.delete(listening)
          if (!open?.isOpen) return
          const closing = this.#keepAlive.hold()
          await open.channel.close().catch(() => {})
          closing()
        }
      },
      (error) => this.errorOf(error),
    )
  }

  /**
   * Declares something unless that was done on the present connection. Who asks meanwhile waits for it, too: a message for
   * a queue that is not there yet is confirmed and gone.
   */
  once(what: string, declare: () => Promise<unknown>): Promise<unknown> {
    const present = this.#declared.get(what)
    if (present) return present
    const declared = this.#declared
    const declaring = declare()
    declared.set(what, declaring)
    declaring.catch(() => declared.delete(what))
    return declaring
  }

  /** What went wrong, from what the driver threw. */
  errorOf(error: unknown): BrokerError {
    const { message } = error as Error
    const cause = withoutSecrets(message, this.address)
    return { type: kindOf(error), url: this.address.shown, cause }
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#cancelPause()
    this.#listeners.clear()
    // Until it is closed as it should be, however little else there is to do.
    const release = this.#keepAlive.hold()
    const model = await this.#model?.catch(() => null)
    this.#model = null
    await model?.close().catch(() => {})
    release()
  }

  async #persist<Value>(act: () => Promise<Value>): Promise<Value> {
    for (let tries = 1; ; tries++) {
      try {
        return await act()
      } catch (error) {
        const enough = this.#patience === 'client' && tries >= CLIENT_TRIES
        if (this.#isClosed || enough || kindOf(error) !== 'unreachable') throw error
        await this.#pause(delayMs(tries))
      }
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.#cancelPause = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  /** The channel that messages are published on. */
  #channel(): Promise<OpenChannel> {
    if (!this.#publishing) {
      const opening = this.#openChannel()
      this.#publishing = opening
      const forget = (): void => {
        if (this.#publishing === opening) this.#publishing = null
      }
      opening.then(({ channel }) => channel.once('close', forget), forget)
    }
    return this.#publishing
  }

  async #openChannel(): Promise<OpenChannel> {
    const model = await this.#connected()
    const channel = await model.createConfirmChannel()
    const open = { channel, isOpen: true }
    // Without a listener an error of the channel would end the process; whoever asked is told by their own promise.
    channel.on('error', () => {
      open.isOpen = false
      // What was being declared was perhaps not.
      this.#declared = new Map()
    })
    channel.on('close', () => {
      open.isOpen = false
    })
    return open
  }

  #connected(): Promise<ChannelModel> {
    if (!this.#model) {
      const connecting = this.#connect()
      this.#model = connecting
      connecting.then(
        (model) => {
          this.#declared = new Map()
          model.on('error', () => {})
          model.once('close', () => this.#lost(connecting))
          if (this.#patience === 'client') unref(model)
        },
        () => {
          if (this.#model === connecting) this.#model = null
        },
      )
    }
    return this.#model
  }

  /** The connection is gone: whoever listens is connected again. */
  #lost(connection: Promise<ChannelModel>): void {
    if (this.#model !== connection) return
    this.#model = null
    this.#publishing = null
    for (const listening of this.#listeners.keys()) void this.#beginAgain(listening)
  }

  async #beginAgain(listening: Listening): Promise<void> {
    for (let tries = 1; !this.#isClosed && this.#listeners.has(listening); tries++) {
      try {
        await this.#begin(listening)
        return
      } catch {
        await this.#pause(delayMs(tries))
      }
    }
  }

  async #begin(listening: Listening): Promise<void> {
    const open = await this.#openChannel()
    if (!this.#listeners.has(listening)) return
    this.#listeners.set(listening, open)
    // A queue that is deleted, or an argument that does not fit, closes the channel alone.
    open.channel.once('close', () => {
      if (this.#model && this.#listeners.get(listening) === open) void this.#beginAgain(listening)
    })
    await listening(open.channel)
  }
}

/** What an error of the driver means; only what was unreachable is worth another try. */
function kindOf(error: unknown): 'not-carried' | 'refused' | 'unreachable' {
  // The driver throws so before it sends what it cannot write down: a name of more than 255 bytes, a number of more than
  // 64 bits.
  if (error instanceof TypeError || error instanceof RangeError) return 'not-carried'
  const { code, message } = error as { readonly code?: unknown; readonly message: string }
  const isRefusal =
    (typeof code === 'number' && code >= 400 && code < 500) || /ACCESS[-_]REFUSED|NOT_ALLOWED/.test(message)
  return isRefusal ? 'refused' : 'unreachable'
}

const loadDriver = (url: string): TE.TaskEither<BrokerError, typeof connect> =>
  TE.tryCatch(
    async () => (await import('amqplib')).connect,
    () => ({ type: 'driver-missing', url, driver: 'amqplib' }),
  )

/** Neither the socket nor its heartbeats keep the process going. */
function unref(model: ChannelModel): void {
  const { stream, heartbeater } = model.connection as unknown as {
    readonly stream?: { unref?(): void }
    readonly heartbeater?: {
      readonly sendTimer?: { unref?(): void }
      readonly recvTimer?: { unref?(): void }
    }
  }
  for (const each of [stream, heartbeater?.sendTimer, heartbeater?.recvTimer]) each?.unref?.()
}
