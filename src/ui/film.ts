import type { Canvas } from '../canvas/canvas.ts'
import type { Handle, HandleTuple } from '../canvas/handle.ts'
import { tasksOf } from '../canvas/walk.ts'
import type { Recording } from '../runtime/recording.ts'
import type { By, Trace, TraceEvent } from '../runtime/trace.ts'
import { labelOf } from './label.ts'
import { lostWorker } from './legend.ts'
import { prefix } from './search.ts'
import { printable, printValue } from './value.ts'

/**
 * A recording, indexed so that any moment of it can be drawn without walking the trace. A moment is a prefix of the
 * trace: `count` events have happened. Everything here is in the order of the trace, and is asked with a binary search.
 */
export interface Film {
  readonly recording: Recording
  readonly trace: Trace
  readonly endMs: number
  readonly tasks: ReadonlyMap<string, TaskFilm>
  readonly processes: readonly Process[]
  readonly queues: readonly Queue[]
  readonly counters: readonly Counter[]
  readonly counterOf: ReadonlyMap<string, Counter>
  readonly applied: readonly Applied[]
  /** Of these, what the client sent. */
  readonly sends: readonly Applied[]
  /** The event that made a handle, by the handle's id. */
  readonly madeAt: ReadonlyMap<string, number>
  /** What was sent or called as a callback or an errback of a task, by that task's id: a link has no id before. */
  readonly linked: ReadonlyMap<string, readonly Linked[]>
  readonly gets: readonly Get[]
  readonly stored: readonly Stored[]
}

/** What became of one task id. */
export interface TaskFilm {
  readonly id: string
  /** Null for an id that is only stored under: a group's, or a task's that was never sent. */
  readonly task: string | null
  /** The task's label; the second task of that name is `sendSms #2`. */
  readonly label: string
  readonly changes: readonly Change[]
  /** Who ran it, each time it started. */
  readonly starts: readonly Start[]
  /** The group id of the chord that counts it. */
  readonly countedBy?: string
}

/** A task began to run, on this process. */
export interface Start {
  readonly event: number
  readonly worker: number
  readonly process: number
}

/** A task's state, from one event on. */
export interface Change {
  readonly event: number
  readonly atMs: number
  readonly state: string
  /** The value of a SUCCESS, the exception of a failure. */
  readonly value?: unknown
  readonly children?: readonly HandleTuple[]
}

/** A lane: one process of one worker, and what it ran, one after the other. */
export interface Process {
  readonly worker: number
  readonly process: number
  readonly runs: readonly Run[]
  /** When its worker died. */
  readonly deaths: readonly Death[]
}

/** A worker is gone. */
export interface Death {
  readonly event: number
  readonly atMs: number
}

/** One task on one process, from its start to its end. */
export interface Run {
  readonly taskId: string
  readonly label: string
  readonly fromEvent: number
  readonly fromMs: number
  /** Infinity while it has not ended. */
  readonly toEvent: number
  readonly toMs: number
  /** How it ended, as a state. */
  readonly end: string | null
  /** How many of the lane's runs up to this one did not end well. */
  readonly badUpTo: number
}

/** A queue: how many messages waited and how many were parked, after each change. */
export interface Queue {
  readonly name: string
  readonly levels: readonly Level[]
}

/** What a queue held, from one moment on. */
export interface Level {
  readonly event: number
  readonly atMs: number
  readonly waiting: number
  readonly parked: number
  /** How many levels up to this one had somebody waiting, or parked. */
  readonly waitingUpTo: number
  readonly parkedUpTo: number
}

/** A chord's counter, by the group id of its header. */
export interface Counter {
  readonly groupId: string
  readonly counts: readonly Count[]
}

/** How far a chord had counted, from one event on. */
export interface Count {
  readonly event: number
  readonly atMs: number
  readonly count: number
  readonly size: number
}

/** A task that was sent because another ended. */
export interface Linked {
  readonly id: string
  readonly task: string
  readonly cause: 'link' | 'link-error'
}

/** A canvas that was sent. */
export interface Applied {
  readonly event: number
  readonly atMs: number
  readonly canvas: Canvas
  readonly handle: Handle | null
  readonly by: By
}

/** The client in one `get()`. */
export interface Get {
  readonly id: string
  readonly fromEvent: number
  readonly fromMs: number
  readonly toEvent: number
  readonly toMs: number
  readonly value?: unknown
  readonly error?: { readonly type: string; readonly message: string }
}

