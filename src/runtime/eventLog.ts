import type { Canvas } from '../canvas/canvas.ts'
import { chainOf, groupOf, taskCanvas } from '../canvas/compose.ts'
import type { Handle, HandleTuple } from '../canvas/handle.ts'
import type { Json, JsonObject } from '../canvas/json.ts'
import type { StoredException } from '../canvas/runtime.ts'
import type { TaskEvent, WorkerEvent } from '../protocol/decodeEvent.ts'
import { Repr, readException, readRepr } from '../protocol/readRepr.ts'
import type { Recording } from './recording.ts'
import type { What } from './trace.ts'

/** A worker that was heard of. */
export interface SeenWorker {
  readonly hostname: string
  readonly isOnline: boolean
}

/** Tasks of one root: what one call led to. */
export interface Workflow {
  readonly rootId: string
  /** The name of its first task; null where nobody told it. */
  readonly task: string | null
  readonly tasks: number
  readonly ended: number
  readonly failed: number
  readonly fromMs: number
  readonly toMs: number
}

/**
 * What the events of a real cluster tell, made into a recording that the screens draw. Memory is bounded: the workflows
 * of which nothing was heard for the longest time are forgotten first. Times count from `startMs`.
 */
export class EventLog {
  readonly #startMs: number
  readonly #most: number
  readonly #tasks = new Map<string, Seen>()
  /** By root, the one that was heard of last at the end. */
  readonly #roots = new Map<string, Set<Seen>>()
  readonly #workers = new Map<string, Worker>()
  #ofWorkers: Entry[] = []
  #count = 0
  #sequence = 0

  /** `most`: how many events of tasks it keeps. */
  constructor(startMs: number, most = 5_000) {
    this.#startMs = startMs
    this.#most = most
  }

  /** How many events of tasks there are. */
  get count(): number {
    return this.#count
  }

