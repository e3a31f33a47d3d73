import { Fifo } from '../broker/fifo.ts'
import type { Canvas } from '../canvas/canvas.ts'
import { SoftTimeLimitExceeded } from '../canvas/exceptions.ts'
import type { Json } from '../canvas/json.ts'
import type { StoredException } from '../canvas/runtime.ts'
import type { RegisteredTask } from '../canvas/task.ts'
import type { Outcome } from '../interpreter/outcome.ts'
import type { Message } from '../protocol/message.ts'
import type { Due } from './clock.ts'
import type { Cluster } from './cluster.ts'
import type { RunFault } from './faults.ts'
import { draw, runDuration } from './latency.ts'
import { outcomeOfError } from './outcomeOf.ts'
import { intervalMs } from './rateLimit.ts'
import { runOf, type TaskRun } from './taskRun.ts'
import type { WorkerOptions } from './world.ts'

/** A message in a worker's hands: received, waiting for a process, and in the end run by one. */
interface Delivery {
  readonly message: Message
  /** Counts what this worker has received. */
  readonly tag: number
  isAcked: boolean
  /** The process that is to run it, once it has one. */
  process: number
  run: TaskRun | null
  /** What is in store for its run. */
  fault: RunFault
  /** The function has ended in this way, and the rest of the run's time is passing. */
  outcome: Outcome | null
  /** Its start or its end, to be taken back when its process is killed. */
  due: Due | null
  /** Its time limits. */
  limits: Due[] | null
}

/** What is said of a worker, and what counts where nothing is. */
export type WorkerSettings = Required<Omit<WorkerOptions, 'autoscale'>> & Pick<WorkerOptions, 'autoscale'>

/** A worker: it receives messages, holds those that are not due, and runs tasks in its processes. */
export class Worker {
  /** From 1. */
  readonly number: number
  readonly queues: readonly string[]
  /** The most processes that it has. */
  readonly concurrency: number
  readonly #cluster: Cluster
  readonly #limit: number
  /** The processes that it begins with. */
  readonly #least: number
  /** What each process runs. */
  #processes: (Delivery | null)[]
  /** Received and waiting for a process. */
  #waiting = new Fifo<Delivery>()
  #received = 0
  #unacked = 0
  /** Held until their eta or for the rate limit: they do not count against the limit. */
  #parked = new Map<Delivery, Due>()
  readonly #allowedMs = new Map<string, number>()
  #running = 0
  #isUp = true

  constructor(number: number, options: WorkerSettings, cluster: Cluster) {
    const { queues, autoscale, prefetchMultiplier } = options
    const range = autoscale ?? [options.concurrency]
    const concurrency = Math.max(...range)
    this.number = number
    this.queues = queues
    this.concurrency = concurrency
    this.#cluster = cluster
    this.#least = Math.min(...range)
    this.#processes = idle(this.#least)
    // A multiplier of 0 is no limit, as in Celery.
    this.#limit = prefetchMultiplier === 0 ? Number.POSITIVE_INFINITY : concurrency * prefetchMultiplier
  }

  /** Whether it takes another message from this queue. */
  takes(queue: string): boolean {
    return this.#isUp && this.#unacked - this.#parked.size < this.#limit && this.queues.includes(queue)
  }