/** A value on the backend's lane. */
export interface Stored {
  readonly event: number
  readonly atMs: number
  readonly taskId: string
  readonly state: string
  readonly value: unknown
}

type OpenTask = Loose<TaskFilm> & { readonly changes: Change[]; readonly starts: Start[] }
type OpenProcess = Process & { readonly runs: Run[]; readonly deaths: Death[] }
type Loose<Item> = { -readonly [Key in keyof Item]: Item[Key] }

/** Indexes a recording: once through the trace, O(n log n). */
export const film = (recording: Recording): Film => {
  const { trace } = recording
  const names = nameTasks(trace)
  const tasks = new Map<string, OpenTask>()
  const lanes = new Lanes(recording, names)
  const queues = new Queues()
  const held = new Held()
  const counters = new Map<string, Counter & { readonly counts: Count[] }>()
  const applied: Applied[] = []
  const linked = new Map<string, Linked[]>()
  const gets = new Gets()
  const stored: Stored[] = []

  const taskOf = (id: string): OpenTask => {
    const known = tasks.get(id)
    if (known !== undefined) return known
    const { task, label } = names.get(id) ?? { task: null, label: shortId(id) }
    const one = { id, task, label, changes: [], starts: [] }
    tasks.set(id, one)
    return one
  }
  const change = (taskId: string, next: Change) => taskOf(taskId).changes.push(next)
  /** What is stored of a success stays, whatever a later run gives. */
  const succeeded = (taskId: string) => taskOf(taskId).changes.find(({ state }) => state === 'SUCCESS')
  /** What the backend holds, which is not always what happened last. */
  const kept = new Map<string, Pick<Change, 'state' | 'value' | 'children'>>()
  const backTo = (taskId: string, otherwise: string) => kept.get(taskId) ?? { state: otherwise }
  const lastState = (taskId: string) => tasks.get(taskId)?.changes.at(-1)?.state

  trace.forEach((happened, event) => {
    const { atMs } = happened
    switch (happened.type) {
      case 'canvas-applied':
        applied.push({ event, atMs, canvas: happened.canvas, handle: happened.handle, by: happened.by })
        break
      case 'task-sent':
        if (lastState(happened.taskId) === undefined)
          change(happened.taskId, { event, atMs, state: 'PENDING' })
        if (happened.chordId !== null) taskOf(happened.taskId).countedBy = happened.chordId
        queues.sent(happened, event)
        if ((happened.cause === 'link' || happened.cause === 'link-error') && happened.parentId !== null) {
          const { taskId: id, task, cause, parentId } = happened
          linked.set(parentId, [...(linked.get(parentId) ?? []), { id, task, cause }])
        }
        break
      case 'task-received':
        // Of a cluster that is watched nobody may have told that it was sent.
        if ((lastState(happened.taskId) ?? 'PENDING') === 'PENDING')
          change(happened.taskId, { event, atMs, state: 'RECEIVED' })
        held.received(happened)
        break
      case 'task-started':
        change(happened.taskId, { event, atMs, state: 'STARTED' })
        taskOf(happened.taskId).starts.push({ event, worker: happened.worker, process: happened.process })
        queues.left(happened.taskId, event, atMs)
        held.left(happened)
        lanes.started(happened, event)
        break
      case 'task-succeeded':
        if (lastState(happened.taskId) !== 'SUCCESS')
          change(happened.taskId, {
            value: happened.result,
            ...succeeded(happened.taskId),
            event,
            atMs,
            state: 'SUCCESS',
          })
        lanes.ended(happened.taskId, 'SUCCESS', event, atMs)
        break
      case 'task-failed':
        if (lastState(happened.taskId) !== 'FAILURE')
          change(happened.taskId, { event, atMs, state: 'FAILURE', value: happened.exception })
        if (!lanes.ended(happened.taskId, 'FAILURE', event, atMs)) queues.left(happened.taskId, event, atMs)
        break
      case 'task-retried':
        if (lastState(happened.taskId) !== 'RETRY')
          change(happened.taskId, { event, atMs, state: 'RETRY', value: happened.exception })
        lanes.ended(happened.taskId, 'RETRY', event, atMs)
        break
      case 'task-revoked':
        if (lastState(happened.taskId) !== 'REVOKED')
          change(happened.taskId, { event, atMs, state: 'REVOKED' })
        queues.left(happened.taskId, event, atMs)
        lanes.ended(happened.taskId, 'REVOKED', event, atMs)
        break
      case 'task-rejected':
        change(happened.taskId, { event, atMs, state: happened.requeue ? 'PENDING' : 'REJECTED' })
        queues.left(happened.taskId, event, atMs)
        lanes.ended(happened.taskId, 'REJECTED', event, atMs)
        break
      case 'task-ignored':
        change(happened.taskId, {
          ...backTo(happened.taskId, happened.replaced ? 'PENDING' : 'IGNORED'),
          event,
          atMs,
        })
        lanes.ended(happened.taskId, 'IGNORED', event, atMs)
        break
      case 'result-stored': {
        const { taskId, state, result: value, children } = happened
        change(taskId, { event, atMs, state, value, children })
        kept.set(taskId, { state, value, children })
        stored.push({ event, atMs, taskId, state, value })
        break
      }
      case 'chord-size':
      case 'chord-part': {
        const counter = counters.get(happened.groupId) ?? { groupId: happened.groupId, counts: [] }
        counters.set(happened.groupId, counter)
        const before = counter.counts.at(-1)
        // A message that came twice reports again: the backend has forgotten the chord that is over.
        if (happened.size === 0 && before !== undefined && before.count >= before.size) break
        const count = happened.type === 'chord-part' ? happened.count : (before?.count ?? 0)
        counter.counts.push({ event, atMs, count, size: happened.size || (before?.size ?? 0) })
        break
      }
      case 'worker-offline':
        for (const taskId of held.lost(happened.worker)) queues.left(taskId, event, atMs)
        for (const taskId of lanes.lost(happened.worker, event, atMs))
          if (lastState(taskId) === 'STARTED') change(taskId, { ...backTo(taskId, 'PENDING'), event, atMs })
        break
      case 'errback-called': {
        // A worker calls it in passing: it has no id of its own, and stores nothing.
        const { taskId, errback: task, raised } = happened
        const id = `${taskId} ${task}`
        if (!tasks.has(id)) {
          tasks.set(id, { id, task, label: labelOf(task), changes: [], starts: [] })
          linked.set(taskId, [...(linked.get(taskId) ?? []), { id, task, cause: 'link-error' }])
        }
        change(id, { event, atMs, state: raised ? 'FAILURE' : 'SUCCESS' })
        break
      }
      case 'worker-online':
      case 'broker-paused':
      case 'broker-resumed':
        break
      case 'get-waiting':
        gets.waiting(happened.id, event, atMs)
        break
      case 'get-returned':
        gets.ended(happened.id, event, atMs, { value: happened.value })
        break
      case 'get-raised':
        gets.ended(happened.id, event, atMs, { error: happened.error })
        break
    }
  })
  for (const id of names.keys()) taskOf(id)

  return {
    recording,
    trace,
    endMs: trace.at(-1)?.atMs ?? 0,
    tasks,
    processes: recording.live ? lanes.sorted : lanes.all,
    queues: queues.done(trace),
    counters: [...counters.values()],
    counterOf: counters,
    applied,
    sends: applied.filter((one) => one.by.type === 'client'),
    madeAt: new Map(applied.flatMap(({ handle, event }) => (handle === null ? [] : [[handle.id, event]]))),
    linked,
    gets: gets.all,
    stored,
  }
}