  get workers(): readonly SeenWorker[] {
    return [...this.#workers.values()]
  }

  /** The name of a task, where it was told. */
  nameOf(taskId: string): string | null {
    return this.#tasks.get(taskId)?.name ?? null
  }

  /** Takes what somebody told, and when it came: a clock that is ahead of ours is no news of the future. */
  add(told: TaskEvent | WorkerEvent, nowMs: number): void {
    const event = { ...told, atMs: Math.min(told.atMs, nowMs) }
    if ('uuid' in event) this.#addTask(event, nowMs)
    else this.#addWorker(event, nowMs)
  }

  /** Workers that were not heard of for this long are gone, as far as anybody knows. */
  expire(nowMs: number, silentMs = 10_000): void {
    for (const worker of this.#workers.values())
      if (worker.isOnline && nowMs - worker.heardMs > silentMs) this.#leaves(worker, this.#since(nowMs))
  }

  /** The workflows, the newest first. */
  get workflows(): readonly Workflow[] {
    return Array.from(this.#roots, ([rootId, tasks]) => workflowOf(rootId, tasks)).sort(
      (one, other) => other.fromMs - one.fromMs,
    )
  }

  /** What is known, as a recording: of everything, or of one workflow. */
  recording(rootId?: string): Recording {
    const roots =
      rootId === undefined
        ? [...this.#roots]
        : [[rootId, this.#roots.get(rootId) ?? new Set<Seen>()] as const]
    const entries: Entry[] = rootId === undefined ? [...this.#ofWorkers] : []
    const children = new Map<string, HandleTuple[]>()
    const handles: Record<string, Handle> = {}
    for (const [id, tasks] of roots) {
      for (const { events } of tasks) entries.push(...events)
      const applied = this.#applied(id, tasks, children)
      if (applied === null) continue
      entries.push(applied)
      handles[rootId === undefined ? id.slice(0, 8) : 'r'] = (applied.what as Applied).handle!
    }
    entries.sort(
      (one, other) => one.atMs - other.atMs || one.rank - other.rank || one.sequence - other.sequence,
    )
    const workers = [...this.#workers.values()]
    return {
      trace: entries.map(({ what, atMs }) => ({ ...what, atMs })),
      handles,
      workers: workers.length,
      concurrency: Math.max(1, ...workers.map(({ slots }) => slots.length)),
      live: { hostnames: workers.map(({ hostname }) => hostname), children },
    }
  }

  #addTask(event: TaskEvent, nowMs: number): void {
    const { uuid } = event
    const known = this.#tasks.get(uuid)
    const task: Seen = known ?? {
      id: uuid,
      name: null,
      rootId: event.rootId ?? uuid,
      parentId: null,
      events: [],
      latestMs: 0,
      run: null,
      end: null,
    }
    if (!known) this.#tasks.set(uuid, task)
    task.name ??= event.name
    if (event.parentId !== uuid) task.parentId ??= event.parentId
    if (event.rootId !== null && event.rootId !== task.rootId) this.#move(task, event.rootId)
    this.#touch(task)
    // Clocks differ from machine to machine: what happens to a task happens in order all the same.
    const sinceMs = this.#since(event.atMs)
    const beforeMs = task.events.find(({ retries, rank }) => retries === event.retries && rank > 0)?.atMs
    const atMs =
      event.type === 'task-sent' ? Math.min(sinceMs, beforeMs ?? sinceMs) : Math.max(sinceMs, task.latestMs)
    if (event.type !== 'task-sent') {
      task.latestMs = atMs
      this.#hear(event.hostname, event.atMs, nowMs)
    }
    this.#record(task, this.#whatOf(event, task), atMs, event.retries)
    if (this.#count > this.#most) this.#forget()
  }

  #whatOf(event: TaskEvent, task: Seen): What {
    const { uuid: taskId } = event
    switch (event.type) {
      case 'task-sent':
        return this.#sent(event)
      case 'task-received':
        return { type: 'task-received', taskId, worker: this.#worker(event.hostname).number }
      case 'task-started': {
        const worker = this.#worker(event.hostname)
        this.#leave(task)
        const free = worker.slots.indexOf(null)
        const slot = free < 0 ? worker.slots.length : free
        worker.slots[slot] = task
        task.run = { worker, slot }
        task.end = null
        return { type: 'task-started', taskId, worker: worker.number, process: slot + 1 }
      }
      case 'task-succeeded':
        this.#end(task, 'SUCCESS')
        return { type: 'task-succeeded', taskId, result: resultOf(event.result), runtimeMs: runtimeOf(event) }
      case 'task-failed':
      case 'task-retried':
        this.#end(task, event.type === 'task-failed' ? 'FAILURE' : 'RETRY')
        return { type: event.type, taskId, exception: exceptionOf(event), runtimeMs: runtimeOf(event) }
      case 'task-revoked':
        this.#end(task, 'REVOKED')
        return { type: 'task-revoked', taskId, terminated: event.terminated, expired: event.expired }
      case 'task-rejected':
        this.#end(task, 'REJECTED')
        return { type: 'task-rejected', taskId, requeue: event.requeue }
    }
  }

  #sent(event: TaskEvent): What {
    const args = event.args === null ? [] : readRepr(event.args)
    const kwargs = event.kwargs === null ? {} : readRepr(event.kwargs)
    const etaMs = event.eta === null ? Number.NaN : this.#since(Date.parse(event.eta))
    return {
      type: 'task-sent',
      taskId: event.uuid,
      task: event.name ?? event.uuid,
      args: Array.isArray(args) ? args : [],
      kwargs: isObject(kwargs) ? kwargs : {},
      queue: event.queue ?? '',
      retries: event.retries,
      etaMs: Number.isNaN(etaMs) ? null : etaMs,
      rootId: event.rootId ?? event.uuid,
      parentId: event.parentId,
      groupId: null,
      groupIndex: null,
      chordId: null,
      // Who sent it is told by name; what for is not told.
      cause: event.retries > 0 ? 'retry' : event.parentId === null ? 'apply' : 'chain',
      by: this.#senderOf(event),
    }
  }

  /** A task's child was sent by the process that ran it. */
  #senderOf({ parentId }: TaskEvent): Extract<What, { type: 'task-sent' }>['by'] {
    const parent = parentId === null ? undefined : this.#tasks.get(parentId)
    if (!parent?.run) return { type: 'client' }
    const { worker, slot } = parent.run
    return { type: 'worker', worker: worker.number, process: slot + 1, taskId: parent.id }
  }

  #addWorker({ type, hostname, atMs, active }: WorkerEvent, nowMs: number): void {
    const worker = this.#hear(hostname, atMs, nowMs)
    if (type === 'worker-offline') this.#leaves(worker, this.#since(atMs))
    // Of a task that was ignored or replaced nothing is told: that it has ended is seen when its worker runs none.
    if (active !== 0) return
    for (const task of worker.slots)
      if (task !== null && task.latestMs < this.#since(atMs)) {
        this.#end(task, 'IGNORED')
        this.#record(task, { type: 'task-ignored', taskId: task.id, replaced: false }, this.#since(atMs), 0)
      }
  }

  #leaves(worker: Worker, atMs: number): void {
    worker.isOnline = false
    worker.slots.fill(null)
    this.#tell({ type: 'worker-offline', worker: worker.number }, atMs)
  }

  /** Somebody was heard of. */
  #hear(hostname: string, atMs: number, nowMs: number): Worker {
    const known = this.#workers.get(hostname)
    const worker = this.#worker(hostname)
    worker.heardMs = nowMs
    if (known?.isOnline) return worker
    worker.isOnline = true
    this.#tell({ type: 'worker-online', worker: worker.number }, this.#since(atMs))
    return worker
  }

  #worker(hostname: string): Worker {
    const known = this.#workers.get(hostname)
    if (known) return known
    const worker: Worker = {
      hostname,
      number: this.#workers.size + 1,
      isOnline: false,
      heardMs: 0,
      slots: [],
    }
    this.#workers.set(hostname, worker)
    return worker
  }

  #tell(what: What, atMs: number): void {
    this.#ofWorkers.push({ what, atMs, rank: 0, sequence: this.#sequence++, retries: 0 })
    if (this.#ofWorkers.length > MOST_OF_WORKERS)
      this.#ofWorkers = this.#ofWorkers.slice(-MOST_OF_WORKERS / 2)
  }

  #record(task: Seen, what: What, atMs: number, retries: number): void {
    // It was thought to have ended, and has only now.
    const rank = RANKS[what.type] ?? 3
    if (rank > 1 && what.type !== 'task-ignored') {
      const guessed = task.events.findIndex((each) => each.what.type === 'task-ignored')
      if (guessed >= 0) {
        task.events.splice(guessed, 1)
        this.#count--
      }
    }
    task.events.push({ what, atMs, rank, sequence: this.#sequence++, retries })
    this.#count++
  }

  #end(task: Seen, state: string): void {
    task.end = state
    this.#leave(task)
  }

  #leave(task: Seen): void {
    const { run } = task
    if (run && run.worker.slots[run.slot] === task) run.worker.slots[run.slot] = null
  }