  /** How much it has to do for each of its processes. */
  get load(): number {
    return (this.#running + this.#waiting.length) / this.concurrency
  }

  /** Enters something that is due for a message it has: in the background when that is idle, unless others wait for it. */
  at<Subject extends { readonly message: Message }>(
    dueMs: number,
    act: (subject: Subject) => void,
    subject: Subject,
  ): Due {
    const { looks } = this.#cluster
    return looks.at(dueMs, act, subject, looks.isIdle(subject.message) && !this.#keepsWaiting())
  }

  /** Takes as many messages as it may hold. */
  receive(): void {
    while (this.#isUp && this.#unacked - this.#parked.size < this.#limit) {
      const message = this.#cluster.broker.take(this.queues)
      if (!message) return
      const delivery = deliveryOf(message, ++this.#received)
      this.#unacked++
      this.#cluster.trace.push({
        type: 'task-received',
        taskId: message.headers.id,
        worker: this.number,
        atMs: this.#cluster.clock.nowMs,
      })
      this.#accept(delivery)
    }
  }

  /** Kills the processes that run the tasks that are meant: their end is that they were terminated. */
  terminate(isMeant: (message: Message) => boolean): void {
    for (const delivery of this.#processes)
      if (delivery?.run && isMeant(delivery.message))
        this.#kill(delivery, { type: 'revoked', reason: 'terminated' })
  }

  /** What it does with a message: refuse it, park it until its time, or line it up. */
  #accept(delivery: Delivery): void {
    const { clock, known } = this.#cluster
    const { task: name, eta } = delivery.message.headers
    const task = known(name)
    if (!task) {
      this.#cluster.refuse(delivery.message)
      this.#letGo(delivery)
      return
    }
    if (this.#drops(delivery)) return
    const dueMs = Math.max(eta === null ? 0 : this.#cluster.virtual(eta), this.#allowed(task))
    if (dueMs <= clock.nowMs) {
      this.#line(delivery)
      return
    }
    const { looks } = this.#cluster
    const due = looks.at(dueMs, this.#unpark, delivery, looks.isIdle(delivery.message))
    this.#parked.set(delivery, due)
    this.#outlive(delivery, dueMs)
  }

  readonly #unpark = (delivery: Delivery): void => {
    this.#parked.delete(delivery)
    if (this.#drops(delivery)) this.receive()
    else this.#line(delivery)
  }

  /** A message that is held longer than the visibility timeout is delivered again, though nobody died (kombu's Redis). */
  #outlive(delivery: Delivery, dueMs: number): void {
    const { clock, visibilityTimeoutMs } = this.#cluster
    if (dueMs - clock.nowMs <= visibilityTimeoutMs) return
    clock.after(visibilityTimeoutMs, () => {
      if (this.#parked.has(delivery)) this.#cluster.broker.redeliver(delivery.message)
    })
  }

  /** When the task's rate limit lets it start here; takes that turn. */
  #allowed({ name, options }: RegisteredTask): number {
    const everyMs = intervalMs(options.rateLimit)
    if (everyMs === 0) return 0
    const turn = Math.max(this.#cluster.clock.nowMs, this.#allowedMs.get(name) ?? 0)
    this.#allowedMs.set(name, turn + everyMs)
    return turn
  }

  #line(delivery: Delivery): void {
    this.#waiting.push(delivery)
    const { length } = this.#processes
    if (length < this.concurrency && this.#running + this.#waiting.length > length) this.#processes.push(null)
    this.#startNext()
    if (!this.#cluster.looks.isIdle(delivery.message)) this.#cluster.looks.wake()
  }

  #startNext(): void {
    const process = this.#processes.indexOf(null)
    if (process < 0) return
    const delivery = this.#waiting.shift()
    if (!delivery) return
    delivery.process = process
    this.#processes[process] = delivery
    this.#running++
    // A step of its own for every start, so that no two tasks' code executes at the same time.
    this.#in(delivery, 0, this.#start)
  }

  readonly #start = (delivery: Delivery): void => {
    const cluster = this.#cluster
    if (this.#drops(delivery)) {
      this.#free(delivery)
      this.receive()
      return
    }
    const fault = cluster.drawRunFault()
    if (fault?.type === 'before-start') {
      this.#die()
      return
    }
    const run = this.#runOf(delivery)
    delivery.fault = fault
    delivery.run = run
    const { trackStarted, acksLate } = run.task.options
    cluster.trace.push({
      type: 'task-started',
      taskId: run.id,
      worker: this.number,
      process: run.process,
      atMs: cluster.clock.nowMs,
    })
    if (cluster.repeats(run)) {
      cluster.passOver(run)
      return
    }
    if (trackStarted) cluster.store(run.id, 'STARTED', { hostname: `worker${this.number}`, pid: run.process })
    if (!acksLate) this.#acknowledge(delivery)
    this.#limitTime(delivery)
    cluster.code.call(run)
  }

  /** The function has ended; the rest of the run's time passes, unless a fault comes in between. */
  ended({ process }: TaskRun, outcome: Outcome): void {
    const delivery = this.#processes[process - 1]!
    const { fault, message } = delivery
    delivery.outcome = outcome
    const durationMs = this.#duration(message)
    if (fault?.type === 'mid-task' || fault?.type === 'process-dies') {
      const dies = fault.type === 'mid-task' ? () => this.#die() : this.#loseProcess
      this.#in(delivery, durationMs * this.#cluster.chance.next(), dies)
      return
    }
    this.#in(delivery, durationMs, this.#finish)
  }

  /** Does what follows from the outcome. */
  readonly #finish = (delivery: Delivery): void => {
    this.#takeBack(delivery)
    this.#cluster.finish(delivery.run!, delivery.outcome!)
  }

  /** All that follows from a run is done: its process is free, unless the worker dies with it. */
  finished(run: TaskRun): void {
    const delivery = this.#processes[run.process - 1]
    if (delivery?.run !== run) return
    if (delivery.fault?.type === 'before-ack') this.#die()
    else this.#done(delivery)
  }

  #done(delivery: Delivery): void {
    const { outcome, run } = delivery
    if (run!.task.options.acksLate) {
      if (outcome?.type === 'rejected' && outcome.requeue) this.#requeue(delivery)
      else this.#acknowledge(delivery)
    }
    this.#free(delivery)
  }

  /** The soft limit throws into the task, the hard one kills its process. */
  #limitTime(delivery: Delivery): void {
    const { clock } = this.#cluster
    const [hard, soft] = delivery.message.headers.timelimit
    if (hard === null && soft === null) return
    delivery.limits = []
    if (soft !== null) delivery.limits.push(clock.after(soft * 1000, () => this.#exceedSoftly(delivery)))
    if (hard === null) return
    const exceeded = exception('TimeLimitExceeded', 'billiard.exceptions', hard)
    const kill = (): void => this.#kill(delivery, lostWith(exceeded))
    delivery.limits.push(clock.after(hard * 1000, kill))
  }

  #exceedSoftly(delivery: Delivery): void {
    const error = new SoftTimeLimitExceeded('SoftTimeLimitExceeded()')
    if (this.#cluster.code.interrupt(delivery.run!, error)) return
    if (delivery.outcome) this.#endNow(delivery, outcomeOfError(error))
  }

  /** Kills the process that runs a task; its end is the outcome. */
  #kill(delivery: Delivery, outcome: Outcome): void {
    const { run } = delivery
    if (!run) return
    this.#cluster.code.abandon(run)
    this.#endNow(delivery, outcome)
  }

  #endNow(delivery: Delivery, outcome: Outcome): void {
    delivery.outcome = outcome
    delivery.fault = null
    this.#finish(delivery)
  }

