import { isDeepStrictEqual } from 'node:util'
import { type Handle, type HandleTuple, idsOf } from '../src/canvas/handle.ts'
import type { Json } from '../src/canvas/json.ts'
import { tasksOf } from '../src/canvas/walk.ts'
import type { Recording } from '../src/runtime/recording.ts'
import type { Trace, TraceEvent } from '../src/runtime/trace.ts'
import { labelOf } from '../src/ui/label.ts'
import { isException, printException, printValue } from '../src/ui/value.ts'

/** An event of one of a step's runs. */
export interface Moment {
  /** Which program, from 0. */
  readonly program: number
  readonly event: number
}

/** Something a step says of a run, whether it is so, and where the run shows it. */
export interface Claim {
  readonly says: string
  readonly holds: boolean
  /** What is the case where it does not hold. */
  readonly instead?: string
  readonly about?: Moment
}

/** A check speaks of something that the run does not have. */
export class NotInRun extends Error {}

type Type = TraceEvent['type']
type Of<Kind extends Type> = TraceEvent & { readonly type: Kind }

/**
 * What a step says about a run: its moments (`run.started('sendSms')`), and facts about it
 * (`run.published('sendSms').times(3)`). Tasks go by their labels, results by what the program would type:
 * `r`, `r.parent`, `r[0]`, `r.children[0]`.
 */
export class Watch {
  readonly #program: number
  readonly #recording: Recording
  readonly #labels = new Map<string, string>()
  readonly #returned: Readonly<Record<string, unknown>>

  readonly #error: Error | null

  constructor(
    program: number,
    recording: Recording,
    error: Error | null = null,
    returned: Readonly<Record<string, unknown>> = {},
  ) {
    this.#error = error
    this.#returned = returned
    this.#program = program
    this.#recording = recording
    for (const event of recording.trace) {
      if (event.type === 'task-sent') this.#labels.set(event.taskId, labelOf(event.task))
      if (event.type === 'canvas-applied')
        for (const { id, task } of tasksOf(event.canvas))
          if (id !== undefined) this.#labels.set(id, labelOf(task))
    }
  }

  get trace(): Trace {
    return this.#recording.trace
  }