  /** Its root is the one that was heard of last. */
  #touch(task: Seen): void {
    const tasks = this.#roots.get(task.rootId) ?? new Set<Seen>()
    tasks.add(task)
    this.#roots.delete(task.rootId)
    this.#roots.set(task.rootId, tasks)
  }

  #move(task: Seen, rootId: string): void {
    const before = this.#roots.get(task.rootId)
    before?.delete(task)
    if (before?.size === 0) this.#roots.delete(task.rootId)
    task.rootId = rootId
  }

  /** Makes room: a tenth of what may be kept. */
  #forget(): void {
    const enough = this.#most * 0.9
    for (const [rootId, tasks] of this.#roots) {
      if (this.#count <= enough || this.#roots.size === 1) break
      for (const task of tasks) this.#drop(task)
      this.#roots.delete(rootId)
    }
    // One workflow alone is too large: of its tasks the oldest go.
    for (const tasks of this.#roots.values())
      for (const task of tasks) {
        if (this.#count <= enough) return
        this.#drop(task)
        tasks.delete(task)
      }
  }

  #drop(task: Seen): void {
    this.#count -= task.events.length
    this.#leave(task)
    this.#tasks.delete(task.id)
  }

  #since(atMs: number): number {
    return Math.max(0, atMs - this.#startMs)
  }

  /**
   * What was sent, as far as its tasks tell: who sent whom. Whether a child is a chain's next step, a link or a chord's
   * body is not told, and several are drawn side by side.
   */
  #applied(rootId: string, tasks: ReadonlySet<Seen>, children: Map<string, HandleTuple[]>): Entry | null {
    let first = Number.POSITIVE_INFINITY
    const below = new Map<string, Seen[]>()
    const top: Seen[] = []
    for (const task of tasks) {
      for (const { atMs } of task.events) first = Math.min(first, atMs)
      const parent = task.parentId === null ? undefined : this.#tasks.get(task.parentId)
      if (!parent || !tasks.has(parent)) {
        top.push(task)
        continue
      }
      const siblings = below.get(parent.id)
      if (siblings) siblings.push(task)
      else below.set(parent.id, [task])
    }
    if (top.length === 0) return null
    for (const [id, own] of below) children.set(id, own.map(tupleOf))
    const handle: Handle =
      top.length === 1
        ? handleOf(top[0]!)
        : { type: 'group', id: rootId, parent: null, results: top.map(handleOf) }
    const what: Applied = {
      type: 'canvas-applied',
      canvas: canvasOf(top, below),
      handle,
      by: { type: 'client' },
    }
    return { what, atMs: first, rank: -1, sequence: 0, retries: 0 }
  }
}

