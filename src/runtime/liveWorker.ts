import { hostname, loadavg } from 'node:os'
import * as E from 'fp-ts/lib/Either.js'
import { brokerSentence, errorOf, orThrow } from '../broker/brokerError.ts'
import type { Close, Transport } from '../broker/transport.ts'
import { withoutPassword } from '../broker/withoutPassword.ts'
import type { App } from '../canvas/celery.ts'
import { consumedBy, type DeclaredQueue, declaredBy } from '../protocol/declaredQueue.ts'
import { type Connect, connect } from './connection.ts'
import { Deliveries, type WorkerCounts } from './deliveries.ts'
import { LiveTasks, type Observer } from './liveTasks.ts'
import { mingle } from './mingle.ts'
import type { OpenWorker } from './openWorker.ts'
import { TaskEvents } from './taskEvents.ts'
import { TaskLimits } from './taskLimits.ts'
import { answer } from './workerCommands.ts'
import { WorkerLog } from './workerLog.ts'
import type { WorkerSettings } from './workerSettings.ts'
import { workerStats } from './workerStats.ts'

/**
 * A worker of a real cluster: takes Celery's messages, runs their tasks in this process, and continues each canvas with
 * the same interpreter that the simulation plays. Python's workers can stand beside it, at the same queues or at others.
 */
export class LiveWorker {
  /** Its name, by which it is asked and revoked. */
  readonly hostname: string
  /** The queues that it consumes when it starts. */
  readonly queues: readonly string[]
  readonly #app: App
  readonly #settings: WorkerSettings
  readonly #connect: Connect
  readonly #log: WorkerLog
  readonly #limits: TaskLimits
  readonly #deliveries: Deliveries
  /** The queues that it consumes now. */
  readonly #consumed = new Map<string, DeclaredQueue>()
  #startedMs = 0
  #works: Works | null = null
  /** Ends the pause before the broker is tried again. */
  #wake: () => void = () => {}
  #isStopping = false

  constructor(
    app: App,
    settings: WorkerSettings = {},
    open: Connect = connect,
    observe: Observer = () => {},
    lingerMs: (task: string) => number = () => 0,
  ) {
    const { concurrency = 10, prefetchMultiplier = 4 } = settings
    if (!(Number.isInteger(concurrency) && concurrency > 0))
      throw new TypeError(`concurrency is how many tasks run at once, 1 or more; got ${concurrency}`)
    this.#app = app
    this.#settings = settings
    this.#connect = open
    this.hostname = settings.hostname ?? `celery@${hostname()}`
    this.queues = settings.queues ?? consumedBy(app.conf)
    const log = new WorkerLog(
      settings.log ?? ((line) => process.stderr.write(`${line}\n`)),
      settings.loglevel ?? 'WARNING',
    )
    this.#log = log
    const limits = new TaskLimits([settings.timeLimit ?? null, settings.softTimeLimit ?? null])
    this.#limits = limits
    const opened = () => this.#works
    const threads = settings.threads ?? null
    const tasks = new LiveTasks({
      app,
      hostname: this.hostname,
      threads,
      limits,
      log,
      observe,
      lingerMs,
      opened,
    })
    this.#deliveries = new Deliveries(tasks, limits, log, { concurrency, prefetchMultiplier }, opened)
  }

  /** How many tasks it runs at once. */
  get concurrency(): number {
    return this.#deliveries.concurrency
  }

  /** What it has done so far. */
  get counts(): WorkerCounts {
    return this.#deliveries.counts
  }

