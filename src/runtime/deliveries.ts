import * as E from 'fp-ts/lib/Either.js'
import { orThrow } from '../broker/brokerError.ts'
import { Fifo } from '../broker/fifo.ts'
import type { Delivery } from '../broker/transport.ts'
import type { Stamps } from '../canvas/stamp.ts'
import type { RegisteredTask } from '../canvas/task.ts'
import { printException } from '../interpreter/chord.ts'
import type { Outcome } from '../interpreter/outcome.ts'
import { decodeMessage, messageSentence } from '../protocol/decodeMessage.ts'
import type { Message } from '../protocol/message.ts'
import type { LiveTasks } from './liveTasks.ts'
import type { OpenWorker } from './openWorker.ts'
import { at } from './realTime.ts'
import { haveOneOf, RevokedStamps } from './revokedStamps.ts'
import { RevokedTasks } from './revokedTasks.ts'
import { receivedFields } from './taskEvents.ts'
import type { TaskLimits } from './taskLimits.ts'
import type { TaskRun } from './taskRun.ts'
import type { WorkerLog } from './workerLog.ts'

/** What a worker has done so far. */
export interface WorkerCounts {
  /** Messages that came. */
  readonly received: number
  /** Tasks that were run, however they ended. */
  readonly processed: number
  /** Messages that were none, or of tasks that nobody knows. */
  readonly rejected: number
  /** Tasks that were revoked or had expired. */
  readonly revoked: number
  /** Messages that it holds until their eta, at this moment. */
  readonly scheduled: number
}

/** How many tasks run at once, and how many messages are held for each of them; 0 is no limit. */
export interface Room {
  readonly concurrency: number
  readonly prefetchMultiplier: number
}

/** A message in the worker's hands. */
interface Job {
  readonly delivery: Delivery
  readonly message: Message
  readonly task: RegisteredTask
  isAcknowledged: boolean
}

/**
 * What becomes of each message that a worker is given: it is refused, dropped, parked until its time, lined up until there
 * is room, run, and acknowledged or given back.
 */
export class Deliveries {
  readonly #tasks: LiveTasks
  readonly #limits: TaskLimits
  readonly #log: WorkerLog
  readonly #opened: () => OpenWorker | null
  readonly #prefetchMultiplier: number
  readonly #revoked = new RevokedTasks()
  readonly #revokedStamps = new RevokedStamps()
  readonly #running = new Map<TaskRun, Job>()
  /** How many tasks of each name have begun. */
  readonly #begun = new Map<string, number>()
  readonly #counts = { received: 0, processed: 0, rejected: 0, revoked: 0 }
  #concurrency: number
  #waiting = new Fifo<Job>()
  /** Held until their eta or for the rate limit: they do not count against the limit. */
  readonly #parked = new Map<Job, () => void>()
  #idle: () => void = () => {}
  #isStopping = false

  constructor(
    tasks: LiveTasks,
    limits: TaskLimits,
    log: WorkerLog,
    { concurrency, prefetchMultiplier }: Room,
    opened: () => OpenWorker | null,
  ) {
    this.#tasks = tasks
    this.#limits = limits
    this.#log = log
    this.#concurrency = concurrency
    this.#prefetchMultiplier = prefetchMultiplier
    this.#opened = opened
  }

