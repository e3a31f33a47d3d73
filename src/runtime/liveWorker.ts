import { hostname } from 'node:os'
import * as E from 'fp-ts/lib/Either.js'
import { brokerSentence, errorOf, orThrow } from '../broker/brokerError.ts'
import type { Close, Consumer, Delivery } from '../broker/transport.ts'
import { withoutPassword } from '../broker/withoutPassword.ts'
import type { App } from '../canvas/celery.ts'
import { EncodeError, storedException } from '../canvas/exceptions.ts'
import type { Handle } from '../canvas/handle.ts'
import type { Replacement } from '../canvas/hooks.ts'
import { printValue } from '../canvas/print.ts'
import { wrap } from '../canvas/signature.ts'
import type { Stamps } from '../canvas/stamp.ts'
import type { RegisteredTask } from '../canvas/task.ts'
import { addToChord } from '../interpreter/addToChord.ts'
import { printException } from '../interpreter/chord.ts'
import { type Dispatch, dispatch } from '../interpreter/context.ts'
import { type Effect, store } from '../interpreter/effect.ts'
import type { Outcome } from '../interpreter/outcome.ts'
import { replacement } from '../interpreter/replace.ts'
import { send } from '../interpreter/send.ts'
import { settle } from '../interpreter/settle.ts'
import { consumedBy } from '../protocol/declaredQueue.ts'
import { decodeMessage, messageSentence } from '../protocol/decodeMessage.ts'
import type { Message } from '../protocol/message.ts'
import { type Connect, type Connection, connect } from './connection.ts'
import { failAgain } from './failAgain.ts'
import { LiveCode, type OnLimit } from './liveCode.ts'
import { carryOut, type End, type Ends } from './liveEffects.ts'
import { outcomeOfError } from './outcomeOf.ts'
import { at } from './realTime.ts'
import { taskNamed } from './registry.ts'
import { haveOneOf, RevokedStamps } from './revokedStamps.ts'
import { RevokedTasks } from './revokedTasks.ts'
import { receivedFields, TaskEvents } from './taskEvents.ts'
import { TaskLimits } from './taskLimits.ts'
import { hooksOf, type TaskRun } from './taskRun.ts'
import { type ThreadSettings, Threads } from './threads.ts'
import { unlockChord } from './unlockChord.ts'
import { answer } from './workerCommands.ts'
import { type LogLevel, WorkerLog } from './workerLog.ts'
import { workerStats } from './workerStats.ts'

/** How a worker works. */
export interface WorkerSettings {
  /** How many tasks it runs at once; 10. */
  readonly concurrency?: number
  /** The queues it consumes; the default queue when nothing is said. */
  readonly queues?: readonly string[]
  /** How many messages it holds for each task it can run; 4, 0 is no limit. */
  readonly prefetchMultiplier?: number
  /** Its name; `celery@` and the machine's. Two workers need two names. */
  readonly hostname?: string
  /** Tell whoever watches about every task (`worker_send_task_events`); false. */
  readonly events?: boolean
  /**
   * Runs tasks in worker threads, as many as run at once: for tasks that compute. What their limits end is ended, even a
   * loop; a soft limit that such a loop cannot hear ends it too.
   */
  readonly threads?: ThreadSettings
  /** The limits of tasks whose messages name none, in seconds (`task_time_limit`, `task_soft_time_limit`). */
  readonly timeLimit?: number
  readonly softTimeLimit?: number
  /** Tell whoever watches every two seconds that it is there; true. */
  readonly heartbeat?: boolean
  /** What is worth a line in its log; `WARNING`. */
  readonly loglevel?: LogLevel
  /** Takes its log, a line each; standard error when left out. */
  readonly log?: (line: string) => void
}

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

/** A message in the worker's hands. */
interface Job {
  readonly delivery: Delivery
  readonly message: Message
  readonly task: RegisteredTask
  isAcknowledged: boolean
}