  /**
   * Begins to take messages; resolves when it does. A broker that cannot be reached is tried again and again, as Celery
   * does; rejects when it refuses, or cannot be used at all.
   */
  async start(): Promise<void> {
    if (this.#works) throw new TypeError(`${this.hostname} has been started already`)
    this.#isStopping = false
    this.#deliveries.begin()
    this.#startedMs = Date.now()
    await this.#reach()
    if (this.#isStopping) return
    const connection = await this.#connect(this.#app, 'worker')
    const { transport } = connection
    const events = new TaskEvents(transport, this.hostname, this.#settings.events ?? false)
    const works: Works = { connection, events, consumer: null, closeMailbox: async () => {}, beat: undefined }
    this.#works = works
    try {
      works.closeMailbox = await orThrow(
        transport.openMailbox(this.hostname, (command) => this.#obey(command)),
      )
      if (this.#settings.mingle) await this.#mingle(transport)
      if (this.#isStopping) return
      works.consumer = await orThrow(
        transport.consume(this.queues, {
          onMessage: (delivery) => this.#deliveries.receive(delivery),
          onRubbish: (cause) => this.#deliveries.rubbish(cause),
          onTrouble: (error) => this.#log.say('ERROR', `consumer: ${brokerSentence(error)}`),
        }),
      )
    } catch (error) {
      this.#works = null
      await connection.close()
      throw error
    }
    this.#consumed.clear()
    for (const queue of this.queues) this.#consumed.set(queue, declaredBy(this.#app.conf)(queue))
    this.#log.say('INFO', `${this.hostname} ready.`)
    this.#deliveries.admit()
    if (this.#settings.heartbeat ?? true)
      works.beat = setInterval(() => void this.#tellOfItself('worker-heartbeat'), HEARTBEAT_MS)
    await this.#tellOfItself('worker-online')
  }

  /**
   * Stops taking messages, and ends once the tasks that run have ended; what had not begun goes back to its queue. With
   * `force` it does not wait: tasks with late acknowledgement go back too, the others are lost.
   */
  async stop({ force = false }: { readonly force?: boolean } = {}): Promise<void> {
    const works = this.#works
    this.#isStopping = true
    this.#deliveries.halt()
    this.#wake()
    if (!works) return
    clearInterval(works.beat)
    await works.consumer?.pause()
    await this.#deliveries.stop(force)
    await works.consumer?.close()
    works.events.flush()
    await this.#tellOfItself('worker-offline')
    await works.closeMailbox()
    this.#works = null
    await works.connection.close()
  }

  /** Learns from the other workers which tasks were revoked while it was not there. */
  async #mingle(transport: Transport): Promise<void> {
    this.#log.say('INFO', 'mingle: searching for neighbors')
    const { count, revoked } = await mingle(transport, this.hostname, this.#deliveries.revoked)
    this.#deliveries.learnRevoked(revoked)
    this.#log.say(
      'INFO',
      count === 0 ? 'mingle: all alone' : `mingle: sync with ${count} nodes\nmingle: sync complete`,
    )
  }

  /** Comes back once the broker has answered. */
  async #reach(): Promise<void> {
    for (let tries = 1; !this.#isStopping; tries++) {
      const connection = await this.#connect(this.#app, 'client')
      const answered = await connection.transport.ping()()
      await connection.close()
      if (this.#isStopping) return
      if (E.isRight(answered)) {
        this.#log.say('INFO', `Connected to ${withoutPassword(this.#app.broker)}`)
        return
      }
      if (answered.left.type !== 'unreachable' || tries > MOST_TRIES) throw errorOf(answered.left)
      const seconds = Math.min(2 * tries, LONGEST_PAUSE_SECONDS)
      const { url, cause } = answered.left
      this.#log.say(
        'ERROR',
        `consumer: Cannot connect to ${url}: ${cause}.\nTrying again in ${seconds}.00 seconds... (${tries}/${MOST_TRIES})\n`,
      )
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, seconds * 1000)
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  }

  /** Obeys a control command, and answers it if asked to. */
  #obey(command: unknown): void {
    const { events, connection } = this.#works!
    void answer(command, {
      app: this.#app,
      worker: this,
      consumed: [...this.#consumed.values()],
      addConsumer: (queue) => void this.#addConsumer(queue),
      cancelConsumer: (queue) => void this.#cancelConsumer(queue),
      deliveries: this.#deliveries,
      limits: this.#limits,
      events,
      stats: () =>
        workerStats({
          broker: this.#app.broker,
          begun: this.#deliveries.begun,
          clock: events.clock,
          concurrency: this.#deliveries.concurrency,
          prefetchCount: this.#deliveries.prefetchCount ?? 0,
          startedMs: this.#startedMs,
          threads: this.#settings.threads ?? null,
          timeLimits: this.#limits.ofWorker,
        }),
      beat: () => this.#tellOfItself('worker-heartbeat'),
      reply: async (to, reply) => {
        if (this.#works) await connection.transport.reply(to, reply)()
      },
    }).catch((error: Error) => this.#log.say('ERROR', `a control command failed: ${error.message}`))
  }

  /** Consumes another queue, from now on. */
  async #addConsumer(queue: DeclaredQueue): Promise<void> {
    const added = await this.#works?.consumer?.add(queue)()
    if (!added) return
    if (E.isLeft(added)) return this.#log.say('ERROR', `consumer: ${brokerSentence(added.left)}`)
    this.#consumed.set(queue.name, queue)
    this.#log.say('INFO', `Started consuming from ${queue.name}`)
  }

  /** Consumes a queue no more; what it holds of it is still done. */
  async #cancelConsumer(queue: string): Promise<void> {
    this.#log.say('INFO', `Canceling queue ${queue}`)
    await this.#works?.consumer?.cancel(queue)
    this.#consumed.delete(queue)
  }

  async #tellOfItself(type: string): Promise<void> {
    const { running, counts } = this.#deliveries
    const { processed } = counts
    await this.#works?.events.worker(type, {
      active: running.length,
      processed,
      loadavg: loadavg().map((load) => Math.round(load * 100) / 100),
    })
  }
}

/** What is open while it works. */
interface Works extends OpenWorker {
  closeMailbox: Close
  beat: ReturnType<typeof setInterval> | undefined
}

const HEARTBEAT_MS = 2_000

/** Celery's `broker_connection_max_retries`, and the longest pause between two. */
const MOST_TRIES = 100
const LONGEST_PAUSE_SECONDS = 32