/** What is known of a task after `count` events; undefined before anything is. */
export const changeAt = (film: Film, taskId: string, count: number): Change | undefined => {
  const changes = film.tasks.get(taskId)?.changes
  return changes?.[prefix(changes, (one) => one.event < count) - 1]
}

/** Whether what a run gave is what is stored, as far as it is printed: of two runs that succeed, the first is. */
export const isKept = (film: Film, { taskId, result }: TraceEvent & { type: 'task-succeeded' }): boolean => {
  const first = film.tasks.get(taskId)?.changes.find(({ state }) => state === 'SUCCESS')
  return first === undefined || printValue(first.value) === printValue(result)
}

/** A task's state after `count` events, PENDING when nothing is known, as Celery has it. */
export const stateAt = (film: Film, taskId: string, count: number): string =>
  changeAt(film, taskId, count)?.state ?? 'PENDING'

/** A task's label; a short form of the id when nobody named it. */
export const labelIn = (film: Film, taskId: string): string =>
  film.tasks.get(taskId)?.label ?? shortId(taskId)

const shortId = (taskId: string) => printable(taskId.slice(0, 8))

/** The process that runs a task, or ran it last, before an event. */
export const whereAt = (film: Film, taskId: string, count: number): Start | undefined => {
  const starts = film.tasks.get(taskId)?.starts
  return starts?.[prefix(starts, (one) => one.event < count) - 1]
}

