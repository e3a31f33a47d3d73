import { MemoryBackend } from '../broker/memoryBackend.ts'
import type { Canvas } from '../canvas/canvas.ts'
import type { App } from '../canvas/celery.ts'
import { storedException } from '../canvas/exceptions.ts'
import type { GroupHandle, Handle, HandleTuple } from '../canvas/handle.ts'
import { idsOf, tupleOf } from '../canvas/handle.ts'
import type { Replacement } from '../canvas/hooks.ts'
import type { Json } from '../canvas/json.ts'
import type { Call, StoredException } from '../canvas/runtime.ts'
import { wrap } from '../canvas/signature.ts'
import type { Stamps } from '../canvas/stamp.ts'
import { isReady } from '../canvas/states.ts'
import type { RegisteredTask } from '../canvas/task.ts'
import { addToChord } from '../interpreter/addToChord.ts'
import { completeChord, dependencyError, type Joined, joinParts } from '../interpreter/chord.ts'
import { type Context, dispatch } from '../interpreter/context.ts'
import type { CallHook, ChordPart, Effect, Store } from '../interpreter/effect.ts'
import type { Outcome } from '../interpreter/outcome.ts'
import { replacement } from '../interpreter/replace.ts'
import { send } from '../interpreter/send.ts'
import { continuation, revokedError, settle } from '../interpreter/settle.ts'
import { consumedBy } from '../protocol/declaredQueue.ts'
import type { Message } from '../protocol/message.ts'
import { type Chance, chanceFrom } from './chance.ts'
import { Clock } from './clock.ts'
import { afterErrback, callErrback, type ErrbackCall } from './errbackCall.ts'
import { failAgain } from './failAgain.ts'
import { Fates } from './fates.ts'
import { drawRunFault, type Faults, type RunFault } from './faults.ts'
import { joinHeader } from './headerJoin.ts'
import { IdleLooks } from './idleLooks.ts'
import { draw, LATENCY, type Latency } from './latency.ts'
import { taskNamed } from './registry.ts'
import { haveOneOf, RevokedStamps } from './revokedStamps.ts'
import { SimulatedBroker } from './simulatedBroker.ts'
import { TaskCode } from './taskCode.ts'
import type { TaskRun } from './taskRun.ts'
import { byOf, type TraceEvent } from './trace.ts'
import { Waiters } from './waiters.ts'
import { Worker } from './worker.ts'
import { WORLD, type World } from './world.ts'

/**
 * Broker, workers and result backend in memory, on virtual time. It carries out what the interpreter says, one effect
 * after the other, with the delays and faults of its world, and writes down everything that happens.
 */
export class Cluster {
  readonly clock = new Clock()
  /** What happened so far. */
  readonly trace: TraceEvent[] = []
  readonly chance: Chance
  readonly latency: Latency
  readonly faults: Faults
  readonly workers: readonly Worker[]
  readonly broker: SimulatedBroker
  readonly looks = new IdleLooks(this.clock)
  readonly backend = new MemoryBackend<ChordPart>()
  readonly code: TaskCode
  readonly fates = new Fates(this.trace)
  /** The program's `get()`s. */
  readonly waiters = new Waiters((id) => this.backend.meta(id))
  readonly visibilityTimeoutMs: number
  readonly restartAfterMs: number
  readonly startsAtMs: number
  /** The task of this name, if the workers have its code. */
  readonly known: (task: string) => RegisteredTask | undefined
  readonly #context: (cluster: Cluster) => Context
  /** Chords whose last part waits for the results of a saved header. */
  readonly #joins = new Waiters((id) => this.backend.meta(id))
  readonly #revoked = new Set<string>()
  readonly #revokedStamps = new RevokedStamps()
  readonly #stuckAfterMs: number
  #deaths = 0
  readonly #deduplicates: boolean
  #contextMade: Context | null = null

