import { bindArguments } from '../canvas/arity.ts'
import type { Canvas } from '../canvas/canvas.ts'
import type { Context, Request, RetryOptions } from '../canvas/context.ts'
import { MaxRetriesExceededError, raise } from '../canvas/exceptions.ts'
import type { GroupHandle, Handle } from '../canvas/handle.ts'
import type { Replacement } from '../canvas/hooks.ts'
import { encodeJson, type Json, type JsonObject } from '../canvas/json.ts'
import { encodeOptions } from '../canvas/options.ts'
import { printValue } from '../canvas/print.ts'
import type { AnySignature } from '../canvas/signature.ts'
import type { RegisteredTask } from '../canvas/task.ts'
import type { Hook, Sender } from '../interpreter/context.ts'
import type { CallHook } from '../interpreter/effect.ts'
import { checkReplacement } from '../interpreter/replace.ts'
import { customHeaders, type Message } from '../protocol/message.ts'
import { ReplaceSignal, RetrySignal } from './outcomeOf.ts'
import { ResultValue } from './resultValue.ts'

/** One run of a task in a worker process. */
export interface TaskRun extends Sender {
  readonly message: Message
  readonly task: RegisteredTask
  readonly worker: number
  /** The process of the worker, from 1. */
  readonly process: number
  readonly startedMs: number
  /** The worker's name, where it is a real one. */
  readonly hostname?: string
  /** What it has sent and is not confirmed yet, where that takes time. */
  readonly pending?: Promise<unknown>[]
  /** Its end is decided, though its code may go on. */
  isOver?: boolean
  /** How often its failure was handled, where errbacks or hooks threw. */
  failures?: number
  /** What its function returned. */
  returned?: Json | undefined
  /** What its function threw, or the reason of its retry: hooks are given the very error. */
  thrown?: Error | null | undefined
  readonly children: Handle[]
}

/** A run of a task that is about to begin, from its message. */
export function runOf(
  message: Message,
  task: RegisteredTask,
  { worker, process, startedMs }: Pick<TaskRun, 'worker' | 'process' | 'startedMs'>,
): TaskRun {
  const { headers, properties } = message
  return {
    id: headers.id,
    rootId: headers.root_id,
    priority: properties.priority,
    trail: task.options.trail ?? true,
    children: [],
    hooks: hooksOf(task),
    message,
    task,
    worker,
    process,
    startedMs,
    returned: undefined,
  }
}

/** The same in a real worker, which has no numbers for its processes. */
export const runAt = (hostname: string, message: Message, task: RegisteredTask): TaskRun => ({
  ...runOf(message, task, { worker: 0, process: 0, startedMs: Date.now() }),
  hostname,
  pending: [],
})

/** What a running task can ask of whoever runs it. */
export interface RunHost {
  readonly sleep: (run: TaskRun, seconds: number) => Promise<void>
  readonly updateState: (run: TaskRun, state: string, meta: Json) => void
  /** A number from 0 up to 1. */
  readonly chance: () => number
  readonly taskNamed: (name: string) => RegisteredTask | undefined
  /** Sends a canvas in the run's name. */
  readonly send: (run: TaskRun, canvas: Canvas) => Handle
  /** Sends a canvas as one part more of the chord that the run is a part of. */
  readonly addToChord: (run: TaskRun, canvas: Canvas) => void
  /** Seconds between two looks at a chord's header. */
  readonly retryInterval: number
  /** What goes on in the run's place, made ready to be sent. */
  readonly replacement: (run: TaskRun, canvas: Canvas) => Replacement
  /** Calls a chord's body if every part of its header is ready. */
  readonly unlock: (run: TaskRun, header: GroupHandle, body: Canvas) => boolean | Promise<boolean>
}