/** After `count` events: was a task's result ever stored? One that is ignored is not. */
export const isStoredAt = (film: Film, taskId: string, count: number): boolean =>
  film.tasks.get(taskId)?.changes.some(({ event, children }) => event < count && children !== undefined) ??
  false

/** How often a chord's header has reported after `count` events. */
export const countAt = (counter: Counter, count: number): Count | undefined =>
  counter.counts[prefix(counter.counts, (one) => one.event < count) - 1]

/** Numbers tasks of one name in the order the trace first speaks of them. */
const nameTasks = (trace: Trace) => {
  const names = new Map<string, { task: string; label: string }>()
  const seen = new Map<string, number>()
  const name = (id: string, task: string) => {
    if (names.has(id)) return
    const number = (seen.get(task) ?? 0) + 1
    seen.set(task, number)
    names.set(id, { task, label: number === 1 ? labelOf(task) : `${labelOf(task)} #${number}` })
  }
  for (const event of trace) {
    if (event.type === 'task-sent') name(event.taskId, event.task)
    if (event.type === 'canvas-applied')
      for (const { id, task } of tasksOf(event.canvas)) if (id !== undefined) name(id, task)
  }
  return names
}

/** The lanes of the worker processes, filled as the trace is read. */
class Lanes {
  readonly all: OpenProcess[] = []
  readonly #open = new Map<string, Loose<Run>[]>()
  readonly #names: ReadonlyMap<string, { readonly label: string }>

  constructor(recording: Recording, names: ReadonlyMap<string, { readonly label: string }>) {
    this.#names = names
    // Of a cluster that is watched those are known that ran something.
    if (recording.live) return
    for (let worker = 1; worker <= recording.workers; worker++)
      for (let process = 1; process <= recording.concurrency; process++) this.#lane(worker, process)
  }

  started({ taskId, worker, process, atMs }: TraceEvent & { type: 'task-started' }, event: number) {
    const { runs } = this.#lane(worker, process)
    const label = this.#names.get(taskId)?.label ?? shortId(taskId)
    const times = { fromEvent: event, fromMs: atMs, toEvent: Infinity, toMs: Infinity }
    const run: Loose<Run> = { taskId, label, ...times, end: null, badUpTo: runs.at(-1)?.badUpTo ?? 0 }
    runs.push(run)
    this.#open.set(taskId, [...(this.#open.get(taskId) ?? []), run])
  }

  /** False when the task was not running. */
  ended(taskId: string, end: string, event: number, atMs: number): boolean {
    const run = this.#open.get(taskId)?.shift()
    if (run !== undefined) close(run, end, event, atMs)
    return run !== undefined
  }

  /** A worker is gone, and with it what it ran. */
  lost(worker: number, event: number, atMs: number): readonly string[] {
    const lost: string[] = []
    for (const { runs, deaths, ...lane } of this.all) {
      if (lane.worker !== worker) continue
      deaths.push({ event, atMs })
      const run = runs.at(-1)
      if (run === undefined || run.end !== null) continue
      const open = this.#open.get(run.taskId) ?? []
      this.#open.set(
        run.taskId,
        open.filter((one) => one !== run),
      )
      close(run, lostWorker, event, atMs)
      lost.push(run.taskId)
    }
    return lost
  }

  get sorted(): readonly OpenProcess[] {
    return this.all.toSorted((one, other) => one.worker - other.worker || one.process - other.process)
  }

  readonly #byName = new Map<string, OpenProcess>()

  #lane(worker: number, process: number) {
    const name = `${worker}.${process}`
    const known = this.#byName.get(name)
    if (known !== undefined) return known
    const lane: OpenProcess = { worker, process, runs: [], deaths: [] }
    this.#byName.set(name, lane)
    this.all.push(lane)
    return lane
  }
}

const close = (run: Loose<Run>, end: string, event: number, atMs: number) => {
  run.toEvent = event
  run.toMs = atMs
  run.end = end
  if (end !== 'SUCCESS') run.badUpTo++
}

/** What each worker has received and not begun. It is lost to the queue when the worker dies, until it is delivered again. */
class Held {
  readonly #tasks = new Map<number, Map<string, number>>()