  /** `onSent` is told of each message when it has been written down. */
  constructor(
    app: App,
    world: World,
    context: (cluster: Cluster) => Context,
    onSent: (message: Message) => void = () => {},
  ) {
    const settings = { ...WORLD, ...world }
    const { workers, concurrency, autoscale, prefetchMultiplier } = settings
    this.chance = chanceFrom(settings.seed)
    this.latency = { ...LATENCY, ...world.latency }
    this.faults = settings.faults
    this.visibilityTimeoutMs = settings.visibilityTimeout * 1000
    this.restartAfterMs = settings.restartAfter * 1000
    this.startsAtMs = settings.startsAt.getTime()
    this.known = knownTo(app)
    this.#context = context
    // A backend whose results can be read once is not asked (`backend.persistent`).
    this.#deduplicates =
      (app.conf.workerDeduplicateSuccessfulTasks ?? false) && !app.backend.startsWith('rpc')
    const queues = consumedBy(app.conf)
    this.broker = new SimulatedBroker(this, queues, onSent)
    const host = {
      updateState: (run: TaskRun, state: string, meta: Json) => this.store(run.id, state, meta, run.children),
      chance: this.chance.next,
      taskNamed: this.known,
      retryInterval: app.conf.resultChordRetryInterval ?? 1,
      send: (run: TaskRun, canvas: Canvas) => this.send(canvas, {}, run)!,
      addToChord: (run: TaskRun, canvas: Canvas) => this.#addToChord(run, canvas),
      unlock: (run: TaskRun, header: GroupHandle, body: Canvas) => this.#unlock(run, header, body),
      replacement: (run: TaskRun, canvas: Canvas): Replacement =>
        wrap(app, replacement(canvas, run.message, dispatch('replace', run, this.context, []))),
    }
    this.#stuckAfterMs = settings.stuckAfterMs
    this.code = new TaskCode(this.clock, host, settings.stuckAfterMs, (run, outcome) =>
      this.workers[run.worker - 1]!.ended(run, outcome),
    )
    const each = typeof workers === 'number' ? Array.from({ length: workers }, () => ({})) : workers
    this.workers = each.map(
      (own, index) =>
        new Worker(
          index + 1,
          {
            queues,
            concurrency,
            prefetchMultiplier,
            ...(autoscale && { autoscale }),
            ...own,
          },
          this,
        ),
    )
  }

  /** What the interpreter gets from outside. */
  get context(): Context {
    this.#contextMade ??= this.#context(this)
    return this.#contextMade
  }

  /** Sends a canvas in the name of a run, or of the client; null for an empty chain. Throws what Celery raises at the sender. */
  send(canvas: Canvas, call: Call, sender: TaskRun | null): Handle | null {
    const effects: Effect[] = []
    const sent = send(canvas, call, dispatch('apply', sender, this.context, effects))
    const handle = sent && (sent.handle as Handle)
    this.trace.push({
      type: 'canvas-applied',
      canvas: sent?.canvas ?? canvas,
      handle,
      by: byOf(sender),
      atMs: this.clock.nowMs,
    })
    this.carryOut(effects, 0, sender)
    return handle
  }

