import { AsyncLocalStorage } from 'node:async_hooks'
import { MemoryBackend } from '../broker/memoryBackend.ts'
import { MemoryQueues } from '../broker/memoryQueues.ts'
import type { Canvas } from '../canvas/canvas.ts'
import type { App } from '../canvas/celery.ts'
import { storedException } from '../canvas/exceptions.ts'
import type { Json } from '../canvas/json.ts'
import type { StoredException } from '../canvas/runtime.ts'
import { completeChord, type Joined, joinError, joinParts } from '../interpreter/chord.ts'
import type { Context } from '../interpreter/context.ts'
import type { ChordPart, Effect, Store } from '../interpreter/effect.ts'
import { asTuple } from '../interpreter/handleTuple.ts'
import type { Outcome } from '../interpreter/outcome.ts'
import { settle } from '../interpreter/settle.ts'
import type { Message } from '../protocol/message.ts'
import type { Chance } from './chance.ts'
import { Clock } from './clock.ts'
import type { Fate } from './explain.ts'
import { draw, type Latency, runDuration } from './latency.ts'
import { outcomeOfError, outcomeOfValue } from './outcomeOf.ts'
import { nextWorker, type Worker } from './pool.ts'
import { taskNamed } from './registry.ts'
import { autoretry, callTask, type RunHost, type TaskRun } from './taskRun.ts'
import type { By, TraceEvent, What } from './trace.ts'
import { Waiters } from './waiters.ts'

/** What a cluster is made of. */
export interface ClusterParts {
  readonly app: App
  readonly context: Context
  readonly chance: Chance
  readonly latency: Latency
  readonly workers: readonly Worker[]
  /** When virtual time begins, in milliseconds since the epoch. */
  readonly startsAtMs: number
  /** Real milliseconds after which a task that has not returned counts as stuck. */
  readonly stuckAfterMs: number
}

/** The run whose code is executing, so that what it sends is its child. */
export const running = new AsyncLocalStorage<TaskRun>()

/**
 * Broker, workers and result backend in memory, on virtual time. It carries out what the interpreter says, one effect
 * after the other, with the delays of its latency, and writes down everything that happens.
 */
export class Cluster {
  readonly clock = new Clock()
  readonly backend = new MemoryBackend<ChordPart>()
  readonly queues = new MemoryQueues()
  readonly workers: readonly Worker[]
  readonly trace: TraceEvent[] = []
  /** What became of each message whose task has not ended. */
  readonly fates = new Map<string, Fate>()
  /** The program's `get()`s. */
  readonly waiters = new Waiters((id) => this.backend.meta(id))
  /** The task code that is running for real, and not just waiting for virtual time. */
  busy: TaskRun | null = null
  /** Chords whose last part waits for the results of a saved header. */
  readonly #joins = new Waiters((id) => this.backend.meta(id))
  readonly #revoked = new Set<string>()
  readonly #parts: ClusterParts
  readonly #host: RunHost
  #moved: () => void = () => {}