  received({ worker, taskId }: { readonly worker: number; readonly taskId: string }) {
    const tasks = this.#tasks.get(worker) ?? new Map<string, number>()
    this.#tasks.set(worker, tasks.set(taskId, (tasks.get(taskId) ?? 0) + 1))
  }

  left({ worker, taskId }: { readonly worker: number; readonly taskId: string }) {
    const tasks = this.#tasks.get(worker)
    const times = tasks?.get(taskId) ?? 0
    if (times > 1) tasks!.set(taskId, times - 1)
    else tasks?.delete(taskId)
  }

  lost(worker: number): readonly string[] {
    const tasks = this.#tasks.get(worker) ?? new Map<string, number>()
    this.#tasks.delete(worker)
    return Array.from(tasks, ([taskId, times]) => Array.from({ length: times }, () => taskId)).flat()
  }
}

interface Step {
  readonly atMs: number
  readonly event: number
  readonly waiting: number
  readonly parked: number
}

/** The queues' levels: first every step up and down, then sorted and summed. */
class Queues {
  readonly #steps = new Map<string, Step[]>()
  readonly #waiting = new Map<string, { queue: string; etaMs: number | null }[]>()

  sent({ taskId, queue, etaMs, atMs }: TraceEvent & { type: 'task-sent' }, event: number) {
    const parkedUntilMs = etaMs !== null && etaMs > atMs ? etaMs : null
    this.#waiting.set(taskId, [...(this.#waiting.get(taskId) ?? []), { queue, etaMs: parkedUntilMs }])
    const parked = parkedUntilMs !== null
    this.#step(queue, { atMs, event, waiting: parked ? 0 : 1, parked: parked ? 1 : 0 })
  }

  left(taskId: string, event: number, atMs: number) {
    const message = this.#waiting.get(taskId)?.shift()
    if (message === undefined) return
    const { queue, etaMs } = message
    const stillParked = etaMs !== null && etaMs > atMs
    if (etaMs !== null && !stillParked) this.#step(queue, { atMs: etaMs, event: -1, waiting: 1, parked: -1 })
    this.#step(queue, { atMs, event, waiting: stillParked ? 0 : -1, parked: stillParked ? -1 : 0 })
  }

  /** Those that were never taken end their parking all the same. A step without an event happens between two. */
  done(trace: Trace): Queue[] {
    for (const messages of this.#waiting.values())
      for (const { queue, etaMs } of messages)
        if (etaMs !== null) this.#step(queue, { atMs: etaMs, event: -1, waiting: 1, parked: -1 })
    return Array.from(this.#steps, ([name, steps]) => ({ name, levels: levelsOf(steps, trace) }))
  }

  #step(queue: string, step: Step) {
    const steps = this.#steps.get(queue)
    if (steps === undefined) this.#steps.set(queue, [step])
    else steps.push(step)
  }
}

const levelsOf = (steps: readonly Step[], trace: Trace): readonly Level[] => {
  const placed = steps.map((step) =>
    step.event >= 0 ? step : { ...step, event: prefix(trace, (one) => one.atMs < step.atMs) - 0.5 },
  )
  placed.sort((left, right) => left.event - right.event)
  let level = { waiting: 0, parked: 0, waitingUpTo: 0, parkedUpTo: 0 }
  return placed.map(({ event, atMs, ...step }) => {
    const waiting = level.waiting + step.waiting
    const parked = level.parked + step.parked
    const waitingUpTo = level.waitingUpTo + (waiting > 0 ? 1 : 0)
    const parkedUpTo = level.parkedUpTo + (parked > 0 ? 1 : 0)
    level = { waiting, parked, waitingUpTo, parkedUpTo }
    return { event, atMs, ...level }
  })
}

/** The client's calls of `get()`. */
class Gets {
  readonly all: Get[] = []
  readonly #open = new Map<string, Loose<Get>[]>()

  waiting(id: string, event: number, atMs: number) {
    const get: Loose<Get> = { id, fromEvent: event, fromMs: atMs, toEvent: Infinity, toMs: Infinity }
    this.all.push(get)
    this.#open.set(id, [...(this.#open.get(id) ?? []), get])
  }

  ended(id: string, event: number, atMs: number, outcome: Pick<Get, 'value' | 'error'>) {
    const waiting = this.#open.get(id)?.shift()
    if (waiting === undefined) {
      this.all.push({ id, fromEvent: event, fromMs: atMs, toEvent: event, toMs: atMs, ...outcome })
      return
    }
    Object.assign(waiting, outcome, { toEvent: event, toMs: atMs })
  }
}