  /** The process died under the task (`WorkerLostError`): with late acks the message may go back to its queue. */
  readonly #loseProcess = (delivery: Delivery): void => {
    const { acksLate, rejectOnWorkerLost } = delivery.run!.task.options
    if (acksLate && rejectOnWorkerLost) {
      this.#takeBack(delivery)
      this.#requeue(delivery)
      this.#free(delivery)
      return
    }
    const lost = 'Worker exited prematurely: signal 9 (SIGKILL) Job: 0.'
    this.#kill(delivery, lostWith(exception('WorkerLostError', 'billiard.exceptions', lost)))
  }

  /** The whole worker dies: what it ran with early acks is lost, what it had not acknowledged is delivered again. */
  #die(): void {
    const { clock, code, fates, restartAfterMs, visibilityTimeoutMs } = this.#cluster
    this.#isUp = false
    this.#cluster.trace.push({ type: 'worker-offline', worker: this.number, atMs: clock.nowMs })
    for (const delivery of this.#processes) {
      if (!delivery) continue
      this.#takeBack(delivery)
      const { run } = delivery
      if (!run) continue
      code.abandon(run)
      const isOver = fates.get(run.id)?.type !== 'running'
      if (delivery.isAcked && !isOver) fates.tell(run.id, { type: 'lost' })
    }
    for (const due of this.#parked.values()) clock.cancel(due)
    for (const { message } of this.#held())
      clock.after(visibilityTimeoutMs, () => this.#cluster.broker.redeliver(message))
    this.#processes = idle(this.#least)
    this.#running = 0
    this.#parked = new Map()
    this.#unacked = 0
    this.#waiting = new Fifo()
    clock.after(restartAfterMs, () => {
      this.#isUp = true
      this.#cluster.trace.push({ type: 'worker-online', worker: this.number, atMs: clock.nowMs })
      this.receive()
    })
  }

  /** Whether a task was revoked or has expired; if so, it is dropped and its end reported. */
  #drops(delivery: Delivery): boolean {
    if (!this.#cluster.dropsRevoked(delivery.message)) return false
    this.#letGo(delivery)
    return true
  }

  /** What it has not acknowledged, as it was received. */
  #held(): readonly Delivery[] {
    return [...this.#parked.keys(), ...this.#waiting, ...this.#processes]
      .filter((delivery) => delivery !== null && !delivery.isAcked)
      .sort((a, b) => a!.tag - b!.tag) as readonly Delivery[]
  }

  #letGo(delivery: Delivery): void {
    delivery.isAcked = true
    this.#unacked--
  }

  #requeue(delivery: Delivery): void {
    this.#letGo(delivery)
    this.#cluster.broker.redeliver(delivery.message)
    this.receive()
  }

  #acknowledge(delivery: Delivery): void {
    this.#letGo(delivery)
    this.receive()
  }

  #free({ process }: Delivery): void {
    this.#processes[process] = null
    this.#running--
    this.#startNext()
  }

  /** Whether a message that has something to do waits for a process. */
  #keepsWaiting(): boolean {
    for (const { message } of this.#waiting) if (!this.#cluster.looks.isIdle(message)) return true
    return false
  }

  /** Enters the next thing to do with a delivery, so that it can be taken back. */
  #in(delivery: Delivery, delayMs: number, act: (delivery: Delivery) => void): void {
    delivery.due = this.at(this.#cluster.clock.nowMs + delayMs, act, delivery)
  }

  #takeBack(delivery: Delivery): void {
    const { clock } = this.#cluster
    if (delivery.due) clock.cancel(delivery.due)
    if (delivery.limits) for (const limit of delivery.limits) clock.cancel(limit)
    delivery.due = null
    delivery.limits = null
  }

  #runOf({ message, process }: Delivery): TaskRun {
    const { known, clock } = this.#cluster
    const task = known(message.headers.task)!
    return runOf(message, task, { worker: this.number, process: process + 1, startedMs: clock.nowMs })
  }

  /** How long a task runs on top of what it sleeps; a map runs its task once for each item. */
  #duration({ headers, body }: Message): number {
    const { latency, chance } = this.#cluster
    if (!LOOPS.has(headers.task)) return draw(runDuration(latency, headers.task), chance)
    const { task, it } = body[1] as unknown as { readonly task: Canvas; readonly it: readonly Json[] }
    const inner = runDuration(latency, task.task)
    return it.reduce<number>((sum) => sum + draw(inner, chance), 0)
  }
}

const idle = (processes: number): null[] => Array.from({ length: processes }, () => null)

const deliveryOf = (message: Message, tag: number): Delivery => ({
  message,
  tag,
  isAcked: false,
  process: -1,
  run: null,
  fault: null,
  outcome: null,
  due: null,
  limits: null,
})

/** The worker that gets the next message of a queue: the one that has the least to do. */
export function nextWorker(workers: readonly Worker[], queue: string): Worker | null {
  let best: Worker | null = null
  let least = Number.POSITIVE_INFINITY
  for (const worker of workers) {
    if (!worker.takes(queue)) continue
    const { load } = worker
    if (load >= least) continue
    best = worker
    least = load
  }
  return best
}

const LOOPS: ReadonlySet<string> = new Set(['celery.map', 'celery.starmap'])

/** The end of a task whose process is gone: no hook is called. */
const lostWith = (error: StoredException): Outcome => ({
  type: 'raised',
  exception: error,
  traceback: null,
  tells: 'nobody',
})

const exception = (exc_type: string, exc_module: string, ...exc_message: Json[]): StoredException => ({
  exc_type,
  exc_message,
  exc_module,
})