  constructor(parts: ClusterParts) {
    this.#parts = parts
    this.workers = parts.workers
    this.#host = {
      sleep: (run, seconds) => this.#sleep(run, seconds),
      updateState: ({ id, children }, state, meta) => this.#store(id, state, meta, children),
      chance: parts.chance.next,
      taskNamed: (name) => taskNamed(parts.app, name),
    }
  }

  /** Writes an event down, at this moment of virtual time. */
  record(what: What): void {
    const event = what as What & { atMs: number }
    event.atMs = this.clock.nowMs
    this.trace.push(event)
  } /**
   * Carries out effects from one on, and `then` last of all. Where one has to wait, the rest follows later: a chord that
   * is complete is dealt with first, and every result after the first takes the time of another write.
   */
  carryOut(
    effects: readonly Effect[],
    from: number,
    sender: TaskRun | null,
    then: () => void = () => {},
  ): void {
    let written = from > 0 && effects[from - 1]!.type === 'store'
    for (let index = from; index < effects.length; index++) {
      const effect = effects[index]!
      if (effect.type === 'chord-part') {
        this.#countPart(effect, sender, () => this.carryOut(effects, index + 1, sender, then))
        return
      }
      if (effect.type === 'store' && written) {
        this.clock.after(this.#writing(), () => {
          this.#do(effect, sender)
          this.carryOut(effects, index + 1, sender, then)
        })
        return
      }
      this.#do(effect, sender)
      written ||= effect.type === 'store'
    }
    then()
  }

  /** Tells every worker to drop these tasks; the workers store their end, one after the other. */
  revoke(taskIds: readonly string[]): void {
    const next = (index: number): void => {
      const id = taskIds[index]
      if (id === undefined) return
      this.#store(id, 'REVOKED', revokedError('revoked'))
      this.clock.after(this.#writing(), () => next(index + 1))
    }
    this.clock.after(draw(this.#parts.latency.publish, this.#parts.chance), () => {
      for (const id of taskIds) this.#revoked.add(id)
      this.clock.after(this.#writing(), () => next(0))
    })
  }

  /** Lets the busy task's code go on for real, but not for ever. */
  async untilItMoves(run: TaskRun): Promise<void> {
    const { stuckAfterMs } = this.#parts
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        this.fates.set(run.id, { type: 'stuck', message: run.message, afterMs: stuckAfterMs })
        this.busy = null
        resolve()
      }, stuckAfterMs)
      this.#moved = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    this.#moved = () => {}
  }

  #publish({ message, cause }: Extract<Effect, { type: 'publish' }>, sender: TaskRun | null): void {
    const { headers, properties, body } = message
    this.fates.set(headers.id, { type: 'queued', message })
    this.record({
      type: 'task-sent',
      taskId: headers.id,
      task: headers.task,
      args: body[0],
      kwargs: body[1],
      queue: properties.routing_key,
      retries: headers.retries,
      etaMs: headers.eta === null ? null : this.#virtual(headers.eta),
      rootId: headers.root_id,
      parentId: headers.parent_id,
      groupId: headers.group,
      groupIndex: headers.group_index,
      chordId: body[2].chord ? headers.group : null,
      cause,
      by: byOf(sender),
    })
    this.clock.after(draw(this.#parts.latency.publish, this.#parts.chance), () => {
      this.queues.publish(message)
      const worker = nextWorker(this.workers, properties.routing_key)
      if (worker) this.#receive(worker)
    })
  }

  /** A worker takes as many messages as it may hold. */
  #receive(worker: Worker): void {
    while (worker.held < worker.prefetch) {
      const message = this.queues.take(worker.queues)
      if (!message) return
      worker.held++
      this.record({ type: 'task-received', taskId: message.headers.id, worker: worker.number })
      this.#accept(worker, message)
    }
  }

  /** What a worker does with a message it has received: refuse it, park it until its eta, or line it up. */
  #accept(worker: Worker, message: Message): void {
    const { id, task, eta } = message.headers
    if (!taskNamed(this.#parts.app, task)?.fn) {
      const exception = { exc_type: 'NotRegistered', exc_message: [task], exc_module: 'celery.exceptions' }
      this.#store(id, 'FAILURE', exception)
      this.fates.set(id, { type: 'unregistered', message })
      this.record({ type: 'task-failed', taskId: id, exception, runtimeMs: 0 })
      worker.held--
      return
    }
    if (this.#isRevoked(worker, message)) return
    const dueMs = eta === null ? 0 : this.#virtual(eta)
    if (dueMs <= this.clock.nowMs) {
      this.#line(worker, message)
      return
    }
    // A task that is not due waits in the worker, which may hold one message more meanwhile.
    worker.prefetch++
    this.clock.at(dueMs, () => {
      worker.prefetch--
      if (this.#isRevoked(worker, message)) this.#receive(worker)
      else this.#line(worker, message)
    })
  }

  #line(worker: Worker, message: Message): void {
    worker.waiting.push(message)
    this.#startNext(worker)
  }

  #startNext(worker: Worker): void {
    const process = worker.processes.indexOf(null)
    if (process < 0) return
    const message = worker.waiting.shift()
    if (!message) return
    worker.processes[process] = message
    // A step of its own for every start, so that no two tasks' code runs at the same time.
    this.clock.after(0, () => this.#start(worker, process, message))
  }

  #start(worker: Worker, process: number, message: Message): void {
    if (this.#isRevoked(worker, message)) {
      this.#free(worker, process)
      this.#receive(worker)
      return
    }
    const { headers, properties } = message
    const task = taskNamed(this.#parts.app, headers.task)!
    const { trail = true, trackStarted = false, acksLate = false } = task.options
    const run: TaskRun = {
      id: headers.id,
      rootId: headers.root_id,
      priority: properties.priority,
      trail,
      children: [],
      message,
      task,
      worker: worker.number,
      process: process + 1,
      startedMs: this.clock.nowMs,
    }
    this.fates.set(run.id, { type: 'running', message })
    this.record({ type: 'task-started', taskId: run.id, worker: run.worker, process: run.process })
    if (trackStarted) this.#store(run.id, 'STARTED', { hostname: `worker${run.worker}`, pid: run.process })
    if (!acksLate) this.#acknowledge(worker)
    this.#call(run, (outcome) => {
      this.clock.after(this.#running(message), () =>
        this.#finish(run, outcome, () => {
          if (acksLate) this.#acknowledge(worker)
          this.#free(worker, process)
        }),
      )
    })
  }

  /** Runs the task's code, for real; `ended` is called when it has returned or thrown. */
  #call(run: TaskRun, ended: (outcome: Outcome) => void): void {
    this.busy = run
    let returned: unknown
    try {
      returned = running.run(run, callTask, run, this.#host)
    } catch (error) {
      this.#rest(run)
      ended(outcomeOfError(autoretry(run, error, this.#host)))
      return
    }
    if (!isPromise(returned)) {
      this.#rest(run)
      ended(outcomeOfValue(returned, run.task.name))
      return
    }
    const settled = (outcome: () => Outcome): void => {
      if (this.fates.get(run.id)?.type === 'stuck') return
      this.#rest(run)
      ended(outcome())
    }
    returned.then(
      (value) => settled(() => outcomeOfValue(value, run.task.name)),
      (error) => settled(() => outcomeOfError(autoretry(run, error, this.#host))),
    )
  }

  #sleep(run: TaskRun, seconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.clock.after(seconds * 1000, () => {
        this.busy = run
        resolve()
      })
      this.#rest(run)
    })
  }

  /** The task's code has nothing to do until virtual time goes on. */
  #rest(run: TaskRun): void {
    if (this.busy === run) this.busy = null
    this.#moved()
  }

  /** Publishes what follows at once, and stores the result a moment later: Celery's order. */
  #finish(run: TaskRun, outcome: Outcome, freed: () => void): void {
    const effects = settle(run.message, outcome, run, this.#parts.context)
    let published = 0
    while (effects[published]?.type === 'publish')
      this.#do(effects[published++] as Exclude<Effect, ChordPart>, run)
    this.clock.after(this.#writing(), () => this.carryOut(effects, published, run, freed))
  }

  #do(effect: Exclude<Effect, ChordPart>, sender: TaskRun | null): void {
    switch (effect.type) {
      case 'publish':
        this.#publish(effect, sender)
        break
      case 'store':
        this.#store(effect.taskId, effect.state, effect.result, effect.children, effect.traceback)
        break
      case 'set-chord-size':
        this.backend.setChordSize(effect.groupId, effect.size)
        this.record({ type: 'chord-size', groupId: effect.groupId, size: effect.size })
        break
      case 'save-group':
        this.backend.saveGroup(effect.group)
        break
      case 'call-errback':
        this.#callErrback(effect)
        break
      case 'revoke':
        this.revoke(effect.taskIds)
        break
      default:
        this.#end(effect, sender!)
    }
  }

  #end(effect: End, { id, message, startedMs }: TaskRun): void {
    const runtimeMs = this.clock.nowMs - startedMs
    switch (effect.type) {
      case 'succeeded':
        this.fates.delete(id)
        this.record({ type: 'task-succeeded', taskId: id, result: effect.result, runtimeMs })
        break
      case 'failed':
        this.fates.delete(id)
        this.record({ ...effect, type: 'task-failed', taskId: id, runtimeMs })
        break
      case 'retried':
        this.record({ type: 'task-retried', taskId: id, exception: effect.exception, runtimeMs })
        break
      case 'ignored':
        if (!effect.replaced) this.fates.set(id, { type: 'ignored', message })
        this.record({ type: 'task-ignored', taskId: id, replaced: effect.replaced })
        break
      case 'rejected':
        this.fates.set(id, { type: 'rejected', message })
        this.record({ type: 'task-rejected', taskId: id, requeue: effect.requeue })
        break
    }
  }

  #store(
    taskId: string,
    state: Store['state'],
    result: Store['result'],
    children: Store['children'] = [],
    traceback: string | null = null,
  ): void {
    const tuples = children.map(asTuple)
    if (!this.backend.store(taskId, state, result, traceback, tuples)) return
    this.record({ type: 'result-stored', taskId, state, result, children: tuples })
    if (state !== 'SUCCESS' && state !== 'FAILURE' && state !== 'REVOKED') return
    this.#joins.reported(taskId)
    this.waiters.reported(taskId)
  }

  /** Counts a part of a chord; the last one joins the header and calls the body, before `then`. */
  #countPart(part: ChordPart, sender: TaskRun | null, then: () => void): void {
    const { groupId, taskId, body } = part
    if (this.#parts.context.chords !== 'counter' || groupId === '') {
      then()
      return
    }
    const { count, size, complete } = this.backend.addPart(groupId, part)
    this.record({ type: 'chord-part', groupId, taskId, count, size: size ?? 0 })
    if (!complete) {
      then()
      return
    }
    const call = (joined: Joined): void => {
      const effects = completeChord(body, joined, sender, this.#parts.context)
      this.carryOut(effects, 0, sender, () => {
        this.backend.forgetChord(groupId)
        then()
      })
    }
    const saved = this.backend.group(groupId)
    if (!saved) {
      call(joinParts(complete))
      return
    }
    // The worker process waits here for results that are counted and not yet stored.
    const timeOut = this.#joins.wait(saved, {}, (end) =>
      call(
        end.type === 'value'
          ? { type: 'joined', values: end.value as readonly Json[] }
          : joinError(storedException(end.error)),
      ),
    )
    this.clock.after(JOIN_TIMEOUT_MS, timeOut)
  }

  #callErrback({ errback, request, exception, traceback }: Extract<Effect, { type: 'call-errback' }>): void {
    const fn = taskNamed(this.#parts.app, errback.task)?.fn as
      | ((...args: readonly unknown[]) => unknown)
      | undefined
    this.record({ type: 'errback-called', errback: errback.task, taskId: request.id, exception })
    fn?.(...(errback.immutable ? errback.args : [request, exception, traceback, ...errback.args]))
  }

  /** Whether the task was revoked or has expired; if so, it is dropped and its end reported. */
  #isRevoked(worker: Worker, message: Message): boolean {
    const { id, expires, root_id } = message.headers
    const expired = expires !== null && this.#virtual(expires) < this.clock.nowMs
    if (!expired && !this.#revoked.has(id)) return false
    const reason = expired ? 'expired' : 'revoked'
    this.fates.set(id, { type: 'revoked', message, reason })
    this.record({ type: 'task-revoked', taskId: id, terminated: false, expired })
    worker.held--
    const sender = { id, rootId: root_id, priority: 0, trail: true, children: [] }
    this.carryOut(settle(message, { type: 'revoked', reason }, sender, this.#parts.context), 0, null)
    return true
  }

  #acknowledge(worker: Worker): void {
    worker.held--
    this.#receive(worker)
  }

  #free(worker: Worker, process: number): void {
    worker.processes[process] = null
    this.#startNext(worker)
  }

  /** How long a task runs on top of what it sleeps; a map runs its task once for each item. */
  #running({ headers, body }: Message): number {
    const { latency, chance } = this.#parts
    const loop = LOOPS.has(headers.task)
      ? (body[1] as unknown as { readonly task: Canvas; readonly it: readonly Json[] })
      : null
    if (!loop) return draw(runDuration(latency, headers.task), chance)
    const inner = runDuration(latency, loop.task.task)
    return loop.it.reduce<number>((sum) => sum + draw(inner, chance), 0)
  }

  /** How long one write to the backend takes. */
  #writing(): number {
    return draw(this.#parts.latency.store, this.#parts.chance)
  }

  /** An ISO-8601 time in virtual milliseconds. */
  #virtual(time: string): number {
    return Date.parse(time) - this.#parts.startsAtMs
  }
}

type End = Extract<Effect, { type: 'succeeded' | 'failed' | 'retried' | 'ignored' | 'rejected' }>

/** Who acts: the task that is being run, or the client. */
export const byOf = (run: TaskRun | null): By =>
  run ? { type: 'worker', worker: run.worker, process: run.process, taskId: run.id } : { type: 'client' }

const LOOPS: ReadonlySet<string> = new Set(['celery.map', 'celery.starmap'])

/** Celery's result_chord_join_timeout. */
const JOIN_TIMEOUT_MS = 3_000

const revokedError = (reason: string): StoredException => ({
  exc_type: 'TaskRevokedError',
  exc_message: [reason],
  exc_module: 'celery.exceptions',
})

const isPromise = (value: unknown): value is PromiseLike<Json> =>
  typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'