  /** Before anything: for a program that sends nothing. */
  nothing = (): Moment => ({ program: this.#program, event: -1 })

  /** The nth task that starts, whichever it is. */
  begun = (nth: number): Moment => this.#moment('task-started', () => true, nth, 'task')

  /** The program itself fails. */
  fails(type: string): Claim {
    const name = this.#error?.name
    return {
      says: `the program raises ${type}`,
      holds: name === type,
      instead: `it raises ${name ?? 'nothing'}`,
    }
  }

  /** The nth message of a task, from 1. */
  sent = (task: string, nth = 1): Moment => this.#moment('task-sent', this.#isOf(task), nth, task)
  received = (task: string, nth = 1): Moment => this.#moment('task-received', this.#isOf(task), nth, task)
  started = (task: string, nth = 1): Moment => this.#moment('task-started', this.#isOf(task), nth, task)
  succeeded = (task: string, nth = 1): Moment => this.#moment('task-succeeded', this.#isOf(task), nth, task)
  failed = (task: string, nth = 1): Moment => this.#moment('task-failed', this.#isOf(task), nth, task)

  /** The state of a result was stored for the nth time; for the last when left out. */
  stored = (path: string, nth?: number): Moment => {
    const { id } = this.#handle(path)
    const times = this.trace.filter((event) => event.type === 'result-stored' && event.taskId === id).length
    return this.#moment('result-stored', ({ taskId }) => taskId === id, nth ?? times, path)
  }

  /** The nth `get()` of a result came back. */
  returned = (path: string, nth = 1): Moment => {
    const { id } = this.#handle(path)
    return this.#moment('get-returned', (event) => event.id === id, nth, path)
  }

  /** The nth `get()` of a result raised. */
  raised = (path: string, nth = 1): Moment => {
    const { id } = this.#handle(path)
    return this.#moment('get-raised', (event) => event.id === id, nth, path)
  }

  /** An errback was called inside a worker for the nth time. */
  calledErrback = (errback: string, nth = 1): Moment =>
    this.#moment('errback-called', (event) => labelOf(event.errback) === errback, nth, errback)

  /** The run's last event: to show what never happens. */
  end = (): Moment => ({ program: this.#program, event: this.trace.length - 1 })

  /** The program began to wait in the nth `get()` of a result. */
  waits = (path: string, nth = 1): Moment => {
    const { id } = this.#handle(path)
    return this.#moment('get-waiting', (event) => event.id === id, nth, path)
  }

  /** A worker dropped a task that was revoked or had expired. */
  dropped = (task: string, nth = 1): Moment => this.#moment('task-revoked', this.#isOf(task), nth, task)

  /** A chord counted its nth part. */
  counted = (nth: number): Moment => this.#moment('chord-part', () => true, nth, 'chord')

  /** A worker died for the nth time. */
  died = (nth = 1): Moment => this.#moment('worker-offline', () => true, nth, 'worker')

  /** A worker that died is there again. */
  back = (nth = 1): Moment => this.#moment('worker-online', () => true, nth, 'worker')

  /** The broker delivered a message again, for the nth time. */
  redelivered = (nth = 1): Moment =>
    this.#moment('task-sent', ({ cause }) => cause === 'redelivery', nth, 'redelivery')

  /** The nth canvas that was sent. */
  applied = (nth = 1): Moment => this.#moment('canvas-applied', () => true, nth, 'canvas')

  /** How often a task was started. */
  starts = (task: string): number => this.#events('task-started').filter(this.#isOf(task)).length

  /** What each run of a task gave, in the order in which they ended. */
  values = (task: string): readonly Json[] =>
    this.#events('task-succeeded')
      .filter(this.#isOf(task))
      .map(({ result }) => result)

  /** How far each chord counts, in the order their headers were sent. */
  sizes(): readonly number[] {
    return this.#events('chord-size').map(({ size }) => size)
  }

  /** The arguments that each message of a task carried. */
  given(task: string): readonly (readonly Json[])[] {
    return this.#events('task-sent')
      .filter(this.#isOf(task))
      .map(({ args }) => args)
  }

  /** The workers that started a task, in the order of its starts. */
  startedBy(task: string): readonly number[] {
    return this.#events('task-started')
      .filter(this.#isOf(task))
      .map(({ worker }) => worker)
  }

  /** Every state that was stored for a result, in this order. */
  states(path: string): readonly string[] {
    const { id } = this.#handle(path)
    return this.#events('result-stored')
      .filter(({ taskId }) => taskId === id)
      .map(({ state }) => state)
  }

  /** What else the program returned under this name. */
  value(name: string) {
    return {
      is: (value: unknown, says = `${name} is ${printValue(value)}`): Claim => ({
        says,
        holds: isDeepStrictEqual(this.#returned[name], value),
        instead:
          name in this.#returned
            ? `it is ${printValue(this.#returned[name])}`
            : 'it has no value the program could bind',
      }),
    }
  }

  /** How often a task's message was published, and with what. */
  published(task: string) {
    const given = this.given(task)
    const queued = this.#events('task-sent')
      .filter(this.#isOf(task))
      .map(({ queue }) => queue)
    return {
      with: (args: readonly Json[], says = `${task} is given ${args.map(printValue).join(', ')}`): Claim => ({
        says,
        holds: given.length === 1 && isDeepStrictEqual(given[0], args),
        instead:
          given.length === 1
            ? `it is given ${given[0]!.map(printValue).join(', ') || 'nothing'}`
            : `it is published ${times(given.length)}`,
        ...this.#about(() => this.sent(task)),
      }),
      times: (expected: number): Claim => ({
        says: `${task} is published ${times(expected)}`,
        holds: given.length === expected,
        instead: `it is published ${times(given.length)}`,
        ...this.#about(() => this.sent(task, Math.min(expected + 1, given.length))),
      }),
      to: (...queues: readonly string[]): Claim => ({
        says: `${task} is published to ${queues.join(', then ')}`,
        holds: isDeepStrictEqual(queued, queues),
        instead: queued.length === 0 ? 'it is never published' : `it is to ${queued.join(', then ')}`,
        ...this.#about(() => this.sent(task)),
      }),
    }
  }

  /** How often an errback was called inside a worker, and of what it was told. */
  errback(errback: string) {
    const told = this.#events('errback-called')
      .filter((event) => labelOf(event.errback) === errback)
      .map(({ exception }) => exception.exc_type)
    return {
      isCalled: (expected: number): Claim => ({
        says: `${errback} is called ${times(expected)} by a worker`,
        holds: told.length === expected,
        instead: `it is called ${times(told.length)}`,
      }),
      isToldOf: (types: readonly string[], says = `${errback} is told of ${types.join(', ')}`): Claim => ({
        says,
        holds: isDeepStrictEqual(told, types),
        instead: told.length === 0 ? 'it is never called' : `it is told of ${told.join(', ')}`,
      }),
    }
  }

  /** How the nth `get()` of a result ended. */
  get(path: string, nth = 1) {
    const { id } = this.#handle(path)
    const gets = this.trace.filter(
      (event): event is Of<'get-returned'> | Of<'get-raised'> =>
        (event.type === 'get-returned' || event.type === 'get-raised') && event.id === id,
    )
    const got = gets[nth - 1]
    const raises = (type: string): Claim => ({
      says: `${nth === 1 ? '' : `call ${nth} of `}${path}.get() raises ${type}`,
      holds: got?.type === 'get-raised' && got.error.type === type,
      instead:
        got === undefined
          ? 'it is not called'
          : got.type === 'get-raised'
            ? `it raises ${got.error.type}`
            : `it gives ${printValue(got.value)}`,
    })
    return { raises }
  }

  /** What a result is once everything is quiet. */
  result(path: string) {
    const handle = this.#handle(path)
    const gives = (value: unknown, says = `${path}.get() is ${printValue(value)}`): Claim => ({
      says,
      holds: isDeepStrictEqual(this.#value(handle), value),
      instead: insteadOf(this.#value(handle)),
      ...this.#about(() => this.#lastStored(handle)),
    })
    const failsWith = (type: string): Claim => {
      const value = this.#value(handle)
      return {
        says: `${path} fails with ${type}`,
        holds: isException(value) && value.exc_type === type,
        instead: insteadOf(value),
        ...this.#about(() => this.#lastStored(handle)),
      }
    }
    const hasState = (state: string): Claim => ({
      says: `${path} is ${state}`,
      holds: handle.type === 'task' && (this.#stored(handle.id)?.state ?? 'PENDING') === state,
      instead:
        handle.type === 'task' ? `it is ${this.#stored(handle.id)?.state ?? 'PENDING'}` : 'it is a group',
      ...this.#about(() => this.#lastStored(handle)),
    })
    const isOf = (task: string): Claim => ({
      says: `${path} is the result of ${task}`,
      holds: handle.type === 'task' && this.#labels.get(handle.id) === task,
      instead: handle.type === 'task' ? `it is that of ${this.#labels.get(handle.id)}` : 'it is a group',
      ...this.#about(() => this.#lastStored(handle)),
    })
    return { gives, failsWith, hasState, isOf }
  }

  /** When a task's nth run begins and ends. */
  task(task: string, nth = 1) {
    const begin = this.started(task, nth).event
    const about: Moment = { program: this.#program, event: begin }
    return {
      overlaps: (other: string, otherNth = 1): Claim => ({
        says: `${naming(task, nth)} and ${naming(other, otherNth)} run at the same time`,
        holds:
          begin < this.succeeded(other, otherNth).event &&
          this.started(other, otherNth).event < this.succeeded(task, nth).event,
        instead: 'one waits for the other',
        about,
      }),
      startsAfter: (other: string, otherNth = 1): Claim => ({
        says: `${naming(task, nth)} starts after ${naming(other, otherNth)} has ended`,
        holds: this.#over(other, otherNth) < begin,
        instead: 'it starts before',
        about,
      }),
      endsBefore: (other: string, otherNth = 1): Claim => ({
        says: `${naming(task, nth)} ends before ${naming(other, otherNth)}`,
        holds: this.succeeded(task, nth).event < this.succeeded(other, otherNth).event,
        instead: 'it ends after it',
        about: this.succeeded(task, nth),
      }),
    }
  }

  /** How many tasks ran at the same time, at most. */
  mostAtOnce(): number {
    let now = 0
    let most = 0
    for (const { type } of this.trace) {
      if (type === 'task-started') now++
      if (type === 'task-succeeded' || type === 'task-failed' || type === 'task-retried') now--
      most = Math.max(most, now)
    }
    return most
  }

  #events<Kind extends Type>(type: Kind): readonly Of<Kind>[] {
    return this.trace.filter((event): event is Of<Kind> => event.type === type)
  }

  #isOf =
    (task: string) =>
    ({ taskId }: { readonly taskId: string }) =>
      this.#labels.get(taskId) === task

  /**
   * The first sign that a task's nth run is over: what follows from it is sent and stored before anybody is told, and on
   * a real broker the next task may begin in between.
   */
  #over(task: string, nth: number): number {
    const { event } = this.succeeded(task, nth)
    const { taskId } = this.trace[event] as Of<'task-succeeded'>
    const begun = this.trace.findLastIndex(
      (one, index) => index < event && one.type === 'task-started' && one.taskId === taskId,
    )
    const sign = this.trace.findIndex(
      (one, index) =>
        index > begun &&
        ((one.type === 'result-stored' && one.taskId === taskId && one.state === 'SUCCESS') ||
          (one.type === 'task-sent' &&
            one.by.type === 'worker' &&
            one.by.taskId === taskId &&
            one.cause !== 'apply')),
    )
    return sign < 0 ? event : Math.min(sign, event)
  }

  #moment<Kind extends Type>(
    type: Kind,
    is: (event: Of<Kind>) => boolean,
    nth: number,
    what: string,
  ): Moment {
    let left = nth
    const event = this.trace.findIndex((one) => one.type === type && is(one as Of<Kind>) && --left === 0)
    if (event < 0) throw new NotInRun(`${naming(what, nth)} ${missing[type] ?? `has no ${type}`}`)
    return { program: this.#program, event }
  }

  #handle(path: string): Handle {
    const [name = '', ...steps] = path.match(/^\w+|\.parent|\.children\[\d+\]|\[\d+\]/g) ?? []
    let handle = this.#recording.handles[name]
    for (const one of steps) {
      if (handle === undefined) break
      const place = Number(/\d+/.exec(one)?.[0])
      if (one === '.parent') handle = handle.parent ?? undefined
      else if (one.startsWith('.children')) handle = this.#child(handle, place)
      else handle = handle.type === 'group' ? handle.results[place] : undefined
    }
    if (handle === undefined) throw new NotInRun(`the program holds no result ${path}`)
    return handle
  }

  #child(handle: Handle, place: number): Handle | undefined {
    const stored = this.#stored(handle.id)
    const tuple = stored?.children[place]
    return tuple && fromTuple(tuple)
  }

  #stored(id: string) {
    return this.trace.findLast(
      (event): event is Of<'result-stored'> => event.type === 'result-stored' && event.taskId === id,
    )
  }

  #lastStored(handle: Handle): Moment {
    const ids = new Set(idsOf(handle))
    const event = this.trace.findLastIndex((one) => one.type === 'result-stored' && ids.has(one.taskId))
    if (event < 0) throw new NotInRun('nothing of it is ever stored')
    return { program: this.#program, event }
  }

  /** Where a claim can be seen, if the run has such a place. */
  #about(find: () => Moment): { readonly about?: Moment } {
    try {
      return { about: find() }
    } catch (error) {
      if (error instanceof NotInRun) return {}
      throw error
    }
  }

  #value(handle: Handle): unknown {
    if (handle.type === 'group') return handle.results.map((member) => this.#value(member))
    return this.#stored(handle.id)?.result
  }
}

const insteadOf = (value: unknown): string =>
  value === undefined
    ? 'no result is ever stored'
    : isException(value)
      ? `it fails with ${printException(value)}`
      : `it is ${printValue(value)}`

const times = (count: number) =>
  count === 0 ? 'never' : count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`

/** What is not so of a task that has no such event. */
const missing: Partial<Record<Type, string>> = {
  'task-sent': 'is never sent',
  'task-received': 'is never received',
  'task-started': 'never starts',
  'task-succeeded': 'never succeeds',
  'task-failed': 'never fails',
  'result-stored': 'is never stored',
  'get-waiting': 'is never waited for',
  'get-returned': 'is never given',
  'get-raised': 'never raises',
}

/** The second of a task to do something need not be the one that the screen calls `#2`, so it is not named like that. */
const naming = (task: string, nth: number) =>
  nth === 1 ? task : `the ${ordinals[nth] ?? `${nth}th`} ${task}`

const ordinals = ['', 'first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth']

const fromTuple = ([[id], members]: HandleTuple): Handle =>
  members === null
    ? { type: 'task', id, parent: null }
    : { type: 'group', id, parent: null, results: members.map(fromTuple) }