  #addToChord(run: TaskRun, canvas: Canvas): void {
    const effects: Effect[] = []
    const handle = addToChord(canvas, run.message, dispatch('apply', run, this.context, effects))
    this.trace.push({ type: 'canvas-applied', canvas, handle, by: byOf(run), atMs: this.clock.nowMs })
    this.carryOut(effects, 0, run)
  }

  /** Does what follows from a task's end: publishes at once, and stores the result a moment later, in Celery's order. */
  finish(run: TaskRun, outcome: Outcome): void {
    if (outcome.type === 'returned') run.returned = outcome.value
    const effects = settle(run.message, outcome, run, this.context)
    let published = 0
    while (effects[published]?.type === 'publish')
      this.#do(effects[published++] as Exclude<Effect, Halting>, run)
    const writtenMs = this.clock.nowMs + this.#writing()
    const worker = this.workers[run.worker - 1]!
    worker.at(writtenMs, () => this.carryOut(effects, published, run, this.#finished), run)
  }

  /**
   * Carries out effects from one on, and `then` last of all. Where one has to wait, the rest follows later: a chord that
   * is complete is dealt with first, and every result after the first takes the time of another write.
   */
  carryOut(
    effects: readonly Effect[],
    from: number,
    sender: TaskRun | null,
    then: Then = NOTHING_MORE,
  ): void {
    let written = from > 0 && effects[from - 1]!.type === 'store'
    for (let index = from; index < effects.length; index++) {
      const effect = effects[index]!
      if (effect.type === 'call-errback') {
        const raised = this.#callErrback(effect)
        if (!raised) continue
        const rest = afterErrback(raised, effect, effects.slice(index + 1), sender, this.context)
        this.carryOut(rest, 0, sender, then)
        return
      }
      const isLate = effect.type === 'store' && written
      if (effect.type === 'call-hook' || effect.type === 'chord-part' || isLate) {
        this.#takeTime(effect, effects, index + 1, sender, then)
        return
      }
      this.#do(effect, sender)
      written ||= effect.type === 'store' || effect.type === 'revoke'
    }
    then(sender)
  }

  /** Carries out an effect that others have to wait for, and then those from one on. */
  #takeTime(
    effect: CallHook | ChordPart | Store,
    effects: readonly Effect[],
    from: number,
    sender: TaskRun | null,
    then: Then,
  ): void {
    const goOn = (): void => this.carryOut(effects, from, sender, then)
    switch (effect.type) {
      case 'call-hook':
        this.code.callHook(sender!, effect, (error) => {
          if (error === null) goOn()
          else this.carryOut(failAgain(storedException(error), sender!, this.context), 0, sender, then)
        })
        break
      case 'chord-part':
        this.#countPart(effect, sender, goOn)
        break
      case 'store':
        this.clock.after(this.#writing(), () => {
          this.#do(effect, sender)
          goOn()
        })
    }
  }

  /** All that follows from the end of a run is done. */
  readonly #finished = (run: TaskRun | null): void => this.workers[run!.worker - 1]!.finished(run!)

  /** Writes a task's state to the backend; those who wait for it are told. */
  store(
    taskId: string,
    state: Store['state'],
    result: Store['result'],
    children: Store['children'] = [],
    traceback: string | null = null,
  ): void {
    if (this.context.backend === 'disabled') return
    const tuples = children.length === 0 ? NO_CHILDREN : children.map(tupleOf)
    if (!this.backend.store(taskId, state, result, traceback, tuples)) return
    this.trace.push({
      type: 'result-stored',
      taskId,
      state,
      result,
      children: tuples,
      atMs: this.clock.nowMs,
    })
    if (!isReady(state)) return
    this.looks.ended()
    this.#joins.reported(taskId)
    this.waiters.reported(taskId)
  }

  /** Tells every worker to drop these tasks; the workers store their end, one after the other. */
  revoke(taskIds: readonly string[], terminate = false): void {
    // The worker keeps them in a set, so they are marked in any order.
    const left = [...taskIds]
    const next = (): void => {
      const [id] = left.splice(Math.floor(this.chance.next() * left.length), 1)
      if (id === undefined) return
      this.store(id, 'REVOKED', revokedError('revoked'))
      this.clock.after(this.#writing(), next)
    }
    this.clock.after(draw(this.latency.publish, this.chance), () => {
      for (const id of taskIds) {
        this.#revoked.add(id)
        if (terminate) this.#terminate((message) => message.headers.id === id)
      }
      this.clock.after(this.#writing(), next)
    })
  }

  /** Tells every worker to drop the tasks with one of these stamps; their end is stored when a worker comes by one. */
  revokeByStampedHeaders(headers: Stamps, terminate: boolean): void {
    this.clock.after(draw(this.latency.publish, this.chance), () => {
      this.#revokedStamps.add(headers)
      if (terminate) this.#terminate(({ headers: { stamps } }) => haveOneOf(stamps, headers))
    })
  }

  /** Whether a run would only repeat a success: its message was delivered again, and its result is there (trace.py). */
  repeats({ message, task, id }: TaskRun): boolean {
    return (
      this.#deduplicates &&
      (task.options.acksLate ?? false) &&
      this.broker.wasRedelivered(message) &&
      this.backend.meta(id).status === 'SUCCESS'
    )
  }

  /** Ends a run that was not run again: what follows is sent if it was not, as the children of the result tell. */
  passOver(run: TaskRun): void {
    const { result, children } = this.backend.meta(run.id)
    const next = children.length > 0 ? [] : continuation(run.message, result as Json, run, this.context)
    this.carryOut([...next, { type: 'succeeded', result: null }], 0, run, this.#finished)
  }

  /** A task that no worker knows: its failure is stored, and nothing else follows. */
  refuse(message: Message): void {
    const { id, task } = message.headers
    const exception = { exc_type: 'NotRegistered', exc_message: [task], exc_module: 'celery.exceptions' }
    this.store(id, 'FAILURE', exception)
    this.trace.push({ type: 'task-failed', taskId: id, exception, runtimeMs: 0, atMs: this.clock.nowMs })
    this.fates.tell(id, { type: 'unregistered' })
  }

  /** Whether a task was revoked or has expired; if so, its end is reported. */
  dropsRevoked(message: Message): boolean {
    const { id, expires, root_id } = message.headers
    const expired = expires !== null && this.virtual(expires) < this.clock.nowMs
    if (!expired && !this.#revoked.has(id) && !this.#revokedStamps.holds(message.headers)) return false
    const reason = expired ? 'expired' : 'revoked'
    this.trace.push({ type: 'task-revoked', taskId: id, terminated: false, expired, atMs: this.clock.nowMs })
    const sender = { id, rootId: root_id, priority: 0, trail: true, children: [] }
    this.carryOut(settle(message, { type: 'revoked', reason }, sender, this.context), 0, null)
    return true
  }

  /** An ISO-8601 time in virtual milliseconds. */
  virtual(time: string): number {
    return Date.parse(time) - this.startsAtMs
  }

  /** What is in store for a run that starts now; nothing any more once all deaths have been died. */
  drawRunFault(): RunFault {
    if (this.#deaths >= (this.faults.maxDeaths ?? Number.POSITIVE_INFINITY)) return null
    const fault = drawRunFault(this.faults, this.chance)
    if (fault) this.#deaths++
    return fault
  }

  /** Gives up on a run whose code does not end: its process stays taken. */
  giveUp(run: TaskRun): void {
    this.fates.tell(run.id, { type: 'stuck', afterMs: this.#stuckAfterMs })
  }

  #do(effect: Exclude<Effect, Halting>, sender: TaskRun | null): void {
    switch (effect.type) {
      case 'publish':
        this.broker.send(effect.message, effect.cause, sender)
        break
      case 'store':
        this.store(effect.taskId, effect.state, effect.result, effect.children, effect.traceback)
        break
      case 'set-chord-size':
        this.backend.setChordSize(effect.groupId, effect.size)
        // A backend that does not count is told nothing (base.py, `set_chord_size`).
        if (this.context.chords === 'counter')
          this.trace.push({
            type: 'chord-size',
            groupId: effect.groupId,
            size: effect.size,
            atMs: this.clock.nowMs,
          })
        break
      case 'extend-chord': {
        this.backend.extendChord(effect.groupId)
        const { size } = this.backend.chord(effect.groupId)!
        if (size !== null)
          this.trace.push({ type: 'chord-size', groupId: effect.groupId, size, atMs: this.clock.nowMs })
        break
      }
      case 'save-group':
        this.backend.saveGroup(effect.group)
        break
      case 'revoke':
        this.revoke(effect.taskIds)
        break
      default:
        this.#end(effect, sender!)
    }
  }

  #end(effect: End, { id, startedMs }: TaskRun): void {
    const runtimeMs = this.clock.nowMs - startedMs
    switch (effect.type) {
      case 'succeeded':
        this.trace.push({
          type: 'task-succeeded',
          taskId: id,
          result: effect.result,
          runtimeMs,
          atMs: this.clock.nowMs,
        })
        break
      case 'failed':
        this.trace.push({ ...effect, type: 'task-failed', taskId: id, runtimeMs, atMs: this.clock.nowMs })
        break
      case 'retried':
        this.trace.push({
          type: 'task-retried',
          taskId: id,
          exception: effect.exception,
          runtimeMs,
          atMs: this.clock.nowMs,
        })
        break
      case 'ignored':
        this.trace.push({
          type: 'task-ignored',
          taskId: id,
          replaced: effect.replaced,
          atMs: this.clock.nowMs,
        })
        break
      case 'rejected':
        this.trace.push({
          type: 'task-rejected',
          taskId: id,
          requeue: effect.requeue,
          atMs: this.clock.nowMs,
        })
        break
      case 'terminated':
        this.trace.push({
          type: 'task-revoked',
          taskId: id,
          terminated: true,
          expired: false,
          atMs: this.clock.nowMs,
        })
        break
    }
  }

  /** Counts a part of a chord; the last one joins the header and calls the body, before `then`. */
  #countPart(part: ChordPart, sender: TaskRun | null, then: () => void): void {
    const { groupId, taskId, body } = part
    if (this.context.chords !== 'counter' || groupId === '') {
      then()
      return
    }
    const { count, size, complete } = this.backend.addPart(groupId, part)
    this.trace.push({ type: 'chord-part', groupId, taskId, count, size: size ?? 0, atMs: this.clock.nowMs })
    if (!complete) {
      then()
      return
    }
    const call = (joined: Joined): void => {
      const effects = completeChord(body, joined, sender, this.context)
      this.carryOut(effects, 0, sender, () => {
        // Redis keeps the parts of a header that failed: one that comes again completes it again.
        if (joined.type === 'joined') this.backend.forgetChord(groupId)
        then()
      })
    }
    const saved = this.backend.group(groupId)
    if (!saved) {
      call(joinParts(complete))
      return
    }
    const { clock, backend } = this
    joinHeader(saved, { clock, waiters: this.#joins, readMeta: (id) => backend.meta(id) }, call)
  }

  /** What `celery.chord_unlock` does where the backend does not count: looks, and calls the body once all parts are there. */
  #unlock(run: TaskRun, header: GroupHandle, body: Canvas): boolean {
    const metas = idsOf(header).map((id) => ({ id, ...this.backend.meta(id) }))
    if (!metas.every(({ status }) => isReady(status))) {
      const { max_retries: limit } = run.message.body[1]
      if (limit === null || limit === undefined) this.looks.looked(run.id)
      return false
    }
    this.#joins.wait(header, {}, (end) => {
      const failed = metas.find(({ status }) => status !== 'SUCCESS')
      const joined: Joined =
        end.type === 'value'
          ? { type: 'joined', values: end.value as readonly Json[] }
          : dependencyError(failed!.id, storedException(end.error))
      this.carryOut(completeChord(body, joined, run, this.context), 0, run)
    })
    return true
  }

  /** Calls an errback of the new style; gives what it throws. */
  #callErrback(effect: ErrbackCall): StoredException | null {
    const { errback, request, exception } = effect
    const raised = callErrback(effect, this.known, this.context)
    const called: TraceEvent = {
      type: 'errback-called',
      errback: errback.task,
      taskId: request.id,
      exception,
      ...(raised && { raised }),
      atMs: this.clock.nowMs,
    }
    this.trace.push(called)
    return raised
  }

  #terminate(isMeant: (message: Message) => boolean): void {
    for (const worker of this.workers) worker.terminate(isMeant)
  }

  /** How long one write to the backend takes. */
  #writing(): number {
    return draw(this.latency.store, this.chance)
  }
}

type End = Extract<
  Effect,
  { type: 'succeeded' | 'failed' | 'retried' | 'ignored' | 'rejected' | 'terminated' }
>

/** Effects after which the others have to wait. */
type Halting = ChordPart | CallHook | ErrbackCall

/** What is left to do when effects have been carried out. */
type Then = (sender: TaskRun | null) => void

const NOTHING_MORE: Then = () => {}

const knownTo =
  (app: App) =>
  (name: string): RegisteredTask | undefined => {
    const task = taskNamed(app, name)
    return task?.fn ? task : undefined
  }

const NO_CHILDREN: readonly HandleTuple[] = []