/** What Celery's own tasks can do besides. */
export interface WorkerContext {
  /** Calls another task's function here, as part of this run. */
  readonly call: (task: string, args: readonly Json[]) => unknown
  /** Sends a canvas; its result is the task's value, as Celery stores a result object. */
  readonly send: (canvas: Canvas) => ResultValue
  /** Seconds between two looks at a header (result_chord_retry_interval). */
  readonly retryInterval: number
  /** Calls the body if every part of the header is ready; false when it is not. */
  readonly unlock: (header: GroupHandle, body: Canvas) => boolean | Promise<boolean>
}

/** Calls a task's function with the arguments of its message; throws what it throws, and `TypeError` for arguments that do not fit. */
export function callTask(run: TaskRun, host: RunHost): unknown {
  const [args, kwargs] = run.message.body
  return callFunction(run.task, args, kwargs, run, host)
}

function callFunction(
  task: RegisteredTask,
  args: readonly Json[],
  kwargs: JsonObject,
  run: TaskRun,
  host: RunHost,
): unknown {
  const bound = bindArguments(task, args, kwargs)
  const fn = task.fn as (...args: readonly unknown[]) => unknown
  // Every run gets its own copy, as it would from a message.
  const own = holdsMutable(bound) ? bound.map(copy) : bound
  return task.bind ? fn(contextOf(run, host), ...own) : fn(...own)
}

function contextOf(run: TaskRun, host: RunHost): Context & WorkerContext {
  const request = requestOf(run)
  const self: Context & WorkerContext = {
    request,
    retry: (options) => retry(run, (options ?? {}) as RetryOptions),
    replace: (signature) => {
      const by = (signature as AnySignature).toJSON()
      checkReplacement(by)
      const { onReplace } = run.task.options
      if (!onReplace) throw new ReplaceSignal(by, false)
      const changed = onReplace(self, host.replacement(run, by))
      throw new ReplaceSignal(changed.toJSON(), true)
    },
    addToChord: (signature) => host.addToChord(run, (signature as AnySignature).toJSON()),
    sleep: (seconds) => host.sleep(run, seconds),
    updateState: ({ state, meta = null }) =>
      host.updateState(run, state, encodeJson(meta, `the state of ${run.task.name}`)),
    call: (name, args) => {
      const task = host.taskNamed(name)
      if (!task?.fn) throw new TypeError(`${name} is not registered with this worker`)
      return callFunction(task, args, {}, run, host)
    },
    send: (canvas) => new ResultValue(host.send(run, canvas)),
    retryInterval: host.retryInterval,
    unlock: (header, body) => host.unlock(run, header, body),
  }
  return self
}

/** Calls the hook that comes before a task's function. */
export function callBeforeStart(run: TaskRun, host: RunHost): unknown {
  const [args, kwargs] = run.message.body
  return run.task.options.beforeStart?.(contextOf(run, host), run.id, copy(args), copy(kwargs))
}

/** Calls a hook of a task that has ended. */
export function callHook(run: TaskRun, { hook, state, end, traceback }: CallHook, host: RunHost): unknown {
  const { options } = run.task
  const self = contextOf(run, host)
  const [args, kwargs] = run.message.body
  const call = [run.id, copy(args), copy(kwargs)] as const
  if ('value' in end) {
    const value = copy(end.value)
    return hook === 'onSuccess'
      ? options.onSuccess?.(self, value, ...call)
      : options.afterReturn?.(self, state, value, ...call, traceback)
  }
  const error = run.thrown === undefined ? raise(end.exception) : run.thrown
  if (hook === 'onRetry') return options.onRetry?.(self, error, ...call, traceback)
  const exc = error ?? raise(end.exception)
  return hook === 'onFailure'
    ? options.onFailure?.(self, exc, ...call, traceback)
    : options.afterReturn?.(self, state, exc, ...call, traceback)
}

/** The hooks that a task has for its end; worked out once. */
function hooksOf(task: RegisteredTask): ReadonlySet<Hook> | null {
  let hooks = hooksByTask.get(task)
  if (hooks === undefined) {
    const own = HOOKS.filter((hook) => task.options[hook])
    hooks = own.length > 0 ? new Set(own) : null
    hooksByTask.set(task, hooks)
  }
  return hooks
}