type Applied = Extract<What, { type: 'canvas-applied' }>

/** A task that was heard of. */
interface Seen {
  readonly id: string
  name: string | null
  rootId: string
  parentId: string | null
  readonly events: Entry[]
  /** When something was last told of it that was not its sending. */
  latestMs: number
  run: { readonly worker: Worker; readonly slot: number } | null
  end: string | null
}

interface Entry {
  readonly what: What
  readonly atMs: number
  /** What comes first of what happens at the same time. */
  readonly rank: number
  readonly sequence: number
  readonly retries: number
}

interface Worker {
  readonly hostname: string
  readonly number: number
  isOnline: boolean
  heardMs: number
  /** What it runs. Which process runs it is not told: the first that is free. */
  readonly slots: (Seen | null)[]
}

const RANKS: Readonly<Record<string, number>> = { 'task-sent': 0, 'task-received': 1, 'task-started': 2 }

const MOST_OF_WORKERS = 1_000

/** The tree of who sent whom: one child is a next step, several are a group. */
const canvasOf = (tasks: readonly Seen[], below: ReadonlyMap<string, readonly Seen[]>): Canvas => {
  const one = (first: Seen): Canvas => {
    const steps: Canvas[] = []
    let task = first
    for (;;) {
      steps.push(taskCanvas(task.name ?? task.id.slice(0, 8), { options: { task_id: task.id } }))
      const next = below.get(task.id) ?? []
      if (next.length > 1) steps.push(groupOf(next.map(one)))
      if (next.length !== 1) break
      task = next[0]!
    }
    return steps.length === 1 ? steps[0]! : chainOf(steps, { verbatim: true })
  }
  return tasks.length === 1 ? one(tasks[0]!) : groupOf(tasks.map(one))
}

const workflowOf = (rootId: string, tasks: ReadonlySet<Seen>): Workflow => {
  let [ended, failed, fromMs, toMs] = [0, 0, Number.POSITIVE_INFINITY, 0]
  let root: Seen | undefined
  for (const task of tasks) {
    root ??= task
    if (task.id === rootId) root = task
    if (task.end !== null && task.end !== 'RETRY') ended++
    if (task.end === 'FAILURE') failed++
    for (const { atMs } of task.events) {
      fromMs = Math.min(fromMs, atMs)
      toMs = Math.max(toMs, atMs)
    }
  }
  return { rootId, task: root?.name ?? null, tasks: tasks.size, ended, failed, fromMs, toMs }
}

const handleOf = ({ id }: Seen): Handle => ({ type: 'task', id, parent: null })
const tupleOf = ({ id }: Seen): HandleTuple => [[id, null], null]

/** What Python printed, read if it is JSON; else its text. */
const resultOf = (repr: string | null): Json => {
  if (repr === null) return null
  const value = readRepr(repr)
  return value === undefined ? (new Repr(repr) as unknown as Json) : value
}

const exceptionOf = ({ exception }: TaskEvent): StoredException => {
  const { type, args } = readException(exception ?? 'Exception()')
  return { exc_type: type, exc_message: args, exc_module: '' }
}

const runtimeOf = ({ runtime }: TaskEvent): number => (runtime ?? 0) * 1000

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