  get counts(): WorkerCounts {
    return { ...this.#counts, scheduled: this.#parked.size }
  }

  /** How many tasks of each name have begun. */
  get begun(): ReadonlyMap<string, number> {
    return this.#begun
  }

  /** The messages of tasks that run, since when (milliseconds since the epoch), and whether they are acknowledged. */
  get running(): readonly (readonly [Message, number, boolean])[] {
    return [...this.#running].map(([run, job]) => [job.message, run.startedMs, job.isAcknowledged])
  }

  /** Those that wait for their turn. */
  get waiting(): readonly Message[] {
    return Array.from(this.#waiting, ({ message }) => message)
  }

  /** Those that wait for their time. */
  get parked(): readonly Message[] {
    return [...this.#parked.keys()].map(({ message }) => message)
  }

  /** The ids that were revoked, and when (milliseconds since the epoch). */
  get revoked(): ReadonlyMap<string, number> {
    return this.#revoked.since
  }

  get concurrency(): number {
    return this.#concurrency
  }

  /** How many messages it may hold; null is no limit. */
  get prefetchCount(): number | null {
    if (this.#prefetchMultiplier === 0) return null
    return this.#concurrency * this.#prefetchMultiplier + this.#parked.size
  }

  /** Takes as many messages as it may hold. */
  admit(): void {
    this.#opened()?.consumer?.prefetch(this.prefetchCount ?? Number.MAX_SAFE_INTEGER)
  }

  /** Runs so many tasks at once from now on; those that run go on. */
  resize(concurrency: number): void {
    this.#concurrency = concurrency
    this.#tasks.resize(concurrency)
    this.admit()
    this.#startNext()
  }

  /** What it does with a message: reject it, drop it, park it until its time, or line it up. */
  receive(delivery: Delivery): void {
    this.#counts.received++
    const decoded = decodeMessage(delivery.incoming)
    if (E.isLeft(decoded)) {
      this.#counts.rejected++
      this.#log.say('ERROR', messageSentence(decoded.left))
      void this.#opened()?.consumer?.reject(delivery)()
      return
    }
    const message = decoded.right
    const { id, eta } = message.headers
    const task = this.#tasks.known(message.headers.task)
    if (!task) {
      void this.#refuse(delivery, message)
      return
    }
    this.#log.received(message)
    this.#opened()!.connection.scribe?.received(message)
    const { events } = this.#opened()!
    events.task('task-received', id, events.isOn ? receivedFields(message) : {})
    const job: Job = { delivery, message, task, isAcknowledged: false }
    if (this.#drops(job)) return
    const dueMs = Math.max(eta === null ? 0 : Date.parse(eta), this.#limits.takeTurn(task))
    if (dueMs <= Date.now()) {
      this.#line(job)
      return
    }
    const takeBack = at(dueMs, () => {
      this.#parked.delete(job)
      this.admit()
      if (!this.#drops(job)) this.#line(job)
    })
    this.#parked.set(job, takeBack)
    this.admit()
  }

  /** Something came that was not even a message. */
  rubbish(cause: string): void {
    this.#counts.received++
    this.#counts.rejected++
    this.#log.say('ERROR', `a message was rejected: ${cause}`)
  }

  /** Drops these tasks from now on, and marks them; with `terminate` those that run end too, whose ids are given. */
  revoke(ids: readonly string[], terminate: boolean): readonly string[] {
    for (const id of ids) this.#revoked.add(id)
    const ended = terminate ? this.#endThose(({ id }) => ids.includes(id)) : []
    this.#tasks.markRevoked(ids).catch((error: Error) => this.#log.say('ERROR', error.message))
    return ended
  }

  /** Drops the tasks that have one of these stamps; with `terminate` those that run end too, whose ids are given. */
  revokeStamps(headers: Stamps, terminate: boolean): readonly string[] {
    this.#revokedStamps.add(headers)
    return terminate ? this.#endThose((run) => haveOneOf(run.message.headers.stamps, headers)) : []
  }

  /** Remembers what another worker was told to drop. */
  learnRevoked(ids: readonly string[]): void {
    for (const id of ids) this.#revoked.add(id)
  }

  /** Begins tasks. */
  begin(): void {
    this.#isStopping = false
  }

  /** Begins no task any more. */
  halt(): void {
    this.#isStopping = true
  }

  /** Lets go of what has not begun, and comes back when what runs has ended; with `force` at once. */
  async stop(force: boolean): Promise<void> {
    for (const takeBack of this.#parked.values()) takeBack()
    this.#parked.clear()
    this.#waiting = new Fifo()
    if (force) for (const run of this.#running.keys()) run.isOver = true
    else await this.#untilIdle()
    this.#tasks.close()
    this.#running.clear()
  }

  /** A task that this worker does not know: its failure is stored, and nothing else follows. */
  async #refuse(delivery: Delivery, message: Message): Promise<void> {
    const { id, task } = message.headers
    this.#counts.rejected++
    const reason = 'no task of this name is registered here; is its code imported?'
    this.#log.say('ERROR', `${task}[${id}] was rejected: ${reason}`)
    const exception = { exc_type: 'NotRegistered', exc_message: [task], exc_module: 'celery.exceptions' }
    this.#opened()!.connection.scribe?.refused(message, exception)
    await this.#guarded(message, async () => {
      await this.#tasks.fail(message, exception)
      await orThrow(this.#opened()!.consumer!.reject(delivery))
    })
    this.#opened()?.events.task('task-failed', id, { exception: printException(exception) })
  }

  /** Whether a task was revoked or has expired; if so, it is dropped and its end reported. */
  #drops(job: Job): boolean {
    const { id, expires } = job.message.headers
    const expired = expires !== null && Date.parse(expires) < Date.now()
    if (!expired && !this.#revoked.has(id) && !this.#revokedStamps.holds(job.message.headers)) return false
    const reason = expired ? 'expired' : 'revoked'
    this.#counts.revoked++
    this.#log.dropped(job.message)
    this.#opened()!.connection.scribe?.dropped(job.message, expired)
    this.#opened()?.events.task('task-revoked', id, { terminated: false, signum: null, expired })
    const run = this.#tasks.runOf(job.message, job.task)
    void this.#guarded(job.message, async () => {
      await this.#tasks.settle(run, { type: 'revoked', reason })
      await this.#acknowledge(job)
    })
    return true
  }

  #line(job: Job): void {
    this.#waiting.push(job)
    this.#startNext()
  }

  #startNext(): void {
    while (this.#running.size < this.#concurrency && !this.#isStopping) {
      const job = this.#waiting.shift()
      if (!job) return
      if (!this.#drops(job)) void this.#run(job)
    }
  }

  async #run(job: Job): Promise<void> {
    const { message, task } = job
    const run = this.#tasks.runOf(message, task)
    this.#running.set(run, job)
    this.#begun.set(task.name, (this.#begun.get(task.name) ?? 0) + 1)
    await this.#guarded(message, async () => {
      const { acksLate } = task.options
      // It is on its way before the task begins; its answer is waited for at the end.
      const acknowledged = acksLate ? null : this.#acknowledge(job)
      acknowledged?.catch(() => {})
      const outcome = await this.#tasks.run(run)
      // Ended by force: the message goes back, or is lost.
      if (!this.#running.has(run)) return
      await this.#tasks.settle(run, outcome)
      await acknowledged
      if (outcome.type === 'rejected' && outcome.requeue && acksLate) await this.#requeue(job)
      else await this.#acknowledge(job)
    })
    if (this.#running.has(run)) await this.#giveBack(job)
    this.#counts.processed++
    if (!this.#running.delete(run)) return
    if (this.#running.size === 0) this.#idle()
    this.#startNext()
  }

  /** What goes wrong with one message is written to the log, and keeps nobody else from going on. */
  async #guarded({ headers }: Message, act: () => Promise<void>): Promise<void> {
    try {
      await act()
    } catch (error) {
      if (this.#opened())
        this.#log.say('ERROR', `${headers.task}[${headers.id}]: ${(error as Error).message}`)
    }
  }

  /** What was not acknowledged because the broker or backend refused goes back, after a while in which it may recover. */
  async #giveBack(job: Job): Promise<void> {
    if (job.isAcknowledged || !this.#opened()) return
    await new Promise((resolve) => setTimeout(resolve, RECOVERY_MS))
    if (this.#opened()) await this.#guarded(job.message, () => this.#requeue(job))
  }

  async #acknowledge(job: Job): Promise<void> {
    if (job.isAcknowledged) return
    job.isAcknowledged = true
    const { consumer } = this.#opened() ?? {}
    if (consumer) await orThrow(consumer.acknowledge(job.delivery))
  }

  async #requeue(job: Job): Promise<void> {
    job.isAcknowledged = true
    await orThrow(this.#opened()!.consumer!.requeue(job.delivery))
  }

  /** Ends tasks that run; gives their ids. */
  #endThose(isMeant: (run: TaskRun) => boolean): readonly string[] {
    const outcome: Outcome = { type: 'revoked', reason: 'terminated' }
    const meant = [...this.#running.keys()].filter(isMeant)
    for (const run of meant) this.#tasks.end(run, outcome)
    return meant.map(({ id }) => id)
  }

  #untilIdle(): Promise<void> {
    if (this.#running.size === 0) return Promise.resolve()
    return new Promise((resolve) => {
      this.#idle = resolve
    })
  }
}

/** How long a broker that refused is left alone. */
const RECOVERY_MS = 1_000