const hooksByTask = new WeakMap<RegisteredTask, ReadonlySet<Hook> | null>()
const HOOKS: readonly Hook[] = ['onSuccess', 'onFailure', 'onRetry', 'afterReturn']

function requestOf({ message, worker, hostname = `worker${worker}` }: TaskRun): Request {
  const { headers, properties, body } = message
  return {
    id: headers.id,
    task: headers.task,
    args: body[0],
    kwargs: body[1],
    retries: headers.retries,
    rootId: headers.root_id,
    parentId: headers.parent_id,
    group: headers.group,
    groupIndex: headers.group_index,
    eta: headers.eta,
    expires: headers.expires,
    correlationId: properties.correlation_id,
    replyTo: properties.reply_to,
    headers: { ...headers.stamps, ...customHeaders(headers) },
    stamps: headers.stamps,
    deliveryInfo: {
      priority: properties.priority,
      routing_key: properties.routing_key,
      ...(properties.exchange && { exchange: properties.exchange }),
    },
    hostname,
  }
}

/** `Task.retry`: another try, or the end of them. */
function retry(run: TaskRun, options: RetryOptions): never {
  const { headers, body } = run.message
  const { maxRetries = 3, defaultRetryDelay = 180 } = run.task.options
  const limit = options.maxRetries === undefined ? maxRetries : options.maxRetries
  const { exc, eta, countdown, args, kwargs, maxRetries: _, ...sent } = options
  if (limit !== null && headers.retries + 1 > limit) {
    if (exc) throw exc
    throw new MaxRetriesExceededError(
      `Can't retry ${headers.task}[${headers.id}] args:${printValue(args ?? body[0])} kwargs:${printValue(kwargs ?? body[1])}`,
    )
  }
  throw new RetrySignal(exc ?? null, {
    ...(args && { args }),
    ...(kwargs && { kwargs }),
    options: encodeOptions(sent),
    ...(eta
      ? { eta: typeof eta === 'string' ? eta : eta.toISOString() }
      : { countdown: countdown ?? defaultRetryDelay }),
  })
}

/** The retry that a task's `autoretryFor` asks for after an error (celery/app/autoretry.py), or the error itself. */
export function autoretry(run: TaskRun, error: unknown, host: RunHost): unknown {
  const { autoretryFor = [], dontAutoretryFor = [], retryKwargs, ...options } = run.task.options
  const listed = (classes: typeof autoretryFor): boolean => classes.some((each) => error instanceof each)
  if (!(error instanceof Error) || error instanceof RetrySignal) return error
  if (!listed(autoretryFor) || listed(dontAutoretryFor)) return error
  try {
    return retry(run, {
      exc: error,
      ...retryKwargs,
      ...(options.retryBackoff && { countdown: backoff(options, run.message.headers.retries, host) }),
    })
  } catch (signal) {
    return signal
  }
}

/** `get_exponential_backoff_interval`, in seconds. */
function backoff(options: RegisteredTask['options'], retries: number, { chance }: RunHost): number {
  const { retryBackoff, retryBackoffMax = 600, retryJitter = true } = options
  const factor = retryBackoff === true ? 1 : Math.max(1, Math.trunc(Number(retryBackoff)))
  const longest = Math.min(retryBackoffMax, factor * 2 ** retries)
  return retryJitter ? Math.floor(chance() * (longest + 1)) : longest
}

const isMutable = (value: Json | undefined): boolean => typeof value === 'object' && value !== null

/** A loop and no `some`: it is asked for every run, and numbers and texts are most of what is asked for. */
function holdsMutable(values: readonly (Json | undefined)[]): boolean {
  for (const value of values) if (isMutable(value)) return true
  return false
}

const copy = <Value extends Json | undefined>(value: Value): Value =>
  isMutable(value) ? structuredClone(value) : value