/**
 * A worker of a real cluster: takes Celery's messages, runs their tasks in this process, and continues each canvas with
 * the same interpreter that the simulation plays. Python's workers can stand beside it, at the same queues or at others.
 */
export class LiveWorker {
  /** Its name, by which it is asked and revoked. */
  readonly hostname: string
  readonly queues: readonly string[]
  readonly #app: App
  readonly #connect: Connect
  readonly #log: WorkerLog
  readonly #prefetchMultiplier: number
  readonly #limits: TaskLimits
  readonly #sendsEvents: boolean
  readonly #beats: boolean
  readonly #observe: Observer
  readonly #code: LiveCode
  readonly #threads: Threads | null
  readonly #revoked = new RevokedTasks()
  readonly #revokedStamps = new RevokedStamps()
  readonly #running = new Map<TaskRun, Job>()
  /** How many tasks of each name have begun. */
  readonly #begun = new Map<string, number>()
  readonly #counts = { received: 0, processed: 0, rejected: 0, revoked: 0 }
  #concurrency: number
  #startedMs = 0
  #waiting: Job[] = []
  /** Held until their eta or for the rate limit: they do not count against the limit. */
  readonly #parked = new Map<Job, () => void>()
  #works: Works | null = null
  #idle: () => void = () => {}
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
    this.#connect = open
    this.#observe = observe
    this.hostname = settings.hostname ?? `celery@${hostname()}`
    this.#concurrency = concurrency
    this.queues = settings.queues ?? consumedBy(app.conf)
    this.#prefetchMultiplier = prefetchMultiplier
    this.#sendsEvents = settings.events ?? false
    this.#beats = settings.heartbeat ?? true
    this.#log = new WorkerLog(
      settings.log ?? ((line) => process.stderr.write(`${line}\n`)),
      settings.loglevel ?? 'WARNING',
    )
    this.#limits = new TaskLimits([settings.timeLimit ?? null, settings.softTimeLimit ?? null])
    const timesOf = (run: TaskRun) => this.#limits.timesOf(run)
    const onLimit: OnLimit = (kind, seconds, run) => this.#log.limit(kind, seconds, run)
    this.#threads =
      settings.threads === undefined
        ? null
        : new Threads(settings.threads, app.name, this.hostname, timesOf, onLimit, (run, state, meta) =>
            this.#updateState(run, state, meta),
          )
    this.#code = new LiveCode(timesOf, onLimit, lingerMs, {
      updateState: (run, state, meta) => this.#updateState(run, state, meta),
      chance: Math.random,
      taskNamed: (name) => this.#known(name),
      retryInterval: app.conf.resultChordRetryInterval ?? 1,
      send: (run, own) =>
        this.#inTheNameOf(run, (scope) => {
          const { canvas, handle } = send(own, {}, scope)!
          this.#connection.scribe?.applied(canvas, handle as Handle, run)
          return handle as Handle
        }),
      addToChord: (run, canvas) =>
        void this.#inTheNameOf(run, (scope) => addToChord(canvas, run.message, scope)),
      replacement: (run, canvas): Replacement =>
        wrap(app, replacement(canvas, run.message, dispatch('replace', run, this.#connection.context, []))),
      unlock: (run, header, body) => unlockChord(header, body, this.#connection, run, this.#ends),
    })
  }

  /** How many tasks it runs at once. */
  get concurrency(): number {
    return this.#concurrency
  }

  /** What it has done so far. */
  get counts(): WorkerCounts {
    return { ...this.#counts, scheduled: this.#parked.size }
  }

  /**
   * Begins to take messages; resolves when it does. A broker that cannot be reached is tried again and again, as Celery
   * does; rejects when it refuses, or cannot be used at all.
   */
  async start(): Promise<void> {
    if (this.#works) throw new TypeError(`${this.hostname} has been started already`)
    this.#isStopping = false
    this.#startedMs = Date.now()
    await this.#reach()
    if (this.#isStopping) return
    const connection = await this.#connect(this.#app, 'worker')
    const { transport } = connection
    const events = new TaskEvents(transport, this.hostname, this.#sendsEvents)
    const works: Works = { connection, events, consumer: null, closeMailbox: async () => {}, beat: undefined }
    this.#works = works
    try {
      works.closeMailbox = await orThrow(
        transport.openMailbox(this.hostname, (command) => this.#obey(command)),
      )
      works.consumer = await orThrow(
        transport.consume(this.queues, {
          onMessage: (delivery) => this.#receive(delivery),
          onRubbish: (cause) => {
            this.#counts.received++
            this.#counts.rejected++
            this.#log.say('ERROR', `a message was rejected: ${cause}`)
          },
          onTrouble: (error) => this.#log.say('ERROR', `consumer: ${brokerSentence(error)}`),
        }),
      )
    } catch (error) {
      this.#works = null
      await connection.close()
      throw error
    }
    this.#log.say('INFO', `${this.hostname} ready.`)
    this.#admit()
    if (this.#beats) works.beat = setInterval(() => void this.#tellOfItself('worker-heartbeat'), HEARTBEAT_MS)
    await this.#tellOfItself('worker-online')
  }

  /**
   * Stops taking messages, and ends once the tasks that run have ended; what had not begun goes back to its queue. With
   * `force` it does not wait: tasks with late acknowledgement go back too, the others are lost.
   */
  async stop({ force = false }: { readonly force?: boolean } = {}): Promise<void> {
    const works = this.#works
    this.#isStopping = true
    this.#wake()
    if (!works) return
    clearInterval(works.beat)
    await works.consumer?.pause()
    for (const takeBack of this.#parked.values()) takeBack()
    this.#parked.clear()
    this.#waiting = []
    if (force) for (const run of this.#running.keys()) run.isOver = true
    else await this.#untilIdle()
    this.#threads?.close()
    this.#running.clear()
    await works.consumer?.close()
    works.events.flush()
    await this.#tellOfItself('worker-offline')
    await works.closeMailbox()
    this.#works = null
    await works.connection.close()
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

  #known(name: string): RegisteredTask | undefined {
    const task = taskNamed(this.#app, name)
    return task?.fn ? task : undefined
  }

  get #connection(): Connection {
    return this.#works!.connection
  }

  /** How many messages it may hold. */
  get #prefetchCount(): number {
    if (this.#prefetchMultiplier === 0) return UNLIMITED
    return this.#concurrency * this.#prefetchMultiplier + this.#parked.size
  }

  /** Takes as many messages as it may hold. */
  #admit(): void {
    this.#works?.consumer?.prefetch(this.#prefetchCount)
  }

  /** Runs so many tasks at once from now on; those that run go on. */
  #resize(concurrency: number): void {
    this.#concurrency = concurrency
    this.#threads?.resize(concurrency)
    this.#admit()
    this.#startNext()
  }

  /** What it does with a message: reject it, drop it, park it until its time, or line it up. */
  #receive(delivery: Delivery): void {
    this.#counts.received++
    const decoded = decodeMessage(delivery.incoming)
    if (E.isLeft(decoded)) {
      this.#counts.rejected++
      this.#log.say('ERROR', messageSentence(decoded.left))
      void this.#works?.consumer?.reject(delivery)()
      return
    }
    const message = decoded.right
    const { id, eta } = message.headers
    const task = this.#known(message.headers.task)
    if (!task) {
      void this.#refuse(delivery, message)
      return
    }
    this.#log.received(message)
    this.#connection.scribe?.received(message)
    this.#works?.events.task('task-received', id, this.#works.events.isOn ? receivedFields(message) : {})
    const job: Job = { delivery, message, task, isAcknowledged: false }
    if (this.#drops(job)) return
    const dueMs = Math.max(eta === null ? 0 : Date.parse(eta), this.#limits.takeTurn(task))
    if (dueMs <= Date.now()) {
      this.#line(job)
      return
    }
    const takeBack = at(dueMs, () => {
      this.#parked.delete(job)
      this.#admit()
      if (!this.#drops(job)) this.#line(job)
    })
    this.#parked.set(job, takeBack)
    this.#admit()
  }

  /** A task that this worker does not know: its failure is stored, and nothing else follows. */
  async #refuse(delivery: Delivery, message: Message): Promise<void> {
    const { id, task } = message.headers
    this.#counts.rejected++
    const reason = 'no task of this name is registered here; is its code imported?'
    this.#log.say('ERROR', `${task}[${id}] was rejected: ${reason}`)
    const exception = { exc_type: 'NotRegistered', exc_message: [task], exc_module: 'celery.exceptions' }
    this.#connection.scribe?.refused(message, exception)
    await this.#guarded(message, async () => {
      await carryOut(
        [store(id, 'FAILURE', exception)],
        this.#connection,
        this.#runOf(message, NOBODY),
        this.#ends,
      )
      await orThrow(this.#works!.consumer!.reject(delivery))
    })
    this.#works?.events.task('task-failed', id, { exception: printException(exception) })
  }

  /** Whether a task was revoked or has expired; if so, it is dropped and its end reported. */
  #drops(job: Job): boolean {
    const { id, expires } = job.message.headers
    const expired = expires !== null && Date.parse(expires) < Date.now()
    if (!expired && !this.#revoked.has(id) && !this.#revokedStamps.holds(job.message.headers)) return false
    const reason = expired ? 'expired' : 'revoked'
    this.#counts.revoked++
    this.#log.dropped(job.message)
    this.#connection.scribe?.dropped(job.message, expired)
    this.#works?.events.task('task-revoked', id, { terminated: false, signum: null, expired })
    const run = this.#runOf(job.message, job.task)
    void this.#guarded(job.message, async () => {
      await this.#settle(run, { type: 'revoked', reason })
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
    const run = this.#runOf(message, task)
    this.#running.set(run, job)
    this.#begun.set(task.name, (this.#begun.get(task.name) ?? 0) + 1)
    await this.#guarded(message, async () => {
      const { acksLate, trackStarted } = task.options
      // It is on its way before the task begins; its answer is waited for at the end.
      const acknowledged = acksLate ? null : this.#acknowledge(job)
      acknowledged?.catch(() => {})
      this.#works?.events.task('task-started', run.id)
      this.#connection.scribe?.started(run)
      this.#observe({ type: 'task-started' }, run)
      if (trackStarted) await this.#store(run, 'STARTED', { hostname: this.hostname, pid: process.pid })
      const threads = this.#app.tasks.has(task.name) ? this.#threads : null
      const outcome = await this.#whenSent(run, await (threads ?? this.#code).call(run))
      // Ended by force: the message goes back, or is lost.
      if (!this.#running.has(run)) return
      await this.#settle(run, outcome)
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

  /** Waits until what a task sent is confirmed; what the broker does not carry is an error of the task. */
  async #whenSent(run: TaskRun, outcome: Outcome): Promise<Outcome> {
    try {
      await Promise.all(run.pending!)
      return outcome
    } catch (error) {
      if (error instanceof EncodeError) return outcomeOfError(error)
      throw error
    }
  }

  /** Does what follows from the end of a task. */
  #settle(run: TaskRun, outcome: Outcome): Promise<void> {
    return this.#carryOut(settle(run.message, outcome, run, this.#connection.context), run)
  }

  /** What the broker does not carry is charged to the task that was to send it. */
  async #carryOut(effects: readonly Effect[], run: TaskRun): Promise<void> {
    const connection = this.#connection
    try {
      await carryOut(effects, connection, run, this.#ends)
    } catch (error) {
      if (!(error instanceof EncodeError)) throw error
      await this.#carryOut(failAgain(storedException(error), run, connection.context), run)
    }
  }

  /** What goes wrong with one message is written to the log, and keeps nobody else from going on. */
  async #guarded({ headers }: Message, act: () => Promise<void>): Promise<void> {
    try {
      await act()
    } catch (error) {
      if (this.#works) this.#log.say('ERROR', `${headers.task}[${headers.id}]: ${(error as Error).message}`)
    }
  }

  /** What was not acknowledged because the broker or backend refused goes back, after a while in which it may recover. */
  async #giveBack(job: Job): Promise<void> {
    if (job.isAcknowledged || !this.#works) return
    await new Promise((resolve) => setTimeout(resolve, RECOVERY_MS))
    if (this.#works) await this.#guarded(job.message, () => this.#requeue(job))
  }

  async #acknowledge(job: Job): Promise<void> {
    if (job.isAcknowledged) return
    job.isAcknowledged = true
    const { consumer } = this.#works ?? {}
    if (consumer) await orThrow(consumer.acknowledge(job.delivery))
  }

  async #requeue(job: Job): Promise<void> {
    job.isAcknowledged = true
    await orThrow(this.#works!.consumer!.requeue(job.delivery))
  }

  /** Sends something in the name of a run; it is confirmed before the run counts as ended. */
  #inTheNameOf<Sent>(run: TaskRun, act: (scope: Dispatch) => Sent): Sent {
    const effects: Effect[] = []
    const sent = act(dispatch('apply', run, this.#connection.context, effects))
    run.pending!.push(carryOut(effects, this.#connection, run, this.#ends))
    return sent
  }

  #updateState(run: TaskRun, state: string, meta: Parameters<typeof store>[2]): void {
    run.pending!.push(this.#store(run, state, meta))
  }

  #store(run: TaskRun, state: string, meta: Parameters<typeof store>[2]): Promise<void> {
    return carryOut([store(run.id, state, meta, run.children)], this.#connection, run, this.#ends)
  }

  readonly #ends: Ends = {
    known: (name) => this.#known(name),
    callHook: (run, hook) => this.#code.callHook(run, hook),
    extended: () => this.#app.conf.resultExtended ?? false,
    told: (effect) => this.#observe(effect, null),
    ended: (effect, run) => {
      this.#log.ended(effect, run)
      this.#observe(effect, run)
      this.#tellOfEnd(effect, run)
    },
  }

  #tellOfEnd(effect: End, { id, startedMs }: TaskRun): void {
    const { events } = this.#works ?? {}
    if (!events?.isOn) return
    switch (effect.type) {
      case 'succeeded':
        events.task('task-succeeded', id, {
          result: printValue(effect.result),
          runtime: (Date.now() - startedMs) / 1000,
        })
        break
      case 'failed':
      case 'retried':
        events.task(`task-${effect.type}`, id, {
          exception: printException(effect.exception),
          traceback: null,
        })
        break
      case 'rejected':
        events.task('task-rejected', id, { requeue: effect.requeue })
        break
      case 'terminated':
        events.task('task-revoked', id, { terminated: true, signum: 15, expired: false })
    }
  }

  /** Obeys a control command, and answers it if asked to. */
  #obey(command: unknown): void {
    void answer(command, {
      app: this.#app,
      worker: this,
      limits: this.#limits,
      resize: (concurrency) => this.#resize(concurrency),
      revoke: (ids, terminate) => this.#revoke(ids, terminate),
      revokeStamps: (headers, terminate) => this.#revokeStamps(headers, terminate),
      learnRevoked: (ids) => {
        for (const id of ids) this.#revoked.add(id)
      },
      running: () => [...this.#running].map(([run, job]) => [job.message, run.startedMs, job.isAcknowledged]),
      waiting: () => this.#waiting.map(({ message }) => message),
      parked: () => [...this.#parked.keys()].map(({ message }) => message),
      revoked: () => this.#revoked.since,
      eventsAreOn: () => this.#works!.events.isOn,
      setEvents: (isOn) => {
        this.#works!.events.isOn = isOn
      },
      clock: () => this.#works!.events.clock,
      stats: () =>
        workerStats({
          broker: this.#app.broker,
          begun: this.#begun,
          clock: this.#works!.events.clock,
          concurrency: this.#concurrency,
          prefetchCount: this.#prefetchCount === UNLIMITED ? 0 : this.#prefetchCount,
          startedMs: this.#startedMs,
          threads: this.#threads?.settings ?? null,
          timeLimits: this.#limits.ofWorker,
        }),
      beat: () => this.#tellOfItself('worker-heartbeat'),
      reply: async (to, reply) => {
        await this.#works?.connection.transport.reply(to, reply)()
      },
    }).catch((error: Error) => this.#log.say('ERROR', `a control command failed: ${error.message}`))
  }

  /** Drops these tasks from now on, and marks them; with `terminate` those that run end too, whose ids are given. */
  #revoke(ids: readonly string[], terminate: boolean): readonly string[] {
    for (const id of ids) this.#revoked.add(id)
    const ended = terminate ? this.#endThose(({ id }) => ids.includes(id)) : []
    const exception = {
      exc_type: 'TaskRevokedError',
      exc_message: ['revoked'],
      exc_module: 'celery.exceptions',
    }
    void carryOut(
      ids.map((id) => store(id, 'REVOKED', exception)),
      this.#connection,
      null,
      this.#ends,
    ).catch((error: Error) => this.#log.say('ERROR', error.message))
    return ended
  }

  /** Drops the tasks that have one of these stamps; with `terminate` those that run end too, whose ids are given. */
  #revokeStamps(headers: Stamps, terminate: boolean): readonly string[] {
    this.#revokedStamps.add(headers)
    return terminate ? this.#endThose((run) => haveOneOf(run.message.headers.stamps, headers)) : []
  }

  /** Ends tasks that run; gives their ids. */
  #endThose(isMeant: (run: TaskRun) => boolean): readonly string[] {
    const outcome: Outcome = { type: 'revoked', reason: 'terminated' }
    const meant = [...this.#running.keys()].filter(isMeant)
    for (const run of meant) {
      this.#threads?.end(run, outcome)
      this.#code.end(run, outcome)
    }
    return meant.map(({ id }) => id)
  }

  async #tellOfItself(type: string): Promise<void> {
    const { processed } = this.#counts
    await this.#works?.events.worker(type, { active: this.#running.size, processed, loadavg: [0, 0, 0] })
  }

  #untilIdle(): Promise<void> {
    if (this.#running.size === 0) return Promise.resolve()
    return new Promise((resolve) => {
      this.#idle = resolve
    })
  }

  #runOf(message: Message, task: RegisteredTask): TaskRun {
    const { headers, properties } = message
    return {
      id: headers.id,
      rootId: headers.root_id,
      priority: properties.priority,
      trail: task.options.trail ?? true,
      children: [],
      hooks: hooksOf(task),
      pending: [],
      message,
      task,
      worker: 0,
      process: 0,
      hostname: this.hostname,
      startedMs: Date.now(),
    }
  }
}

/** What is open while a worker works. */
interface Works {
  readonly connection: Connection
  readonly events: TaskEvents
  consumer: Consumer | null
  closeMailbox: Close
  beat: ReturnType<typeof setInterval> | undefined
}

/** Sees what happens to tasks, as the interpreter says it. */
export type Observer = (
  event: End | Extract<Effect, { type: 'call-errback' }> | { readonly type: 'task-started' },
  run: TaskRun | null,
) => void

/** The task of a message whose task nobody knows. */
const NOBODY: RegisteredTask = { name: '', fn: null, bind: false, parameters: null, options: {} }

const UNLIMITED = Number.MAX_SAFE_INTEGER
const HEARTBEAT_MS = 2_000

/** Celery's `broker_connection_max_retries`, and the longest pause between two. */
const MOST_TRIES = 100
const LONGEST_PAUSE_SECONDS = 32

/** How long a broker that refused is left alone. */
const RECOVERY_MS = 1_000
